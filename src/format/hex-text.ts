const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const LINE_BYTES = 16;

/** Bytes as pairs of hexadecimal digits, sixteen to a line. */
export function hexText(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += LINE_BYTES) lines.push(hexPairs(bytes.subarray(at, at + LINE_BYTES)));
  return lines.join('\n');
}

/** Bytes as pairs of hexadecimal digits on one line: `00 1f ff`. */
export function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => PAIRS[byte]).join(' ');
}

/** Bytes as text: ASCII as it is, a dot for all that does not print. */
export function printable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
}

/** A file offset as it is written in front of bytes, `width` hexadecimal digits at least. */
export function offsetText(offset: number, width: number): string {
  return offset.toString(16).padStart(width, '0');
}
