/** Ways to merely read a whole file; the best of them is the limit that a scan is held against. */
export const readingWays: readonly { name: string; read: (file: Blob) => Promise<number> }[] = [
  { name: '4 MiB × 4', read: (file) => readWindows(file, 4 << 20, 4) },
  { name: '16 MiB × 2', read: (file) => readWindows(file, 16 << 20, 2) },
  { name: '16 MiB × 4', read: (file) => readWindows(file, 16 << 20, 4) },
  { name: '64 MiB × 2', read: (file) => readWindows(file, 64 << 20, 2) },
  { name: 'stream()', read: readStream },
  { name: 'stream() into 512 KiB', read: (file) => readInto(file, 512 << 10) },
  { name: 'stream() into 2 MiB', read: (file) => readInto(file, 2 << 20) },
];

async function readWindows(file: Blob, windowBytes: number, inFlight: number): Promise<number> {
  let next = 0;
  let total = 0;
  const lane = async (): Promise<void> => {
    while (next < file.size) {
      const offset = next;
      next += windowBytes;
      const { byteLength } = await file.slice(offset, offset + windowBytes).arrayBuffer();
      total += byteLength;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return total;
}

async function readStream(file: Blob): Promise<number> {
  let total = 0;
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) total += piece.value.byteLength;
  return total;
}

/** Chromium forgets a reader that nobody holds, and its answers with it. */
const held = new Set<ReadableStreamBYOBReader>();

/** Into the same memory again and again. */
async function readInto(file: Blob, byteLength: number): Promise<number> {
  let total = 0;
  let memory = new ArrayBuffer(byteLength);
  const reader = file.stream().getReader({ mode: 'byob' });
  held.add(reader);
  while (total < file.size) {
    const { value } = await reader.read(new Uint8Array(memory));
    if (!value) break;
    memory = value.buffer;
    total += value.byteLength;
  }
  await reader.cancel();
  held.delete(reader);
  return total;
}

/** Seconds that `task` takes. */
export async function secondsOf(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return (performance.now() - start) / 1000;
}
