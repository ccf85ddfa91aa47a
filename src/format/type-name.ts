import { XtcError } from '../base/errors.ts';
import { typeName } from './type-id.ts';

/** A type as a person names it; no version: any. */
export type NamedType = { readonly typeId: number; readonly version: number | null };

/** Types that the DAQ's enum spells otherwise than its library prints them, letter case aside. @source pdsdata xtc/TypeId.hh */
const ENUM_NAMES: Readonly<Record<string, string>> = { controlconfig: 'runcontrolconfig', ebeam: 'ebeambld' };

const NUMBER_OF_TYPES = 256;
const TYPE_IDS: ReadonlyMap<string, number> = new Map(
  Array.from({ length: NUMBER_OF_TYPES }, (_, typeId): [string, number] => [typeName(typeId).toLowerCase(), typeId]).filter(([name]) => name !== '-invalid-'),
);

/**
 * The type that a name means: `IpmFex`, `IpmFex_V1`, `Id_IpmFex`, in the spelling of the enum (`Id_ControlConfig`) or as
 * printed (`RunControlConfig`), in any case of letters.
 * @throws {XtcError} 'unknown-source' when there is no such type
 */
export function parseTypeName(name: string): NamedType {
  const [, bare, version] = /^(?:id_)?(.*?)(?:_v(\d+))?$/.exec(name.trim().toLowerCase()) ?? [];
  const typeId = TYPE_IDS.get(ENUM_NAMES[bare] ?? bare);
  if (typeId === undefined) throw new XtcError('unknown-source', `There is no type ${name}. Types are called as the list of devices prints them: IpmFex, EBeamBld, RunControlConfig.`);
  return { typeId, version: version === undefined ? null : Number(version) };
}
