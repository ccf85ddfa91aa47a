import { XtcError } from '../base/errors.ts';
import { configurationFor, datagramRef, datagramWith, kindsOfEvent } from '../format/run-index.ts';
import { isOfSections } from '../base/pixels.ts';
import type { Dark } from '../calib/dark.ts';
import type { ConfigurationRef, LeafKind, RunIndex } from '../format/run-index.ts';
import { TYPE_CSPAD2X2_ELEMENT, TYPE_CSPAD_ELEMENT } from '../format/type-id.ts';
import type { PixelsRequest } from '../pipeline/frame.ts';
import { pictureConfigurations } from '../types/picture-types.ts';
import type { OpenRun } from './open-run.ts';
import { missingBigFiles } from './small-data.ts';

/**
 * The picture source a name means; the first one of the run when none is named.
 * @throws {XtcError} 'unknown-source', saying which the run has
 */
export function pictureKind(run: OpenRun, source?: string | null): LeafKind {
  const kinds = run.pictureKinds.value;
  const kind = source ? kinds.find((candidate) => candidate.source === source) : kinds[0];
  if (kind) return kind;
  const missing = missingBigFiles(run);
  if (missing) throw new XtcError('unknown-source', missing);
  const known = kinds.map((candidate) => candidate.source).join(', ');
  const message = known
    ? `${run.label} has no pictures from ${source}. It has pictures from ${known}.`
    : `${run.label} has no pictures.`;
  throw new XtcError('unknown-source', message);
}

/** Where the pixels of one event lie, and the configuration that describes them. */
export function pixelsRequest(run: Pick<OpenRun, 'index' | 'chunks' | 'eventRef'>, event: number, kind: LeafKind): PixelsRequest {
  const index = run.index.value;
  const first = run.eventRef(event);
  const datagram = index ? datagramRef(index, datagramWith(index, event, kind)) : first;
  const configuration = index && configurationOfPictures(index, kind, datagram.index);
  return {
    datagram: { file: run.chunks[datagram.file], offset: datagram.offset, byteLength: datagram.byteLength },
    source: { level: kind.level, phy: kind.phy, name: kind.source },
    configuration: configuration && {
      file: run.chunks[configuration.file],
      offset: configuration.offset,
      byteLength: configuration.byteLength,
      typeId: configuration.kind.typeId,
      version: configuration.kind.version,
    },
  };
}

/**
 * Whether a dark may be subtracted from pictures of a source. Darks of any CSPad fit any CSPad, as pedestal files do;
 * those of other detectors fit the source they were made from, or, from a file, all that have their shape.
 */
export function isDarkOf(dark: Dark, { typeId, source }: LeafKind): boolean {
  const ofCspad = isOfSections(dark.shape);
  if (typeId === TYPE_CSPAD_ELEMENT) return ofCspad && dark.shape.length === 4;
  if (typeId === TYPE_CSPAD2X2_ELEMENT) return ofCspad && dark.shape.length === 3;
  return !ofCspad && (dark.source === source || dark.source === '');
}

/** The configuration that describes the pictures of a source at a datagram: its own, or that of the detector it is a segment of. */
export function configurationOfPictures(index: RunIndex, kind: LeafKind, datagram: number): ConfigurationRef | null {
  const types = pictureConfigurations(kind.typeId);
  const own = configurationFor(index, kind.level, kind.phy, types, datagram);
  const parent = own ? null : segmentParent(kind);
  return parent === null ? own : configurationFor(index, kind.level, parent, types, datagram);
}

const JUNGFRAU = 43;
const JUNGFRAU_SEGMENTS: readonly number[] = [51, 52, 53, 54];

/** The Jungfrau that a segment with some of its modules belongs to; null for other sources. @source pdsdata xtc/SegmentInfo.cc */
function segmentParent({ kind, phy }: LeafKind): number | null {
  if (kind !== 'DetInfo' || !JUNGFRAU_SEGMENTS.includes((phy >>> 8) & 0xff)) return null;
  return ((phy & 0xff000000) | (((phy >>> 20) & 0xf) << 16) | (JUNGFRAU << 8) | ((phy >>> 4) & 0xf)) >>> 0;
}

/** The first `limit` events (all when null) that carry pixels of a source. */
export function eventsWithPixels(run: Pick<OpenRun, 'index'>, kind: LeafKind, limit: number | null): number[] {
  const index = run.index.value;
  const events: number[] = [];
  if (!index) return events;
  for (let event = 0; event < index.events.length && events.length < (limit ?? Infinity); ++event) {
    const has = kindsOfEvent(index, event).some(
      (leaf) => leaf.level === kind.level && leaf.phy === kind.phy && leaf.typeId === kind.typeId,
    );
    if (has) events.push(event);
  }
  return events;
}
