/** The kernel interface: what is exported here is all that TypeScript can call. */
export { reserve, mark, release, copyBytes } from './arena';
export { walkXtc } from './xtc';
export { unpackSections, unpackPair } from './cspad';
export { rawToFloat, subtractPedestal, omitSaturated, accumulateDark } from './pedestal';
export { pixelsToFloat, fccdToFloat, omitSaturatedPixels, accumulatePixels } from './pixels';
export { fillNaN, assembleImage } from './assemble';
export { momentsInRegion } from './moments';
export { rangeOf, histogram } from './histogram';
export { clearDictionary } from './dictionary';
export { retractLeaves, scanDatagrams } from './datagram';
export { takeCensus } from './census';
export { findDatagram, isDatagramHeader } from './find';
export { expandHist16 } from './hist16';
export { expandHistN } from './histn';
