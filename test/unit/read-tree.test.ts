import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../src/format/byte-source.ts';
import { readTree as treeOf } from '../../src/format/xtc.ts';
import { joinParts, writeDatagram } from '../../src/format/write-datagram.ts';
import { readBytes } from '../../src/pipeline/read-bytes.ts';
import { readTree } from '../../src/pipeline/read-tree.ts';

const folder = new URL('../fixtures/', import.meta.url);

/** A file in memory that counts what is read of it. */
class CountedSource implements ByteSource {
  readonly name = 'counted.xtc';
  readonly #bytes: Uint8Array;
  bytesRead = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  get byteLength(): number {
    return this.#bytes.byteLength;
  }
  read(offset: number, byteLength: number): Promise<Uint8Array> {
    const bytes = this.#bytes.slice(offset, offset + byteLength);
    this.bytesRead += bytes.byteLength;
    return Promise.resolve(bytes);
  }
}

describe('reading a tree by its headers', () => {
  it.each(['damage', 'delayscan_small', 'cspad'].flatMap((set) => readdirSync(new URL(set, folder)).filter((name) => name.endsWith('.xtc')).map((name) => `${set}/${name}`)))(
    'gives of %s what the whole datagram gives',
    async (name) => {
      const file = new Uint8Array(readFileSync(new URL(name, folder)));
      const view = new DataView(file.buffer);
      const source = new CountedSource(file);
      for (let offset = 0, count = 0; offset + 40 <= file.length && count < 20; ++count) {
        const byteLength = 20 + view.getUint32(offset + 36, true);
        expect(await readTree(source, offset, byteLength)).toEqual(treeOf(file.subarray(offset, offset + byteLength), offset));
        offset += byteLength;
      }
    },
  );

  it('does not read large payloads', async () => {
    const source = { log: 0x0100_0000, phy: 1 };
    const leaf = { source, type: { typeId: 28, version: 2 }, payload: new Uint8Array(4_600_000) };
    const root = { source, type: { typeId: 1, version: 1 }, children: [leaf, { ...leaf, damage: 2 }, leaf] };
    const bytes = joinParts(writeDatagram({ transition: 12, seconds: 1, nanoseconds: 0, fiducials: 3, root }));
    const counted = new CountedSource(bytes);
    const tree = await readTree(counted, 0, bytes.byteLength);
    expect(tree.children.map(({ damage, extent }) => [damage, extent])).toEqual([[0, 4_600_020], [2, 4_600_020], [0, 4_600_020]]);
    expect(counted.bytesRead).toBeLessThan(300_000);
  });

  it('lists at most 65 536 Xtcs, and says where files end too early', async () => {
    const bytes = new Uint8Array(40 + 70_000 * 20);
    const view = new DataView(bytes.buffer);
    view.setUint32(32, 1, true);
    view.setUint32(36, bytes.length - 20, true);
    for (let at = 40; at < bytes.length; at += 20) view.setUint32(at + 16, 20, true);
    expect((await readTree(new CountedSource(bytes), 0, bytes.length)).children.length).toBe(65_535);
    const cut = new CountedSource(bytes.slice(0, 4000));
    await expect(readTree(cut, 0, bytes.length)).rejects.toMatchObject({ code: 'truncated', file: 'counted.xtc' });
    await expect(readBytes(cut, 3990, 20)).rejects.toMatchObject({ code: 'truncated', offset: 3990 });
    expect((await readBytes(cut, 20, 20)).length).toBe(20);
  });
});
