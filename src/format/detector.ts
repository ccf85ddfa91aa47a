/** Detectors (places) by number, as the DAQ's library prints them. @source pdsdata xtc/src/DetInfo.cc */
// prettier-ignore
export const DETECTOR_NAMES: readonly string[] = [
  'NoDetector', 'AmoIMS', 'AmoGD', 'AmoETOF', 'AmoITOF', 'AmoMBES', 'AmoVMI', 'AmoBPS', 'Camp', 'EpicsArch', 'BldEb', 'SxrBeamline',
  'SxrEndstation', 'XppSb1Ipm', 'XppSb1Pim', 'XppMonPim', 'XppSb2Ipm', 'XppSb3Ipm', 'XppSb3Pim', 'XppSb4Pim', 'XppGon', 'XppLas',
  'XppEndstation', 'AmoEndstation', 'CxiEndstation', 'XcsEndstation', 'MecEndstation', 'CxiDg1', 'CxiDg2', 'CxiDg3', 'CxiDg4', 'CxiKb1',
  'CxiDs1', 'CxiDs2', 'CxiDsu', 'CxiSc1', 'CxiDsd', 'XcsBeamline', 'CxiSc2', 'MecXuvSpectrometer', 'MecXrtsForw', 'MecXrtsBack', 'MecFdi',
  'MecTimeTool', 'MecTargetChamber', 'FeeHxSpectrometer', 'XrayTransportDiagnostic', 'Lamp', 'MfxEndstation', 'MfxDg1', 'MfxDg2', 'XrtDiag',
  'DetLab',
];

/** Devices (cameras, digitizers) by number, as the DAQ's library prints them. @source pdsdata xtc/src/DetInfo.cc */
// prettier-ignore
export const DEVICE_NAMES: readonly string[] = [
  'NoDevice', 'Evr', 'Acqiris', 'Opal1000', 'Tm6740', 'pnCCD', 'Princeton', 'Fccd', 'Ipimb', 'Encoder', 'Cspad', 'AcqTDC', 'Xamps',
  'Cspad2x2', 'Fexamp', 'Gsc16ai', 'Phasics', 'Timepix', 'Opal2000', 'Opal4000', 'OceanOptics', 'Opal1600', 'Opal8000', 'Fli',
  'Quartz4A150', 'Andor', 'USDUSB', 'OrcaFl40', 'Imp', 'Epix', 'Rayonix', 'EpixSampler', 'Pimax', 'Fccd960', 'Epix10k', 'Epix100a', 'EpixS',
  'Gotthard', 'DualAndor', 'Wave8', 'LeCroy', 'ControlsCamera', 'Archon', 'Jungfrau', 'Zyla', 'Epix10ka', 'Pixis', 'Uxi', 'Epix10ka2M',
  'StreakC7700', 'Epix10kaQuad', 'JungfrauSegment', 'JungfrauSegmentM2', 'JungfrauSegmentM3', 'JungfrauSegmentM4', 'iStar', 'QuadAdc',
  'Alvium',
];

/** Beam-line data by number, as the DAQ's library prints them. @source pdsdata xtc/src/BldInfo.cc */
// prettier-ignore
export const BLD_NAMES: readonly string[] = [
  'EBeam', 'PhaseCavity', 'FEEGasDetEnergy', 'NH2-SB1-IPM-01', 'XCS-IPM-01', 'XCS-DIO-01', 'XCS-IPM-02', 'XCS-DIO-02', 'XCS-IPM-03',
  'XCS-DIO-03', 'XCS-IPM-03m', 'XCS-DIO-03m', 'XCS-YAG-1', 'XCS-YAG-2', 'XCS-YAG-3m', 'XCS-YAG-3', 'XCS-YAG-mono', 'XCS-IPM-mono',
  'XCS-DIO-mono', 'XCS-DEC-mono', 'MEC-LAS-EM-01', 'MEC-TCTR-PIP-01', 'MEC-TCTR-DI-01', 'MEC-XT2-IPM-02', 'MEC-XT2-IPM-03',
  'MEC-HXM-IPM-01', 'GMD', 'CxiDg1_Imb01', 'CxiDg2_Imb01', 'CxiDg2_Imb02', 'CxiDg3_Imb01', 'CxiDg1_Pim', 'CxiDg2_Pim', 'CxiDg3_Pim',
  'XppMon_Pim0', 'XppMon_Pim1', 'XppSb2_Ipm', 'XppSb3_Ipm', 'XppSb3_Pim', 'XppSb4_Pim', 'XppEnds_Ipm0', 'XppEnds_Ipm1', 'MEC-XT2-PIM-02',
  'MEC-XT2-PIM-03', 'CxiDg3_Spec', 'NH2-SB1-IPM-02', 'FEE-SPEC0', 'SXR-SPEC0', 'XPP-SPEC0', 'XCS-USR-IPM-01', 'XCS-USR-IPM-02',
  'XCS-USR-IPM-03', 'XCS-USR-IPM-04', 'XCS-IPM-04', 'XCS-DIO-04', 'XCS-IPM-05', 'XCS-DIO-05', 'XCS-IPM-gon', 'XCS-IPM-ladm', 'XPP-AIN-01',
  'XCS-AIN-01', 'AMO-AIN-01', 'MFX-BEAMMON-01', 'EOrbits', 'MfxDg1_Pim', 'MfxDg2_Pim', 'SXR-AIN-01', 'HX2-SB1-BMMON', 'XRT-USB-ENCODER-01',
  'XPP-USB-ENCODER-01', 'XPP-USB-ENCODER-02', 'XCS-USB-ENCODER-01', 'CXI-USB-ENCODER-01', 'XCS-SND-DIO', 'MFX-USR-DIO', 'XPP-SB2-BMMON',
  'XPP-SB3-BMMON', 'HFX-DG2-BMMON', 'XCS-SB1-BMMON', 'XCS-SB2-BMMON', 'CXI-DG2-BMMON', 'CXI-DG3-BMMON', 'MFX-DG1-BMMON', 'MFX-DG2-BMMON',
  'MFX-AIN-01', 'MEC-AIN-01', 'FEE-AIN-01', 'MEC-XT2-BMMON-02', 'MEC-XT2-BMMON-03', 'XPP-USR-DIO', 'XPP-ALC-DIO', 'XCS-USR-DIO',
  'CXI-USR-DIO', 'MEC-USR-DIO', 'MFX-USB-ENCODER-01', 'HXX-DG1-BMMON-01',
];

/** Names that pypdsdata, and with it the classic text, spells as in the C++ enum; all others are the printed ones. */
export const ENUM_SPELLING: Readonly<Record<string, string>> = {
  AmoIMS: 'AmoIms', AmoGD: 'AmoGasdet', AmoETOF: 'AmoETof', AmoITOF: 'AmoITof', AmoMBES: 'AmoMbes', AmoVMI: 'AmoVmi', AmoBPS: 'AmoBps',
  Tm6740: 'TM6740',
};
