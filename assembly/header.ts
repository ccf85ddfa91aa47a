import { DATAGRAM_HEADER_BYTES, FAULT_CONTAINS, FAULT_EXTENT, FAULT_LEVEL, FAULT_NANOSECONDS, FAULT_TRANSITION, MAX_DATAGRAM_BYTES, XTC_HEADER_BYTES } from './layout';
import { isContainer } from './xtc';

const SEQUENCE_AND_ENV: u32 = DATAGRAM_HEADER_BYTES - XTC_HEADER_BYTES;

/** What speaks against the 40 bytes being the header of a datagram: FAULT bits. @source pdsdata xtc/Dgram.hh */
// @ts-ignore: decorator
@inline
export function judgeHeader(header: usize): u32 {
  let faults: u32 = 0;
  if (load<u32>(header) >= 1000000000) faults |= FAULT_NANOSECONDS;
  if ((load<u8>(header, 11) & 15) > 12) faults |= FAULT_TRANSITION;
  if (!isContainer(load<u32>(header, 32))) faults |= FAULT_CONTAINS;
  if (load<u8>(header, 27) > 6) faults |= FAULT_LEVEL;
  const extent = load<u32>(header, 36);
  if (extent < <u32>XTC_HEADER_BYTES || extent > <u32>MAX_DATAGRAM_BYTES - SEQUENCE_AND_ENV) faults |= FAULT_EXTENT;
  return faults;
}
