import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Verbosity } from '../../src/format/reader-text.ts';
import { readText } from '../../src/pipeline/read-text.ts';
import { saveText } from '../../src/pipeline/save-text.ts';
import { aliasesOf } from '../../src/types/alias.ts';
import { decode } from '../../src/types/registry.ts';
import { DETECTOR_NAMES, DEVICE_NAMES } from '../../src/format/detector.ts';
import { fixture, fixtureBytes, fixtureFile, fixtureJson, sharedFixture } from '../fixtures/fixtures.ts';

type Row = [offset: number, transition: string, seconds: number, nanoseconds: number, fiducials: number, ticks: number, vector: number, control: number, env: number, damage: number, extent: number];
type Node = { type: string; level: string; log: number; phy: number; damage: number; extent: number; offset: number; version: number; typeid: number; children?: Node[] };
type Expected = { datagrams: Row[]; trees: { xtc: [Node] }[] };

const FILES = ['damage/damage', 'damage/quirks', 'delayscan_small/e81-r0098-s00-c00', 'zoo/zoo_newdetectors', 'cspad/e162-r0055-s00-c00'];

async function textOf(path: string, verbosity: Verbosity, rows: readonly Row[]): Promise<string> {
  return readText({
    files: [path.startsWith('/') ? fixtureFile(path) : fixtureFile(`${path}.xtc`)],
    fileOf: new Uint16Array(rows.length),
    offsets: Float64Array.from(rows, ([offset]) => offset),
    byteLengths: Float64Array.from(rows, (row) => 20 + row[10]),
    verbosity,
    aliases: [],
  });
}

/** The layout of the reader's own lines, written once more from what the library says is there. */
function expectedText([offset, transition, seconds, nanoseconds, fiducials, ticks, , , env, , extent]: Row, root: Node): string {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  const lines = [`${transition} transition: time ${seconds}.${String(nanoseconds).padStart(9, '0')}, fid/ticks ${hex(fiducials)}/${hex(ticks)}, env ${hex(env)}, offset ${offset} (${hex(offset)}), payloadSize ${extent - 20}`];
  const add = (node: Node, depth: number): void => {
    const { phy } = node;
    const byte = (i: number): number => (phy >>> (8 * i)) & 255;
    const source =
      node.log >>> 24 === 1
        ? `${DETECTOR_NAMES[byte(3)] ?? '-Invalid-'},${byte(2)}  ${DEVICE_NAMES[byte(1)] ?? '-Invalid-'},${byte(0)}`
        : `IpAddress ${hex(phy)} ProcessId ${hex(node.log & 0xffffff)}`;
    lines.push(`${'  '.repeat(depth)}${node.level} level  offset ${node.offset} (${hex(node.offset)}), payload size ${node.extent - 20} contains ${node.type} damage ${hex(node.damage)}: ${source}`);
    if (node.log >>> 24 > 6) lines.push(`Unsupported Level ${node.log >>> 24}`);
    for (const child of node.children ?? []) add(child, depth + 1);
  };
  for (const child of root.children ?? []) add(child, 0);
  return `${lines.join('\n')}\n`;
}

describe.each(FILES)('%s', async (path) => {
  const { datagrams, trees } = fixtureJson<Expected>(`${path}.expected.json`);
  const rows = datagrams.slice(0, trees.length);

  it('verbosity 0 says what the library read', async () => {
    expect(await textOf(path, 0, rows)).toBe(trees.map(({ xtc }, i) => expectedText(rows[i], xtc[0])).join(''));
  });

  it('verbosity 1 adds a line for each object', async () => {
    const text = await textOf(path, 1, rows);
    const objects = /^(\*\*\* Processing .+ object|Unsupported TypeId .+ \(value = \d+\))\n/gm;
    const leaves = (node: Node): Node[] => (node.typeid === 1 ? (node.children ?? []).flatMap(leaves) : [node]);
    const wanted = trees.flatMap(({ xtc }) => leaves(xtc[0])).filter(({ typeid, level }) => typeid !== 0 && level !== '');
    expect(text.match(objects)).toHaveLength(wanted.length);
    expect(text.replace(objects, '')).toBe(await textOf(path, 0, rows));
  });

  it('verbosity 2 adds the fields of headers and first words of payloads', async () => {
    const text = await textOf(path, 2, rows);
    const bytes = new DataView(fixtureBytes(`${path}.xtc`).buffer);
    const ours = /^ +(file|clock\.|stamp\.|env |xtc\.|damage |src\.|contains\.|extent |payload ).*\n/gm;
    expect(text.replace(ours, '')).toBe(await textOf(path, 1, rows));
    const payloads = [...text.matchAll(/^ *[\w-]+ level {2}offset (\d+) .*payload size (\d+) contains (?!Xtc)(?:(?! level {2}offset)[^])*?\n +payload (0x[0-9a-f]{8})/gm)];
    expect(payloads.length).toBeGreaterThan(0);
    for (const [, offset, , word] of payloads) expect(Number(word)).toBe(bytes.getUint32(Number(offset) + 20, true));
  });
});

it('aliases stand before the detectors they name', async () => {
  const path = 'delayscan_small/e81-r0098-s00-c00';
  const { datagrams } = fixtureJson<Expected>(`${path}.expected.json`);
  const phy = (17 << 24) | (1 << 16) | (8 << 8); // XppSb3Ipm-1|Ipimb-0
  const payload = new Uint8Array(44);
  const view = new DataView(payload.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, 0x01000999, true); // another process
  view.setUint32(8, phy, true);
  payload.set(new TextEncoder().encode('norm'), 12);
  const run = fixtureFile(`${path}.xtc`);
  const text = await readText({
    files: [run], fileOf: new Uint16Array(8), offsets: Float64Array.from(datagrams.slice(0, 8), ([offset]) => offset),
    byteLengths: Float64Array.from(datagrams.slice(0, 8), (row) => 20 + row[10]), verbosity: 0,
    aliases: [{ file: new File([payload], 'aliases'), offset: 0, byteLength: 44 }],
  });
  expect(text).toContain(': norm (XppSb3Ipm,1  Ipimb,0)\n');
  expect(text).toContain(': XppSb3Pim,1  Ipimb,0\n');
});

it.skipIf(!sharedFixture('zoo/zoo_misc.xtc'))('aliases are those the library reads', () => {
  const path = sharedFixture('zoo/zoo_misc.xtc') ?? '';
  type Sample = { typeid: number; offset: number; payloadSize: number; fields: { srcAlias: { src: { log: number; phy: number }; aliasName: string }[] } };
  const { samples } = fixtureJson<{ samples: Sample[] }>(path.replace('.xtc', '.expected.json'));
  for (const { offset, payloadSize, fields } of samples.filter(({ typeid }) => typeid === 69)) {
    const decoded = decode({ typeId: 69, version: 1 }, fixtureBytes(path).subarray(offset + 20, offset + 20 + payloadSize), () => null);
    expect(decoded.kind === 'value' && aliasesOf(decoded.values)).toEqual(fields.srcAlias.map(({ src, aliasName }) => ({ level: src.log >>> 24, phy: src.phy, alias: aliasName })));
  }
});

describe('a text for a file', () => {
  const { datagrams } = fixtureJson<Expected>('delayscan_small/e81-r0098-s00-c00.expected.json');
  const request = {
    files: [fixtureFile('delayscan_small/e81-r0098-s00-c00.xtc')], fileOf: new Uint16Array(datagrams.length),
    offsets: Float64Array.from(datagrams, ([offset]) => offset), byteLengths: Float64Array.from(datagrams, (row) => 20 + row[10]),
    verbosity: 2 as const, aliases: [],
  };

  it('is the same as a Blob, as a written file and as a string', async () => {
    const text = await readText(request);
    const done: number[] = [];
    const blob = await saveText(request, null, (progress) => done.push(progress.done));
    expect(await blob?.text()).toBe(text);
    expect(done.at(-1)).toBe(datagrams.length);
    const written: string[] = [];
    const writable = { write: async (piece: string) => void written.push(piece), close: async () => void written.push('closed'), abort: async () => undefined };
    const target = { name: basename(fixture('x')), createWritable: async () => writable } as unknown as FileSystemFileHandle;
    expect(await saveText(request, target, () => undefined)).toBeNull();
    expect(written.pop()).toBe('closed');
    expect(written.join('')).toBe(text);
  });

  it('is given up when it is stopped', async () => {
    const stop = new AbortController();
    let isAborted = false;
    const writable = { write: async () => stop.abort(), close: async () => undefined, abort: async () => { isAborted = true; } };
    const target = { createWritable: async () => writable } as unknown as FileSystemFileHandle;
    const many = { ...request, fileOf: new Uint16Array(9000), offsets: new Float64Array(9000).fill(request.offsets[5]), byteLengths: new Float64Array(9000).fill(request.byteLengths[5]) };
    await expect(saveText(many, target, () => undefined, stop.signal)).rejects.toMatchObject({ code: 'aborted' });
    expect(isAborted).toBe(true);
  });

  it('says where a file ends too early', async () => {
    const file = new File([fixtureBytes('delayscan_small/e81-r0098-s00-c00.xtc').slice(0, 500)], 'cut.xtc');
    await expect(readText({ ...request, files: [file] })).rejects.toMatchObject({ code: 'truncated', file: 'cut.xtc' });
  });
});
