/** Printed names of the payload types, by number. @source pdsdata xtc/src/TypeId.cc */
// prettier-ignore
const TYPE_NAMES = [
  'Any', 'Xtc', 'Frame', 'AcqWaveform', 'AcqConfig', 'TwoDGaussian', 'Opal1kConfig', 'FrameFexConfig', 'EvrConfig', 'TM6740Config',
  'RunControlConfig', 'pnCCDframe', 'pnCCDconfig', 'Epics', 'FEEGasDetEnergy', 'EBeamBld', 'PhaseCavity', 'PrincetonFrame',
  'PrincetonConfig', 'EvrData', 'FrameFccdConfig', 'FccdConfig', 'IpimbData', 'IpimbConfig', 'EncoderData', 'EncoderConfig', 'EvrIOConfig',
  'PrincetonInfo', 'CspadElement', 'CspadConfig', 'IpmFexConfig', 'IpmFex', 'DiodeFexConfig', 'DiodeFex', 'PimImageConfig', 'SharedIpimb',
  'AcqTDCConfig', 'AcqTDCData', 'Index', 'XampsConfig', 'XampsElement', 'Cspad2x2Element', 'SharedPIM', 'Cspad2x2Config', 'FexampConfig',
  'FexampElement', 'Gsc16aiConfig', 'Gsc16aiData', 'PhasicsConfig', 'TimepixConfig', 'TimepixData', 'CspadCompressedElement',
  'OceanOpticsConfig', 'OceanOpticsData', 'EpicsConfig', 'FliConfig', 'FliFrame', 'QuartzConfig', 'Reserved1', 'Reserved2', 'AndorConfig',
  'AndorFrame', 'UsdUsbData', 'UsdUsbConfig', 'GMD', 'SharedAcqADC', 'OrcaConfig', 'ImpData', 'ImpConfig', 'AliasConfig', 'L3TConfig',
  'L3TData', 'Spectrometer', 'RayonixConfig', 'EpixConfig', 'EpixElement', 'EpixSamplerConfig', 'EpixSamplerElement', 'EvsConfig',
  'PartitionConfig', 'PimaxConfig', 'PimaxFrame', 'Arraychar', 'Epix10kConfig', 'Epix100aConfig', 'GenericPgpConfig', 'TimeToolConfig',
  'TimeToolData', 'EpixSConfig', 'SmlDataConfig', 'SmlDataOrigDgramOffset', 'SmlDataProxy', 'ArrayUInt16', 'GotthardConfig', 'AnalogInput',
  'SmlData', 'Andor3dConfig', 'Andor3dFrame', 'BeamMonitorBldData', 'Generic1DConfig', 'Generic1DData', 'UsdUsbFexConfig', 'UsdUsbFexData',
  'EOrbits', 'SharedUsdUsb', 'ControlsCameraConfig', 'ArchonConfig', 'JungfrauConfig', 'JungfrauElement', 'QuadAdcConfig', 'ZylaConfig',
  'ZylaFrame', 'Epix10kaConfig', 'PixisConfig', 'PixisFrame', 'UxiConfig', 'UxiFrame', 'Epix10ka2MConfig', 'Epix10kaArray', 'StreakConfig',
  'Epix10kaQuadConfig', 'iStarConfig', 'AlviumConfig', 'VimbaFrame',
] as const;

const INVALID = '-Invalid-';

/** Numbers of the types that the viewer treats by name. @source pdsdata xtc/TypeId.hh */
export const TYPE_ANY = 0;
export const TYPE_XTC = 1;
export const TYPE_RUN_CONTROL_CONFIG = 10;
export const TYPE_EPICS = 13;
export const TYPE_EBEAM = 15;
export const TYPE_EVR_DATA = 19;
export const TYPE_CSPAD_ELEMENT = 28;
export const TYPE_CSPAD_CONFIG = 29;
export const TYPE_CSPAD2X2_ELEMENT = 41;
export const TYPE_CSPAD2X2_CONFIG = 43;
export const TYPE_ALIAS_CONFIG = 69;

/**
 * Types that hold pixels: Frame, pnCCDframe, PrincetonFrame, CspadElement, XampsElement, Cspad2x2Element, SharedPIM,
 * TimepixData, FliFrame, AndorFrame, EpixElement, PimaxFrame, Andor3dFrame, JungfrauElement, ZylaFrame, PixisFrame,
 * UxiFrame, Epix10kaArray, VimbaFrame.
 */
export const PICTURE_TYPES: ReadonlySet<number> = new Set([2, 11, 17, 28, 40, 41, 42, 50, 56, 61, 75, 81, 97, 108, 111, 114, 116, 118, 123]);

/** What the word `contains` of an Xtc says. */
export type TypeId = { readonly typeId: number; readonly version: number; readonly compressed: boolean };

/** Splits the word `contains`: number in bits 0-15, version in 16-30, compressed flag in 31. */
export function parseContains(contains: number): TypeId {
  return { typeId: contains & 0xffff, version: (contains >>> 16) & 0x7fff, compressed: contains >>> 31 === 1 };
}

/** The word that `parseContains` splits. */
export function containsOf({ typeId, version, compressed }: TypeId): number {
  return (typeId | (version << 16) | (compressed ? 0x80000000 : 0)) >>> 0;
}

/** The type's name as the DAQ's library prints it, without version: `EBeamBld`, `RunControlConfig`, `-Invalid-`. */
export function typeName(typeId: number): string {
  return TYPE_NAMES[typeId] ?? INVALID;
}

/** Name and version as pyana prints them: `IpmFex_V1`, and just `PhaseCavity` for version 0. */
export function typeLabel(name: string, version: number): string {
  return version === 0 ? name : `${name}_V${version}`;
}

/** Whether such an Xtc holds settings rather than data: its name says so (EvrConfig and SmlDataConfig too). */
export function isConfiguration(typeId: number): boolean {
  return /config/i.test(typeName(typeId));
}
