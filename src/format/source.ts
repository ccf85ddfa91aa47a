import { BLD_NAMES, DETECTOR_NAMES, DEVICE_NAMES, ENUM_SPELLING } from './detector.ts';

/** Class of a source: detector (level Source), beam-line data (level Reporter), process (all others). */
export type SourceKind = 'DetInfo' | 'BldInfo' | 'ProcInfo';

/** A source, printed. `${kind}(${source})` is pyana's address. */
export type Source = { readonly kind: SourceKind; readonly source: string };

const LEVEL_SOURCE = 1;
const LEVEL_REPORTER = 6;
const LEVEL_NAMES = ['Control', 'Source', 'Segment', 'Event', 'Recorder', 'Observer', 'Reporter'] as const;
const INVALID = '-Invalid-';

/** The level in the word src.log. */
export function levelOf(log: number): number {
  return log >>> 24;
}

/** `Segment`, `Reporter`, …; `-Invalid-` above 6. @source pdsdata xtc/src/Level.cc */
export function levelName(level: number): string {
  return LEVEL_NAMES[level] ?? INVALID;
}

/**
 * The class of a source. A Reporter whose number is no known beam-line datum is a process: recorders mark whole
 * containers with level Reporter and their address.
 */
export function sourceKind(level: number, phy: number): SourceKind {
  if (level === LEVEL_SOURCE) return 'DetInfo';
  return level === LEVEL_REPORTER && phy < BLD_NAMES.length ? 'BldInfo' : 'ProcInfo';
}

/** Prints a source as the DAQ's library does: `XppGon-0|Cspad-0`, `EBeam`, `172.21.36.11, pid=4321`. */
export function printSource(log: number, phy: number): Source {
  const kind = sourceKind(levelOf(log), phy);
  if (kind === 'DetInfo') return { kind, source: detectorName(phy, (name) => name) };
  if (kind === 'BldInfo') return { kind, source: BLD_NAMES[phy] ?? INVALID };
  return { kind, source: `${printAddress(phy)}, pid=${log & 0xffffff}` };
}

/** The name with pypdsdata's enum identifiers, as in the classic text: `AmoIms-0|TM6740-1`; empty for a process. */
export function classicSource(level: number, phy: number): string {
  const kind = sourceKind(level, phy);
  if (kind === 'DetInfo') return detectorName(phy, (name) => ENUM_SPELLING[name] ?? (name === INVALID ? '<Invalid>' : name));
  return kind === 'BldInfo' ? (BLD_NAMES[phy] ?? INVALID) : '';
}

/** An IPv4 address, first octet in the highest byte. */
export function printAddress(phy: number): string {
  return `${phy >>> 24}.${(phy >>> 16) & 255}.${(phy >>> 8) & 255}.${phy & 255}`;
}

function detectorName(phy: number, spell: (name: string) => string): string {
  const detector = spell(DETECTOR_NAMES[phy >>> 24] ?? INVALID);
  const device = spell(DEVICE_NAMES[(phy >>> 8) & 255] ?? INVALID);
  return `${detector}-${(phy >>> 16) & 255}|${device}-${phy & 255}`;
}
