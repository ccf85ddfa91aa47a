import { basename } from 'node:path';
import { readTree, type XtcNode } from '../../src/format/xtc.ts';
import type { PixelsRequest } from '../../src/pipeline/frame.ts';
import { fixtureBytes, fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';

type Expected = { datagrams: (number | string)[][]; datagram_columns: string[] };

/** One request per L1Accept of a fixture for a source, made from what the DAQ's library listed. */
export function pixelRequests(path: string, source: string): PixelsRequest[] {
  const file = fixtureFile(path);
  const bytes = fixtureBytes(path);
  const expected = fixtureJson<Expected>(path.replace(/\.xtc$/, '.expected.json'));
  const [offsetAt, transitionAt, extentAt] = ['offset', 'transition', 'extent'].map((name) =>
    expected.datagram_columns.indexOf(name),
  );
  const datagrams = expected.datagrams.map((row) => ({
    transition: row[transitionAt],
    offset: Number(row[offsetAt]),
    byteLength: Number(row[extentAt]) + 20,
  }));
  const [configure] = datagrams;
  const tree = readTree(
    bytes.subarray(configure.offset, configure.offset + configure.byteLength),
    configure.offset,
  );
  const node = leaves(tree).find(
    (leaf) => leaf.source === source && (leaf.typeId === 29 || leaf.typeId === 43),
  );
  if (!node) throw new Error(`${basename(path)} has no configuration of ${source}`);
  return datagrams
    .filter(({ transition }) => transition === 'L1Accept')
    .map(({ offset, byteLength }) => ({
      datagram: { file, offset, byteLength },
      source: { level: node.level, phy: node.phy, name: source },
      configuration: {
        file,
        offset: node.offset + 20,
        byteLength: node.extent - 20,
        typeId: node.typeId,
        version: node.version,
      },
    }));
}

function leaves(node: XtcNode): XtcNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}
