import { bits, struct, type BitSpec, type Schema } from './schema.ts';

/** Registers of the readout chips of Epix cameras, one word each. @source psddldata epix.ddl */

type Register = readonly BitSpec[];

function asic(name: string, registers: readonly Register[]): Schema {
  return struct(
    name,
    registers.map((parts) => bits('u32', null, ...parts)),
  );
}

/** First and last row and column that are read out, and the chip's number. */
function readOut(...[rowStart, rowStop, columnStart, columnStop]: readonly string[]): Register[] {
  return [[[rowStart, 0, 8]], [[rowStop, 0, 8]], [[columnStart, 0, 6]], [[columnStop, 0, 6]], [['chipID', 0, 15]]];
}

export const ASIC_CONFIG_V1 = asic('Epix.AsicConfigV1', [
  [['monostPulser', 0, 2]],
  [['dummyTest', 0], ['dummyMask', 1]],
  [['pulser', 0, 9], ['pbit', 10], ['atest', 11], ['test', 12], ['sabTest', 13], ['hrTest', 14]],
  [['digMon1', 0, 3], ['digMon2', 4, 7]],
  [['pulserDac', 0, 2]],
  [['Dm1En', 0], ['Dm2En', 1], ['slvdSBit', 4]],
  [['VRefDac', 0, 5]],
  [['TpsTComp', 0], ['TpsMux', 1, 4], ['RoMonost', 5, 7]],
  [['TpsGr', 0, 3], ['S2dGr', 4, 7]],
  [['PpOcbS2d', 0], ['Ocb', 1, 3], ['Monost', 4, 6], ['FastppEnable', 7]],
  [['Preamp', 0, 2], ['PixelCb', 4, 6]],
  [['S2dTComp', 0], ['FilterDac', 1, 6]],
  [['TC', 0, 1], ['S2d', 2, 4], ['S2dDacBias', 5, 7]],
  [['TpsTcDac', 0, 1], ['TpsDac', 2, 7]],
  [['S2dTcDac', 0, 1], ['S2dDac', 2, 7]],
  [['TestBe', 0], ['IsEn', 1], ['DelExec', 2], ['DelCckReg', 3]],
  ...readOut('RowStartAddr', 'RowStopAddr', 'ColStartAddr', 'ColStopAddr'),
]);

export const ASIC_10K_CONFIG_V1 = asic('Epix.Asic10kConfigV1', [
  [['CompTH_DAC', 0, 5], ['CompEn_0', 6], ['PulserSync', 7]],
  [['dummyTest', 0], ['dummyMask', 1], ['dummyG', 2], ['dummyGA', 3], ['dummyUpper12bits', 4, 15]],
  [['pulser', 0, 9], ['pbit', 10], ['atest', 11], ['test', 12], ['sabTest', 13], ['hrTest', 14], ['pulserR', 15]],
  [['digMon1', 0, 3], ['digMon2', 4, 7]],
  [['pulserDac', 0, 2], ['monostPulser', 3, 5], ['CompEn_1', 6], ['CompEn_2', 7]],
  [['Dm1En', 0], ['Dm2En', 1], ['emph_bd', 2, 4], ['emph_bc', 5, 7]],
  [['VRefDac', 0, 5], ['vrefLow', 6, 7]],
  [['TpsTComp', 0], ['TpsMux', 1, 4], ['RoMonost', 5, 7]],
  [['TpsGr', 0, 3], ['S2dGr', 4, 7]],
  [['PpOcbS2d', 0], ['Ocb', 1, 3], ['Monost', 4, 6], ['FastppEnable', 7]],
  [['Preamp', 0, 2], ['PixelCb', 3, 5], ['Vld1_b', 6, 7]],
  [['S2dTComp', 0], ['FilterDac', 1, 6], ['testVDTransmitter', 7]],
  [['TC', 0, 1], ['S2d', 2, 4], ['S2dDacBias', 5, 7]],
  [['TpsTcDac', 0, 1], ['TpsDac', 2, 7]],
  [['S2dTcDac', 0, 1], ['S2dDac', 2, 7]],
  [['TestBe', 0], ['IsEn', 1], ['DelExec', 2], ['DelCckReg', 3], ['RO_rst_en', 4], ['slvdSBit', 5], ['FELmode', 6], ['CompEnOn', 7]],
  ...readOut('RowStartAddr', 'RowStopAddr', 'ColStartAddr', 'ColStopAddr'),
]);

export const ASIC_100A_CONFIG_V1 = asic('Epix.Asic100aConfigV1', [
  [['pulserVsPixelOnDelay', 0, 2], ['pulserSync', 7]],
  [['dummyTest', 0], ['dummyMask', 1]],
  [['testPulserLevel', 0, 9], ['pulserCounterDirection', 10], ['automaticTestModeEnable', 11], ['testMode', 12], ['testModeWithDarkFrame', 13], ['highResolutionModeTest', 14], ['pulserReset', 15]],
  [['digitalMonitorMux1', 0, 3], ['digitalMonitorMux2', 4, 7]],
  [['testPulserCurrent', 0, 2], ['testPointSystemOutputDynamicRange', 4, 7]],
  [['digitalMonitor1Enable', 0], ['digitalMonitor2Enable', 1], ['LVDS_ImpedenceMatchingEnable', 4]],
  [['VRefBaselineDac', 0, 5], ['extraRowsLowReferenceValue', 6, 7]],
  [['testPointSystemTemperatureCompensationEnable', 0], ['testPointSytemInputSelect', 1, 4], ['programmableReadoutDelay', 5, 7]],
  [['outputDriverOutputDynamicRange0', 0, 3], ['outputDriverOutputDynamicRange1', 4, 7]],
  [['balconyEnable', 0], ['balconyDriverCurrent', 1, 3], ['fastPowerPulsingSpeed', 4, 6], ['fastPowerPulsingEnable', 7]],
  [['preamplifierCurrent', 0, 2], ['pixelOutputBufferCurrent', 3, 5], ['pixelBufferAndPreamplifierDrivingCapabilities', 6, 7]],
  [['outputDriverTemperatureCompensationEnable', 0], ['pixelFilterLevel', 1, 6]],
  [['bandGapReferenceTemperatureCompensationBits', 0, 1], ['outputDriverDrivingCapabilitiesAndStability', 2, 4], ['outputDriverDacReferenceBias', 5, 7]],
  [['testPointSystemTemperatureCompensationGain', 0, 1], ['testPointSystemInputCommonMode', 2, 7]],
  [['outputDriverTemperatureCompensationGain0', 0, 1], ['outputDriverInputCommonMode0', 2, 7]],
  [['testBackEnd', 0], ['interleavedReadOutEnable', 1], ['EXEC_DelayEnable', 2], ['CCK_RegDelayEnable', 3], ['syncPinEnable', 4]],
  ...readOut('RowStartAddr', 'RowStopAddr', 'ColumnStartAddr', 'ColumnStopAddr'),
  [['outputDriverOutputDynamicRange2', 0, 3], ['outputDriverOutputDynamicRange3', 4, 7]],
  [['outputDriverTemperatureCompensationGain1', 0, 1], ['outputDriverInputCommonMode1', 2, 7]],
  [['outputDriverTemperatureCompensationGain2', 0, 1], ['outputDriverInputCommonMode2', 2, 7]],
  [['outputDriverTemperatureCompensationGain3', 0, 1], ['outputDriverInputCommonMode3', 2, 7]],
]);

export const ASIC_S_CONFIG_V1 = asic('Epix.AsicSConfigV1', [
  [['pulserSync', 7]],
  [['dummyTest', 0], ['dummyMask', 1]],
  [['testPulserLevel', 0, 9], ['pulserCounterDirection', 10], ['automaticTestModeEnable', 11], ['testMode', 12], ['testModeWithDarkFrame', 13], ['highResolutionModeTest', 14], ['pulserReset', 15]],
  [['digitalMonitorMux1', 0, 3], ['digitalMonitorMux2', 4, 7]],
  [['testPulserCurrent', 0, 2], ['pulserVsPixelOnDelay', 3, 5]],
  [['digitalMonitor1Enable', 0], ['digitalMonitor2Enable', 1], ['inputLeakageCompensation', 2, 3], ['inputLeakageCompensationEnable', 4]],
  [['VRefBaselineDac', 0, 5], ['extraRowsLowReferenceValue', 6, 7]],
  [['testPointSystemTemperatureCompensationEnable', 0], ['testPointSytemInputSelect', 1, 4], ['programmableReadoutDelay', 5, 7]],
  [['testPointSystemOutputDynamicRange', 0, 3], ['outputDriverOutputDynamicRange', 4, 7]],
  [['balconyEnable', 0], ['balconyDriverCurrent', 1, 3], ['fastPowerPulsingSpeed', 4, 6], ['fastPowerPulsingEnable', 7]],
  [['preamplifierCurrent', 0, 2], ['pixelOutputBufferCurrent', 3, 5], ['pixelBufferAndPreamplifierDrivingCapabilities', 6, 7]],
  [['outputDriverTemperatureCompensationEnable', 0], ['pixelFilterLevel', 1, 6]],
  [['bandGapReferenceTemperatureCompensationBits', 0, 1], ['outputDriverDrivingCapabilitiesAndStability', 2, 4], ['outputDriverDacReferenceBias', 5, 7]],
  [['testPointSystemTemperatureCompensationGain', 0, 1], ['testPointSystemInputCommonMode', 2, 7]],
  [['outputDriverTemperatureCompensationGain0', 0, 1], ['outputDriverInputCommonMode0', 2, 7]],
  [['testBackEnd', 0], ['interleavedReadOutEnable', 1], ['EXEC_DelayEnable', 2], ['CCK_RegDelayEnable', 3], ['syncPinEnable', 4], ['LVDS_ImpedenceMatchingEnable', 5]],
  ...readOut('RowStartAddr', 'RowStopAddr', 'ColumnStartAddr', 'ColumnStopAddr'),
]);

export const ASIC_10KA_CONFIG_V1 = asic('Epix.Asic10kaConfigV1', [
  [['CompTH_DAC', 0, 5], ['CompEn_lowBit', 6], ['PulserSync', 7]],
  [['pixelDummy', 0, 7]],
  [['Pulser', 0, 9], ['Pbit', 10], ['atest', 11], ['test', 12], ['Sab_test', 13], ['Hrtest', 14], ['PulserR', 15]],
  [['DM1', 0, 3], ['DM2', 4, 7]],
  [['Pulser_DAC', 0, 2], ['Monost_Pulser', 3, 5], ['CompEn_topTwoBits', 6, 7]],
  [['DM1en', 0], ['DM2en', 1], ['emph_bd', 2, 4], ['emph_bc', 5, 7]],
  [['VREF_DAC', 0, 5], ['VrefLow', 6, 7]],
  [['TPS_tcomp', 0], ['TPS_MUX', 1, 4], ['RO_Monost', 5, 7]],
  [['TPS_GR', 0, 3], ['S2D0_GR', 4, 7]],
  [['PP_OCB_S2D', 0], ['OCB', 1, 3], ['Monost', 4, 6], ['fastPP_enable', 7]],
  [['Preamp', 0, 2], ['PixelCB', 3, 5], ['Vld1_b', 6, 7]],
  [['S2D_tcomp', 0], ['Filter_DAC', 1, 6], ['testLVDTransmitter', 7]],
  [['tc', 0, 1], ['S2D', 2, 4], ['S2D_DAC_Bias', 5, 7]],
  [['TPS_tcDAC', 0, 1], ['TPS_DAC', 2, 7]],
  [['S2D0_tcDAC', 0, 1], ['S2D0_DAC', 2, 7]],
  [['testBE', 0], ['is_en', 1], ['DelEXEC', 2], ['DelCCKreg', 3], ['RO_rst_en', 4], ['SLVDSbit', 5], ['FELmode', 6], ['CompEnOn', 7]],
  ...readOut('RowStart', 'RowStop', 'ColumnStart', 'ColumnStop'),
  [['S2D1_GR', 0, 3], ['S2D2_GR', 4, 7]],
  [['S2D3_GR', 0, 3], ['trbit', 4]],
  [['S2D1_tcDAC', 0, 1], ['S2D1_DAC', 2, 7]],
  [['S2D2_tcDAC', 0, 1], ['S2D2_DAC', 2, 7]],
  [['S2D3_tcDAC', 0, 1], ['S2D3_DAC', 2, 7]],
]);
