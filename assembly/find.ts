import { judgeHeader } from './header';
import { DATAGRAM_HEADER_BYTES } from './layout';

/** Clocks of one run lie within ten days. */
const NEAR_SECONDS: f64 = 864000;
/** When nothing is known of the run: from the year 2001 on. LCLS began in 2009. */
const EARLIEST_SECONDS: f64 = 1000000000;

/** Whether 40 bytes read as a good header, with a clock near `seconds` (0 when nothing is known). @returns 1 or 0 */
export function isDatagramHeader(header: usize, seconds: f64): i32 {
  if (judgeHeader(header) != 0) return 0;
  const clock = <f64>load<u32>(header, 4);
  return (seconds == 0 ? clock >= EARLIEST_SECONDS : abs(clock - seconds) <= NEAR_SECONDS) ? 1 : 0;
}

/**
 * Looks byte by byte for a datagram: a good header that is followed by another one, or by the end of the file. When the
 * header that should follow lies outside the window, the caller looks there.
 *
 * @param from place in the window to begin at  @param fileEnd bytes in the file  @param seconds clock near by, 0 when unknown
 * @returns its place in the window, -1 when there is none that starts with 40 bytes in the window
 */
export function findDatagram(window: usize, windowBytes: u32, from: u32, windowStart: f64, fileEnd: f64, seconds: f64): i32 {
  for (let at: i64 = from; at + DATAGRAM_HEADER_BYTES <= <i64>windowBytes; ++at) {
    const header = window + <usize>at;
    if ((load<u32>(header, 32) & 0x8000ffff) != 1) continue;
    if (isDatagramHeader(header, seconds) == 0) continue;
    const next = at + 20 + load<u32>(header, 36);
    const nextOffset = windowStart + <f64>next;
    if (nextOffset > fileEnd) continue;
    if (next + DATAGRAM_HEADER_BYTES > <i64>windowBytes) return <i32>at;
    if (isDatagramHeader(window + <usize>next, <f64>load<u32>(header, 4)) == 1) return <i32>at;
  }
  return -1;
}
