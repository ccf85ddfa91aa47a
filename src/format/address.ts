import { XtcError } from '../base/errors.ts';
import { DETECTOR_NAMES, DEVICE_NAMES, ENUM_SPELLING } from './detector.ts';
import { isSameSource } from './leaf-kind.ts';
import type { LeafKind } from './run-index.ts';
import type { SourceKind } from './source.ts';

/** A name that an AliasConfig gives a source. */
export type Alias = { readonly level: number; readonly phy: number; readonly alias: string };

type Matches = (kind: LeafKind) => boolean;

/** A detector or device and which one; null where any will do. */
type Part = { readonly name: string | null; readonly id: number | null };

const KINDS: readonly SourceKind[] = ['DetInfo', 'BldInfo', 'ProcInfo'];
const ANY: Part = { name: null, id: null };

/**
 * The kinds whose source an address means: `AmoETof-0|Acqiris-0`, each part and number optional or `*`
 * (`AmoETof|Acqiris`, `|Acqiris-0`, `AmoETof-0`, `*-*|Acqiris-0`); `EBeam`; psana's `DetInfo(AmoETof.0:Acqiris.0)`,
 * `BldInfo(EBeam)`, `ProcInfo(172.21.36.1)`; an alias. Names are those of the library or of its enum, in any case of letters.
 *
 * @param address all kinds when it is empty
 * @throws {XtcError} 'unknown-source' when none is meant, saying which sources there are
 */
export function resolveAddress(kinds: readonly LeafKind[], address: string, aliases: readonly Alias[] = []): LeafKind[] {
  const wanted = address.trim();
  if (wanted === '' && kinds.length > 0) return [...kinds];
  const known = kinds.filter(({ source }) => source === wanted);
  if (known.length > 0) return known;
  const named = aliases.filter(({ alias }) => alias === wanted);
  const matches: Matches = named.length > 0 ? (kind) => named.some((alias) => isSameSource(kind, alias)) : matcherOf(wanted);
  const found = kinds.filter(matches);
  if (found.length > 0) return found;
  throw new XtcError('unknown-source', `There is no source ${wanted || 'at all'} here. ${listed('There are', kinds, aliases)}`);
}

/**
 * As `resolveAddress`, but of one source only.
 * @throws {XtcError} 'unknown-source' also when several are meant, saying which
 */
export function resolveSource(kinds: readonly LeafKind[], address: string, aliases: readonly Alias[] = []): LeafKind[] {
  const found = resolveAddress(kinds, address, aliases);
  if (found.every((kind) => isSameSource(kind, found[0]))) return found;
  const what = address.trim() === '' ? 'No source was named, and several could be meant' : `${address} means several sources`;
  throw new XtcError('unknown-source', `${what}. ${listed('Name one of', found, aliases)}`);
}

/** The sources of kinds, each once, with their aliases. */
function listed(begin: string, kinds: readonly LeafKind[], aliases: readonly Alias[]): string {
  const names = kinds.map((kind) => {
    const alias = aliases.find((each) => isSameSource(kind, each));
    return alias ? `${kind.source} (${alias.alias})` : kind.source;
  });
  const unique = [...new Set(names)].sort();
  return unique.length === 0 ? 'There are none.' : `${begin} ${unique.join('; ')}.`;
}

function matcherOf(address: string): Matches {
  const wrapped = /^(\w+)\s*\((.*)\)$/s.exec(address);
  const kind = wrapped && KINDS.find((name) => name.toLowerCase() === wrapped[1].toLowerCase());
  if (!kind) {
    const detector = detectorMatcher(address);
    return (leaf) => (leaf.kind === 'DetInfo' ? detector(leaf) : isNamed(leaf, address));
  }
  const inside = wrapped[2].trim();
  const inner: Matches = kind === 'DetInfo' ? detectorMatcher(inside) : (leaf) => isNamed(leaf, inside);
  return (leaf) => leaf.kind === kind && inner(leaf);
}

/** Whether a beam-line datum or a process is called so; a process also by its address alone. */
function isNamed({ kind, source }: LeafKind, name: string): boolean {
  if (name === '' || name === '*') return true;
  const [printed, wanted] = [source.toLowerCase(), name.toLowerCase()];
  return printed === wanted || (kind === 'ProcInfo' && printed.startsWith(`${wanted},`));
}

function detectorMatcher(address: string): Matches {
  const parts = address.split(/[|:]/);
  if (parts.length > 2) return () => false;
  const [first, second = ANY] = parts.map(partOf);
  // A name alone is a detector's; that of a device only when no detector is called so.
  const isDevice = parts.length === 1 && first.name !== null && !DETECTOR_NAMES.some((name) => isSpelt(name, first.name));
  const [detector, device] = isDevice ? [ANY, first] : [first, second];
  return ({ phy }) => isPart(detector, DETECTOR_NAMES[phy >>> 24], (phy >>> 16) & 255) && isPart(device, DEVICE_NAMES[(phy >>> 8) & 255], phy & 255);
}

/** `AmoETof-0`, `AmoETof.0`, `AmoETof`, `*-*`, `*`, or nothing. */
function partOf(text: string): Part {
  const [, name, id] = /^(.*?)(?:[-.](\d+|\*))?$/.exec(text.trim()) ?? [];
  return { name: name === '*' || name === '' ? null : name, id: id === undefined || id === '*' ? null : Number(id) };
}

function isPart(part: Part, name: string | undefined, id: number): boolean {
  return (part.id === null || part.id === id) && (part.name === null || isSpelt(name ?? '-Invalid-', part.name));
}

/** Whether a text is a name as the library prints it or as its enum spells it. */
function isSpelt(name: string, text: string | null): boolean {
  const wanted = text?.toLowerCase();
  return name.toLowerCase() === wanted || ENUM_SPELLING[name]?.toLowerCase() === wanted;
}
