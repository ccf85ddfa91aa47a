import { readFileSync } from 'node:fs';
import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { datagramNear } from '../../src/format/datagram-near.ts';
import { groupFiles } from '../../src/format/group-files.ts';
import { hexText, printable } from '../../src/format/hex-text.ts';
import { rowsOf } from '../../src/format/run-index.ts';
import { readTree, type XtcNode } from '../../src/format/xtc.ts';
import { scanRun } from '../../src/pipeline/scan-run.ts';
import { ByteBlocks } from '../../src/state/byte-blocks.ts';
import { fieldsOfNode, markAt, markLike, type Inspected, type Mark } from '../../src/state/inspected.ts';
import { byteRuns } from '../../src/ui/byte-runs.ts';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from '../reference/load-kernels.ts';
import { keysAround, markOfRow, rowOfMark, treeRows, type TreeRow } from '../../src/ui/tree-rows.ts';

const folder = new URL('../fixtures/', import.meta.url);

function treeAt(name: string, offset: number): { tree: XtcNode; bytes: Uint8Array; end: number } {
  const file = new Uint8Array(readFileSync(new URL(name, folder)));
  const end = offset + 20 + new DataView(file.buffer).getUint32(offset + 36, true);
  const bytes = file.subarray(offset, end);
  return { tree: readTree(bytes, offset), bytes, end };
}

function allNodes(node: XtcNode): XtcNode[] {
  return [node, ...node.children.flatMap(allNodes)];
}

const CONFIGURE = treeAt('delayscan_small/e81-r0098-s00-c00.xtc', 0);
const SPAN = { start: 0, end: CONFIGURE.end, damage: 0 };
const rows = (isOpen: (key: string, isOpenAtFirst: boolean) => boolean = (_key, first) => first): TreeRow[] => treeRows(CONFIGURE.tree, SPAN, isOpen);

describe('the lines of a tree', () => {
  it('join equal leaves until they are opened', () => {
    const group = rows().find((row) => row.kind === 'group');
    expect(group).toMatchObject({ count: 40, isOpen: false, node: { type: 'Epics' } });
    expect(rows().length).toBeLessThan(40);
    const nodes = allNodes(CONFIGURE.tree);
    const open = rows(() => true);
    expect(open.filter((row) => row.kind === 'node').map((row) => row.node)).toEqual(nodes);
    expect(new Set(open.map((row) => row.key)).size).toBe(open.length);
    expect(rows(() => false).length).toBe(1);
  });

  it('number siblings as assistive technology reads them', () => {
    for (const row of rows(() => true)) {
      expect(row.position).toBeGreaterThanOrEqual(1);
      expect(row.position).toBeLessThanOrEqual(row.siblings);
    }
  });

  it('say which bytes of a container were not walked', () => {
    const file = new Uint8Array(readFileSync(new URL('broken/child_extent_zero.xtc', folder)));
    const view = new DataView(file.buffer);
    const rests: TreeRow[] = [];
    for (let offset = 0; offset + 40 <= file.length; offset += 20 + view.getUint32(offset + 36, true)) {
      const bytes = file.subarray(offset, offset + 20 + view.getUint32(offset + 36, true));
      rests.push(...treeRows(readTree(bytes, offset), { start: offset, end: offset + bytes.length, damage: 0 }, () => true).filter((row) => row.kind === 'rest'));
    }
    expect(rests.length).toBe(1);
    expect(markOfRow(rests[0])).toMatchObject({ node: rests[0].parent, field: { name: 'not walked', start: rests[0].start } });
  });

  it('find the line of what is marked, and what must be opened for it', () => {
    const all = rows(() => true);
    all.forEach((row, i) => expect(rowOfMark(all, markOfRow(row))).toBe(i));
    for (const node of allNodes(CONFIGURE.tree)) {
      const keys = keysAround(CONFIGURE.tree, node);
      expect(rowOfMark(rows((key) => keys.includes(key)), { node, field: null })).toBeGreaterThan(0);
    }
  });
});

describe('a byte and its field', () => {
  const inspected = { ...CONFIGURE, fields: [], ref: { offset: 0 } } as unknown as Inspected;

  it('the deepest Xtc that holds the byte, and the field in it', () => {
    const leaves = allNodes(CONFIGURE.tree).filter((node) => node.children.length === 0);
    for (const node of leaves) {
      expect(markAt(inspected, node.offset + 17)).toMatchObject({ node, field: { name: 'extent' } });
      expect(markAt(inspected, node.offset + node.extent - 1)).toMatchObject({ node, field: { name: node.extent > 20 ? 'payload' : 'extent' } });
    }
    expect(markAt(inspected, 5).node).toBeNull();
    for (let at = 20; at < CONFIGURE.end; ++at) {
      const { field } = markAt(inspected, at);
      expect(field && at >= field.start && at < field.end).toBe(true);
    }
  });

  it('stays on the same source and type in the next datagram', () => {
    const other = treeAt('delayscan_small/e81-r0098-s01-c00.xtc', 0);
    const nodes = allNodes(CONFIGURE.tree);
    for (const [i, node] of nodes.entries()) {
      if (node.children.length > 0 && i > 0) continue;
      const mark: Mark = { node, field: fieldsOfNode(node)[0] };
      const found = markLike(other.tree, [], { tree: CONFIGURE.tree, mark });
      expect(found.node?.type).toBe(node.type);
      if (i > 0) expect(found.node?.source).toBe(node.source);
      if (node.type === 'Epics') expect(found.node).toBe(allNodes(other.tree)[i]);
      expect(found.field).toMatchObject({ name: 'damage', start: found.node?.offset });
    }
    const strange = { ...CONFIGURE.tree, typeId: 99, children: [] };
    expect(markLike(strange, [], { tree: CONFIGURE.tree, mark: { node: nodes[3], field: null } })).toEqual({ node: null, field: null });
  });
});

describe('bytes', () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => 0x3c + i);

  it('are written as digits and as text', () => {
    expect(hexText(bytes)).toBe('3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b\n4c 4d 4e 4f');
    expect(printable(Uint8Array.of(0x41, 0, 0x7e, 0x7f, 0xff, 0x20))).toBe('A.~.. ');
  });

  it('are cut where their look changes', () => {
    const runs = byteRuns(bytes.subarray(0, 8), 100, { node: { start: 101, end: 200 }, field: { start: 103, end: 105 }, cursor: 104 });
    expect(runs.map(({ look, hex, text }) => [look, hex, text])).toEqual([
      ['', '3c', '<'], ['node', '3d 3e', '=>'], ['field', '3f', '?'], ['field cursor', '40', '@'], ['node', '41 42 43', 'ABC'],
    ]);
  });

  it('come in blocks when they are looked at, and a block that cannot be read is asked for once', async () => {
    const file = new File([new Uint8Array(200_000).fill(7)], 'a.xtc');
    const asked: number[] = [];
    const blocks = new ByteBlocks({ file, offset: 1000, byteLength: 150_000 }, async (range) => {
      asked.push(range.offset, range.byteLength);
      if (range.offset > 100_000) throw new Error('gone');
      return new Uint8Array(await range.file.slice(range.offset, range.offset + range.byteLength).arrayBuffer());
    });
    expect(blocks.peek(65_520, 16)).toBeNull();
    expect(blocks.peek(65_520, 16)).toBeNull();
    const seen = signal(0);
    blocks.arrived.subscribe((value) => (seen.value = value));
    await expect.poll(() => seen.value).toBe(1);
    expect(blocks.peek(65_520, 16)).toEqual(new Uint8Array(16).fill(7));
    expect(blocks.peek(140_000, 16)).toBeNull();
    await expect.poll(() => blocks.problem.value?.message).toBe('gone');
    expect(blocks.peek(140_000, 16)).toBeNull();
    expect(asked).toEqual([1000, 65_536, 1000 + 131_072, 150_000 - 131_072]);
  });
});

describe('the datagram near a byte', () => {
  it('holds it, or is the last one of its file before it', async () => {
    const files = [0, 1].map((i) => new File([readFileSync(new URL(`delayscan_small/e81-r0098-s0${i}-c00.xtc`, folder))], `e81-r0098-s0${i}-c00.xtc`));
    const arena = new Arena(await loadKernels());
    const { index } = await scanRun(arena, groupFiles(files).runs[0], () => undefined);
    const rows = rowsOf(index);
    for (let row = 0; row < index.datagrams; ++row) {
      const name = index.files[index.fileOf[row]];
      expect(await datagramNear(index, name, rows.offset(row))).toBe(row);
      expect(await datagramNear(index, name, rows.offset(row) + 19 + rows.extent(row))).toBe(row);
    }
    expect(await datagramNear(index, 'other.xtc', 0)).toBeNull();
    expect(await datagramNear(index, index.files[1], 0)).toBeNull(); // Its Configure is that of the other stream.
  });
});
