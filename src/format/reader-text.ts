import { DETECTOR_NAMES, DEVICE_NAMES } from './detector.ts';
import { datagramFields, xtcFields, type DatagramWords, type Field } from './header-fields.ts';
import { levelName } from './source.ts';
import { transitionName, transitionOf } from './transition.ts';
import { TYPE_ANY, TYPE_XTC, containsOf, typeLabel } from './type-id.ts';
import type { XtcNode } from './xtc.ts';

/** 0: a line for each datagram and each Xtc. 1: and one for each object. 2: and what the headers say, and first payload words. */
export type Verbosity = 0 | 1 | 2;

/** Names that AliasConfig gives to sources, by `level:phy`: the process id does not count. */
export type Aliases = ReadonlyMap<string, string>;

/** A datagram as the text needs it. */
export type ReadDatagram = {
  readonly file: string;
  readonly offset: number;
  readonly words: DatagramWords;
  readonly tree: XtcNode;
  /** First bytes of a leaf's payload, PAYLOAD_BYTES where there are as many; asked for at verbosity 2 only. */
  payloadOf(leaf: XtcNode): DataView;
};

/** Bytes of a payload that verbosity 2 prints. */
export const PAYLOAD_BYTES = 32;

const SOURCE_LEVEL = 1;
const LEVELS = 7;
const INVALID = '-Invalid-';

/**
 * What xtcreader prints of a datagram: hexadecimal numbers without padding, offsets of headers in the file, no line for
 * the root. Lines of verbosity 1 follow xtcreader's, those of 2 are ours.
 * @source pdsdata app/xtcreader.cc
 */
export function readerText(datagram: ReadDatagram, verbosity: Verbosity, aliases: Aliases): string {
  const lines: string[] = [datagramLine(datagram)];
  if (verbosity === 2) {
    const { words, offset, tree, file } = datagram;
    lines.push(`    file ${file}`, ...fieldLines([...datagramFields(words, offset), ...headerFields(tree).map(ofRoot)], ''));
  }
  for (const child of datagram.tree.children) addXtc(lines, child, '', { datagram, verbosity, aliases });
  return `${lines.join('\n')}\n`;
}

type Printing = { readonly datagram: ReadDatagram; readonly verbosity: Verbosity; readonly aliases: Aliases };

function datagramLine({ words, offset, tree }: ReadDatagram): string {
  const { seconds, nanoseconds, stampLow, stampHigh, env } = words;
  const time = `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
  const stamp = `0x${hex(stampHigh & 0x1ffff)}/0x${hex(stampLow & 0xffffff)}`;
  return `${transitionName(transitionOf(stampLow))} transition: time ${time}, fid/ticks ${stamp}, env 0x${hex(env)}, offset ${place(offset)}, payloadSize ${tree.extent - 20}`;
}

function addXtc(lines: string[], node: XtcNode, indent: string, printing: Printing): void {
  const { verbosity, aliases, datagram } = printing;
  lines.push(`${indent}${levelName(node.level)} level  offset ${place(node.offset)}, payload size ${node.extent - 20} contains ${node.type} damage 0x${hex(node.damage)}: ${sourceText(node, aliases)}`);
  if (node.level >= LEVELS) lines.push(`Unsupported Level ${node.level}`);
  if (verbosity >= 1) lines.push(...objectLine(node));
  if (verbosity === 2) {
    lines.push(...fieldLines(headerFields(node), indent));
    if (node.typeId !== TYPE_XTC && node.extent > 20) lines.push(`${indent}    payload ${payloadWords(datagram.payloadOf(node), node.extent - 20)}`);
  }
  for (const child of node.children) addXtc(lines, child, `${indent}  `, printing);
}

function objectLine({ typeId, type, version }: XtcNode): string[] {
  if (typeId === TYPE_XTC || typeId === TYPE_ANY) return [];
  if (type === INVALID) return [`Unsupported TypeId ${type} (value = ${typeId})`];
  return [`*** Processing ${typeLabel(type, version)} object`];
}

/** `<alias> (<Det>,<detId>  <Dev>,<devId>)`, or the address; beam-line data have their number there. */
function sourceText({ level, log, phy }: XtcNode, aliases: Aliases): string {
  if (level !== SOURCE_LEVEL) return `IpAddress 0x${hex(phy)} ProcessId 0x${hex(log & 0xffffff)}`;
  const detector = `${DETECTOR_NAMES[phy >>> 24] ?? INVALID},${(phy >>> 16) & 255}`;
  const device = `${DEVICE_NAMES[(phy >>> 8) & 255] ?? INVALID},${phy & 255}`;
  const alias = aliases.get(`${level}:${phy}`);
  return alias === undefined ? `${detector}  ${device}` : `${alias} (${detector}  ${device})`;
}

function headerFields(node: XtcNode): Field[] {
  return xtcFields({ ...node, contains: containsOf(node) }, node.offset);
}

function fieldLines(fields: readonly Field[], indent: string): string[] {
  return fields.map(({ name, value, meaning }) => `${indent}    ${name} ${value}${meaning === '' ? '' : ` (${meaning})`}`);
}

function ofRoot(field: Field): Field {
  return { ...field, name: `xtc.${field.name}` };
}

/** Little-endian words; bytes that fill no word, one by one. */
function payloadWords(view: DataView, byteLength: number): string {
  const words: string[] = [];
  let at = 0;
  for (; at + 4 <= view.byteLength; at += 4) words.push(`0x${hex(view.getUint32(at, true)).padStart(8, '0')}`);
  for (; at < view.byteLength; ++at) words.push(`0x${hex(view.getUint8(at)).padStart(2, '0')}`);
  return `${words.join(' ')}${view.byteLength < byteLength ? ' …' : ''}`;
}

function place(offset: number): string {
  return `${offset} (0x${hex(offset)})`;
}

function hex(value: number): string {
  return value.toString(16);
}
