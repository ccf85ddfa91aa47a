import { quantityText, type Quantity } from '../analysis/quantity.ts';
import { XtcError } from '../base/errors.ts';
import type { Dark } from '../calib/dark.ts';
import { resolveAddress, resolveSource } from '../format/address.ts';
import type { LeafKind } from '../format/run-index.ts';
import { isConfiguration, TYPE_RUN_CONTROL_CONFIG, TYPE_EPICS, TYPE_EVR_DATA, typeName } from '../format/type-id.ts';
import { parseTypeName } from '../format/type-name.ts';
import type { LeafAddress } from '../pipeline/column-request.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';
import type { SourceAlias } from '../types/alias.ts';
import { payloadType } from '../types/registry.ts';
import { memberAt } from '../types/schema-paths.ts';
import { parsePath } from '../types/value-path.ts';
import { hasWaveforms } from '../types/waveforms.ts';
import { findPv } from './epics-at.ts';
import { isDarkOf } from './picture-requests.ts';
import type { ResolvedQuantity } from './resolved-quantity.ts';

/** What of a run names are looked up in. */
export type RunNames = {
  readonly label: string;
  readonly kinds: readonly LeafKind[];
  readonly aliases: readonly SourceAlias[];
  /** Names of the control PVs. */
  readonly controls: readonly string[];
  /** The (source, type) pairs that have pictures. */
  readonly pictures: readonly LeafKind[];
  /** What is subtracted from pictures. */
  readonly dark: { readonly dark: Dark; readonly id: number } | null;
  /** Asked for when a PV is named. */
  readonly pvs: () => Promise<readonly EpicsPv[]>;
};

/** What a name means in a run. */
export type Resolved = { readonly quantity: ResolvedQuantity; readonly unit: string };

/** What a quantity means in a run. @throws {XtcError} 'unknown-source', saying what there is instead */
export async function resolveQuantity(names: RunNames, quantity: Quantity): Promise<Resolved> {
  switch (quantity.kind) {
    case 'event':
      return { quantity: { kind: quantity.column }, unit: quantity.column === 'time' ? 's' : '' };
    case 'member':
      return member(names, quantity);
    case 'epics':
      return pv(names, quantity.name);
    case 'control':
      return { quantity: { kind: 'control', name: controlName(names, quantity.name), ...ofType(names, TYPE_RUN_CONTROL_CONFIG) }, unit: '' };
    case 'evr':
      return { quantity: { kind: 'code', code: quantity.code, ...ofType(names, TYPE_EVR_DATA) }, unit: '' };
    case 'waveform': {
      const { address, channel, window, measure } = quantity;
      const [kind] = resolveSource(names.kinds.filter(({ typeId, version }) => payloadType(typeId, version)?.schemas.some(({ name }) => hasWaveforms(name))), address, names.aliases);
      const [from, to] = window ?? [0, Infinity];
      return { quantity: { kind: 'waveform', trace: channel, from, to, measure, ...addressOf(kind) }, unit: '' };
    }
    case 'roi':
      return region(names, quantity);
    case 'name':
      throw new XtcError('unknown-source', `${names.label} has no ${quantityText(quantity)}. It has quantities such as EBeam.ebeamL3Energy, epics(…), control(…), and the names you have defined.`);
  }
}

function member({ kinds, aliases, label }: RunNames, quantity: Extract<Quantity, { kind: 'member' }>): Resolved {
  const { address, type, path } = quantity;
  const steps = parsePath(path);
  const ofSource = resolveAddress(kinds, address, aliases);
  const wanted = type === '' ? null : parseTypeName(type);
  const typed = ofSource.filter((kind) => (wanted ? kind.typeId === wanted.typeId && (wanted.version === null || kind.version === wanted.version) : !isConfiguration(kind.typeId)));
  const found = typed.filter(({ typeId, version }) => payloadType(typeId, version)?.schemas.some((schema) => memberAt(schema, steps)));
  const types = new Set(found.map(({ typeId }) => typeId));
  if (types.size === 1) {
    const [kind] = resolveSource(found, '', aliases);
    const about = payloadType(kind.typeId, kind.version)?.schemas.map((schema) => memberAt(schema, steps)).find((each) => each);
    return { quantity: { kind: 'value', path, ...addressOf(kind) }, unit: about?.unit ?? '' };
  }
  const choices = [...new Set((types.size > 1 ? found : typed.length > 0 ? typed : ofSource).map(({ source, typeId }) => `${source} ${typeName(typeId)}`))].sort().join(', ');
  const what = types.size > 1 ? 'means several types' : `is not in ${label}`;
  throw new XtcError('unknown-source', `${quantityText(quantity)} ${what}. There are ${choices}.`);
}

function region({ pictures, aliases, dark, label }: RunNames, { address, region: corners, measure }: Extract<Quantity, { kind: 'roi' }>): Resolved {
  if (pictures.length === 0) throw new XtcError('unknown-source', `${label} has no pictures.`);
  const [picture] = address === '' ? pictures : resolveSource(pictures, address, aliases);
  const fitting = dark && isDarkOf(dark.dark, picture) ? dark : null;
  const [x1, x2, y1, y2] = corners.map(Math.trunc);
  if (corners.length === 4 && !(x2 > x1 && y2 > y1)) throw new XtcError('out-of-range', `roi(…) takes columns ${x1} to ${x2} and rows ${y1} to ${y2}: the second must be the larger one.`);
  const wanted = corners.length === 4 ? { row0: y1, row1: y2, column0: x1, column1: x2 } : null;
  const unit = measure === 'count' ? '' : measure === 'x' || measure === 'y' ? 'px' : 'ADU';
  return { quantity: { kind: 'region', picture, region: wanted, measure, dark: fitting?.dark ?? null, darkId: fitting?.id ?? null }, unit };
}

async function pv(names: RunNames, name: string): Promise<Resolved> {
  const found = findPv(await names.pvs(), name);
  const kind = names.kinds.find(({ typeId, source }) => typeId === TYPE_EPICS && source === found.source);
  if (!kind) throw new XtcError('unknown-source', `${names.label} has no records of ${name}.`);
  return { quantity: { kind: 'pv', pvId: found.pvId, element: 0, ...addressOf(kind) }, unit: found.units };
}

function controlName({ controls, label }: RunNames, name: string): string {
  const found = controls.find((control) => control === name) ?? controls.find((control) => control.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new XtcError('unknown-source', `${label} has no control ${name}. ${controls.length === 0 ? 'It is no scan.' : `It has ${controls.join(', ')}.`}`);
}

/** The first source that has a type. */
function ofType({ kinds, label }: RunNames, wanted: number): LeafAddress {
  const kind = kinds.find(({ typeId }) => typeId === wanted);
  if (!kind) throw new XtcError('unknown-source', `${label} has no ${typeName(wanted)}.`);
  return addressOf(kind);
}

function addressOf({ level, phy, typeId }: LeafKind): LeafAddress {
  return { level, phy, typeId };
}
