import { type } from './payload-type.ts';
import { num, nums, pad, struct, text, type Member } from './schema.ts';

/** Beam-line data: what is recorded of the beam for every experiment. @source psddldata bld.ddl */

/** Doubles of one unit, each with a remark when there is one. */
function doubles(unit: string | undefined, ...names: readonly (string | readonly [name: string, note: string])[]): Member[] {
  return names.map((field) => (typeof field === 'string' ? num('f64', field, [], { unit }) : num('f64', field[0], [], { unit, note: field[1] })));
}

const GAS_DETECTOR_V0 = struct(
  'Bld.BldDataFEEGasDetEnergy',
  doubles(
    'mJ',
    ['f_11_ENRC', 'GDET:FEE1:11:ENRC, before attenuation'],
    ['f_12_ENRC', 'GDET:FEE1:12:ENRC, the same by a second phototube'],
    ['f_21_ENRC', 'GDET:FEE1:21:ENRC, after attenuation'],
    ['f_22_ENRC', 'GDET:FEE1:22:ENRC, the same by a second phototube'],
  ),
);

const GAS_DETECTOR_V1 = struct(
  'Bld.BldDataFEEGasDetEnergyV1',
  doubles(
    'mJ',
    ['f_11_ENRC', 'GDET:FEE1:241:ENRC, before attenuation'],
    ['f_12_ENRC', 'GDET:FEE1:242:ENRC, the same by a second phototube'],
    ['f_21_ENRC', 'GDET:FEE1:361:ENRC, after attenuation'],
    ['f_22_ENRC', 'GDET:FEE1:362:ENRC, the same by a second phototube'],
    ['f_63_ENRC', 'GDET:FEE1:363:ENRC, f_21 for signals below 0.5 mJ'],
    ['f_64_ENRC', 'GDET:FEE1:364:ENRC, f_22 for signals below 0.5 mJ'],
  ),
);

const CAVITY = [...doubles('ps', 'fitTime1', 'fitTime2'), ...doubles('pC', 'charge1', 'charge2')];

const GMD_V0 = struct('Bld.BldDataGMDV0', [
  text('gasType', 32),
  ...doubles(undefined, ['pressure', 'spinning rotor gauge'], ['temperature', 'PT100'], ['current', 'Keithley electrometer']),
  ...nums('f64', 'hvMeshElectron', 'hvMeshIon', 'hvMultIon', 'chargeQ', 'photonEnergy'),
  ...doubles(
    undefined,
    ['multPulseIntensity', 'from the electron multiplier'],
    ['keithleyPulseIntensity', 'from the ion cup current'],
    ['pulseEnergy', 'from the electron multiplier'],
    ['pulseEnergyFEE', 'from the FEE gas detector'],
    ['transmission', 'from the electron multiplier'],
    ['transmissionFEE', 'from the FEE gas detector'],
  ),
  pad(8),
]);

const GMD_ENERGIES = doubles('mJ', ['milliJoulesPerPulse', 'shot to shot'], ['milliJoulesAverage', 'average, from the ion cup current']);

const GMD_V1 = struct('Bld.BldDataGMDV1', [
  ...GMD_ENERGIES,
  ...doubles('ADC counts', ['correctedSumPerPulse', 'waveform within limits, background corrected'], ['bgValuePerSample', 'average background']),
  ...doubles('arb.', 'relativeEnergyPerPulse'),
  pad(8),
]);

const GMD_V2 = struct('Bld.BldDataGMDV2', [
  ...GMD_ENERGIES,
  ...doubles(undefined, ['sumAllPeaksFiltBkgd', 'sum of all peaks over the filtered background']),
  ...doubles('ADC counts', ['rawAvgBkgd', 'average background']),
  ...doubles('arb.', ['relativeEnergyPerPulse', 'shot to shot, the most stable of them']),
  ...doubles(undefined, ['sumAllPeaksRawBkgd', 'sum of all peaks over the raw background']),
]);

const ORBITS = struct('Bld.BldDataEOrbitsV0', [
  num('u32', 'nBPMS', [], { note: 'number of beam position monitors' }),
  num('f64', 'fBPM_X', 'nBPMS', { unit: 'mm' }),
  num('f64', 'fBPM_Y', 'nBPMS', { unit: 'mm' }),
  num('f64', 'fBPM_TMIT', 'nBPMS', { unit: 'e⁻', note: 'number of electrons' }),
]);

const SPECTROMETER_V0 = struct('Bld.BldDataSpectrometerV0', [
  num('u32', 'hproj', 1024, { note: 'horizontal projection' }),
  num('u32', 'vproj', 256, { note: 'vertical projection' }),
]);

const SPECTROMETER_V1 = struct('Bld.BldDataSpectrometerV1', [
  num('u32', 'width', [], { unit: 'px' }),
  num('u32', 'hproj_y1', [], { note: 'first row of the projected region' }),
  num('u32', 'hproj_y2', [], { note: 'last row of the projected region' }),
  ...doubles(undefined, ['comRaw', 'centre of mass'], 'baseline', ['com', 'centre of mass above the baseline'], ['integral', 'baseline included']),
  num('u32', 'nPeaks'),
  num('i32', 'hproj', 'width', { note: 'horizontal projection' }),
  ...['peakPos', 'peakHeight', 'FWHM'].map((name) => num('f64', name, 'nPeaks')),
]);

const ANALOG_INPUT = struct('Bld.BldDataAnalogInputV1', [num('u32', 'numChannels'), num('f64', 'channelVoltages', 'numChannels', { unit: 'V' })]);

const BEAM_MONITOR = struct('Bld.BldDataBeamMonitorV1', [
  ...doubles('J', 'TotalIntensity'),
  ...doubles('m', 'X_Position', 'Y_Position'),
  num('f64', 'peakA', 16, { note: 'peak amplitude per channel' }),
  num('u16', 'peakT', 16, { note: 'sample of the peak per channel' }),
]);

const [GAS_DETECTOR, PHASE_CAVITY, GMD, SPECTROMETER, ANALOG, MONITOR, E_ORBITS] = [14, 16, 64, 72, 94, 98, 103];

export const BLD_TYPES = [
  type(GAS_DETECTOR, 0, GAS_DETECTOR_V0),
  type(GAS_DETECTOR, 1, GAS_DETECTOR_V1),
  type(PHASE_CAVITY, 0, struct('Bld.BldDataPhaseCavity', CAVITY)),
  type(PHASE_CAVITY, 1, struct('Bld.BldDataPhaseCavityV1', CAVITY)),
  type(GMD, 0, GMD_V0),
  type(GMD, 1, GMD_V1),
  type(GMD, 2, GMD_V2),
  type(SPECTROMETER, 0, SPECTROMETER_V0),
  type(SPECTROMETER, 1, SPECTROMETER_V1),
  type(ANALOG, 1, ANALOG_INPUT),
  type(MONITOR, 1, BEAM_MONITOR),
  type(E_ORBITS, 0, ORBITS),
];
