import { XtcError, type Problem } from '../base/errors.ts';
import { typeLabel, typeName } from '../format/type-id.ts';
import { ACQIRIS_TYPES } from './acqiris.ts';
import { ACQIRIS_TDC_TYPES } from './acqiris-tdc.ts';
import { ALIAS_TYPES } from './alias.ts';
import { ANDOR_TYPES } from './andor.ts';
import { ANDOR3D_TYPES } from './andor3d.ts';
import { ARCHON_TYPES } from './archon.ts';
import { ARRAYCHAR_TYPES } from './arraychar.ts';
import { BLD_TYPES } from './bld.ts';
import { CAMERA_TYPES } from './camera.ts';
import { CONTROL_TYPES } from './control.ts';
import { CSPAD_TYPES } from './cspad-element.ts';
import { CSPAD2X2_TYPES } from './cspad2x2.ts';
import { EBEAM_TYPES } from './ebeam.ts';
import { ENCODER_TYPES } from './encoder.ts';
import { EPICS_TYPES } from './epics-schema.ts';
import { EPIX_TYPES } from './epix.ts';
import { EPIX_SAMPLER_TYPES } from './epix-sampler.ts';
import { EVR_TYPES } from './evr.ts';
import { EVR_CONFIG_TYPES } from './evr-config.ts';
import { FCCD_TYPES } from './fccd.ts';
import { FLI_TYPES } from './fli.ts';
import { GENERIC_PGP_TYPES } from './generic-pgp.ts';
import { GENERIC1D_TYPES } from './generic1d.ts';
import { GSC16AI_TYPES } from './gsc16ai.ts';
import { IMP_TYPES } from './imp.ts';
import { IPIMB_TYPES } from './ipimb.ts';
import { JUNGFRAU_TYPES } from './jungfrau.ts';
import { L3T_TYPES } from './l3t.ts';
import { LUSI_TYPES } from './lusi.ts';
import { OCEAN_OPTICS_TYPES } from './ocean-optics.ts';
import { OPAL1K_TYPES } from './opal1k.ts';
import { ORCA_TYPES } from './orca.ts';
import { PARTITION_TYPES } from './partition.ts';
import { PHASICS_TYPES } from './phasics.ts';
import { PIMAX_TYPES } from './pimax.ts';
import { PIXIS_TYPES } from './pixis.ts';
import { PNCCD_TYPES } from './pnccd.ts';
import { PRINCETON_TYPES } from './princeton.ts';
import { PULNIX_TYPES } from './pulnix.ts';
import { QUAD_ADC_TYPES } from './quad-adc.ts';
import { QUARTZ_TYPES } from './quartz.ts';
import { RAYONIX_TYPES } from './rayonix.ts';
import { SHARED_BLD_TYPES } from './shared-bld.ts';
import { SMALL_DATA_TYPES } from './smldata.ts';
import { STREAK_TYPES } from './streak.ts';
import { TIME_TOOL_TYPES } from './time-tool.ts';
import { TIMEPIX_TYPES } from './timepix.ts';
import { USDUSB_TYPES } from './usdusb.ts';
import { UXI_TYPES } from './uxi.ts';
import { VIMBA_TYPES } from './vimba.ts';
import { XAMPS_TYPES } from './xamps.ts';
import { ZYLA_TYPES } from './zyla.ts';
import { readBoth, readValues, type Placed } from './read.ts';
import type { PayloadType } from './payload-type.ts';
import type { Schema, Values } from './schema.ts';

/** Every type that is decoded: adding one takes its schema and its row in a family's table. */
export const PAYLOAD_TYPES: readonly PayloadType[] = [
  ...ACQIRIS_TYPES,
  ...ACQIRIS_TDC_TYPES,
  ...ALIAS_TYPES,
  ...ANDOR_TYPES,
  ...ANDOR3D_TYPES,
  ...ARCHON_TYPES,
  ...ARRAYCHAR_TYPES,
  ...BLD_TYPES,
  ...CAMERA_TYPES,
  ...CONTROL_TYPES,
  ...CSPAD_TYPES,
  ...CSPAD2X2_TYPES,
  ...EBEAM_TYPES,
  ...ENCODER_TYPES,
  ...EPICS_TYPES,
  ...EPIX_TYPES,
  ...EPIX_SAMPLER_TYPES,
  ...EVR_TYPES,
  ...EVR_CONFIG_TYPES,
  ...FCCD_TYPES,
  ...FLI_TYPES,
  ...GENERIC_PGP_TYPES,
  ...GENERIC1D_TYPES,
  ...GSC16AI_TYPES,
  ...IMP_TYPES,
  ...IPIMB_TYPES,
  ...JUNGFRAU_TYPES,
  ...L3T_TYPES,
  ...LUSI_TYPES,
  ...OCEAN_OPTICS_TYPES,
  ...OPAL1K_TYPES,
  ...ORCA_TYPES,
  ...PARTITION_TYPES,
  ...PHASICS_TYPES,
  ...PIMAX_TYPES,
  ...PIXIS_TYPES,
  ...PNCCD_TYPES,
  ...PRINCETON_TYPES,
  ...PULNIX_TYPES,
  ...QUAD_ADC_TYPES,
  ...QUARTZ_TYPES,
  ...RAYONIX_TYPES,
  ...SHARED_BLD_TYPES,
  ...SMALL_DATA_TYPES,
  ...STREAK_TYPES,
  ...TIME_TOOL_TYPES,
  ...TIMEPIX_TYPES,
  ...USDUSB_TYPES,
  ...UXI_TYPES,
  ...VIMBA_TYPES,
  ...XAMPS_TYPES,
  ...ZYLA_TYPES,
];

const byType = new Map(PAYLOAD_TYPES.map((type) => [type.typeId * 0x8000 + type.version, type]));

/** What says which type a payload is of, and where it lies, for messages. */
export type Leaf = { readonly typeId: number; readonly version: number; readonly file?: string; readonly offset?: number };

/** The configuration of the payload's source that is of one of these types; null when it has none. */
export type FindConfiguration = (typeIds: readonly number[]) => Values | null;

/** A payload taken apart, or why that could not be done: its bytes stay. */
export type Decoded =
  | { readonly kind: 'value'; readonly schema: string; readonly values: Values; readonly config: Values }
  | { readonly kind: 'opaque'; readonly reason: Problem };

/** The type of a number and version; null when it is not decoded. */
export function payloadType(typeId: number, version: number): PayloadType | null {
  return byType.get(typeId * 0x8000 + version) ?? null;
}

/** The values of a payload; never throws what a payload can cause. @param payload expanded when it was compressed */
export function decode(leaf: Leaf, payload: Uint8Array, find: FindConfiguration): Decoded {
  return attempt(leaf, payload, find, (schema, config, where) => ({ kind: 'value', schema: schema.name, values: readValues(schema, payload, config, where), config }), opaque);
}

/** A payload taken apart with the place of each value, or the problem that kept it whole: then all else is empty. */
export type DecodedPlaced = { readonly schema: string; readonly values: Values | null; readonly placed: readonly Placed[]; readonly problem: Problem | null };

/** The values of a payload, each with its place; never throws what a payload can cause. */
export function decodePlaced(leaf: Leaf, payload: Uint8Array, find: FindConfiguration): DecodedPlaced {
  const place: Step<DecodedPlaced> = (schema, config, where) => ({ schema: schema.name, ...readBoth(schema, payload, config, where), problem: null });
  return attempt(leaf, payload, find, place, (error) => ({ schema: '', values: null, placed: [], problem: error.toProblem() }));
}

type Step<T> = (schema: Schema, config: Values, where: Leaf) => T;

function attempt<T>(leaf: Leaf, payload: Uint8Array, find: FindConfiguration, step: Step<T>, fail: (error: XtcError) => T): T {
  const { typeId, version, file = '', offset = 0 } = leaf;
  const label = typeLabel(typeName(typeId), version);
  const problem = (code: Problem['code'], message: string): T => fail(new XtcError(code, message, { file, offset }));
  const type = payloadType(typeId, version);
  if (!type) return problem('unsupported', `The layout of ${label} is not known.`);
  if (payload.byteLength === 0 && !type.mayBeEmpty) return problem('bad-payload', `The ${label} is empty.`);
  const config = (type.configurations.length > 0 ? find(type.configurations) : null) ?? (type.mayLackConfiguration ? {} : null);
  if (!config) return problem('no-configuration', `${label} needs the configuration of its source (${type.configurations.map(typeName).join(' or ')}), which was not found.`);
  try {
    return step(type.schemaOf(payload, config), config, leaf);
  } catch (error) {
    if (error instanceof XtcError) return fail(locatedAt(error, leaf));
    throw error;
  }
}

/** What the choice of a layout threw does not know where the payload lies. */
function locatedAt(error: XtcError, { file = '', offset = 0 }: Leaf): XtcError {
  return error.file === file ? error : new XtcError(error.code, error.message, { file, offset: offset + error.offset, cause: error });
}

function opaque(error: XtcError): Decoded {
  return { kind: 'opaque', reason: error.toProblem() };
}
