import type { Bytes, WritableDatagram, WritableXtc } from '../../src/format/write-datagram.ts';

// A minimal reader of its own, so that writer and reader of the viewer cannot share a mistake.

/** Every datagram of a good file, with its whole tree. */
export function readDatagrams(bytes: Bytes): (WritableDatagram & { readonly offset: number })[] {
  const view = new DataView(bytes.buffer);
  const datagrams = [];
  for (let offset = 0; offset < bytes.byteLength; offset += 20 + view.getUint32(offset + 36, true)) {
    const [nanoseconds, seconds, low, high, env] = [0, 4, 8, 12, 16].map((at) =>
      view.getUint32(offset + at, true),
    );
    const stamp = {
      transition: (low >>> 24) & 15,
      ticks: low & 0xffffff,
      fiducials: high & 0x1ffff,
      vector: high >>> 17,
    };
    datagrams.push({
      offset,
      nanoseconds,
      seconds,
      ...stamp,
      sequenceBits: low >>> 28,
      env,
      root: readXtc(view, offset + 20),
    });
  }
  return datagrams;
}

/** The Xtc at `at` and all below it; payloads are views. What is torn (IncompleteContribution) is a payload. */
export function readXtc(view: DataView<ArrayBuffer>, at: number): WritableXtc {
  const [damage, log, phy, contains, extent] = [0, 4, 8, 12, 16].map((offset) =>
    view.getUint32(at + offset, true),
  );
  const type = {
    typeId: contains & 0xffff,
    version: (contains >>> 16) & 0x7fff,
    compressed: contains >>> 31 === 1,
  };
  const header = { source: { log, phy }, type, damage };
  if (type.typeId !== 1 || type.compressed || (damage & 0x8000) !== 0) {
    return { ...header, payload: new Uint8Array(view.buffer, at + 20, extent - 20) };
  }
  const children: WritableXtc[] = [];
  for (let child = at + 20; child < at + extent; child += view.getUint32(child + 16, true))
    children.push(readXtc(view, child));
  return { ...header, children };
}

/** All Xtcs of a tree that are no containers. */
export function leavesOf(xtc: WritableXtc): WritableXtc[] {
  return xtc.type.typeId === 1 ? (xtc.children ?? []).flatMap(leavesOf) : [xtc];
}
