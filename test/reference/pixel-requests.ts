import { basename } from 'node:path';
import { readTree, type XtcNode } from '../../src/format/xtc.ts';
import { PICTURE_TYPES, TYPE_CSPAD2X2_CONFIG, TYPE_CSPAD_CONFIG } from '../../src/format/type-id.ts';
import type { PixelsRequest } from '../../src/pipeline/frame.ts';
import { pictureConfigurations } from '../../src/types/picture-types.ts';
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
  const nodes = leaves(tree).filter((leaf) => leaf.source === source);
  const events = datagrams.filter(({ transition }) => transition === 'L1Accept');
  const [first] = events;
  const pictures = leaves(readTree(bytes.subarray(first.offset, first.offset + first.byteLength), first.offset)).filter((leaf) => PICTURE_TYPES.has(leaf.typeId));
  const picture = pictures.find((leaf) => leaf.source === source);
  const types = picture ? pictureConfigurations(picture.typeId) : [TYPE_CSPAD_CONFIG, TYPE_CSPAD2X2_CONFIG];
  const node = nodes.find((leaf) => types.includes(leaf.typeId));
  const about = node ?? picture;
  if (!about) throw new Error(`${basename(path)} has no pictures of ${source}`);
  return events.map(({ offset, byteLength }) => ({
    datagram: { file, offset, byteLength },
    source: { level: about.level, phy: about.phy, name: source },
    configuration: node
      ? { file, offset: node.offset + 20, byteLength: node.extent - 20, typeId: node.typeId, version: node.version }
      : null,
  }));
}

function leaves(node: XtcNode): XtcNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}
