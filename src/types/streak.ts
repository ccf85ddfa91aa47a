import { type } from './payload-type.ts';
import { derive, num, numberOf, numbersOf, struct, type Value, type Values } from './schema.ts';

/** Streak cameras C7700. @source psddldata streak.ddl */

const COLUMNS = 1344;
const SCALES = { 0: 'Nanoseconds', 1: 'Microseconds', 2: 'Milliseconds', 3: 'Seconds' };
const SCALE_FACTORS = [1e-9, 1e-6, 1e-3, 1];

const scaleFactor = (own: Values): number => SCALE_FACTORS[numberOf(own, 'calibScale')] ?? 1;

/** Time of each column: the sum of c0 + c1 n + c2 n² up to it. */
function times(own: Values, factor: number): Value {
  const [c0, c1, c2] = numbersOf(own, 'calib');
  const data = new Float64Array(COLUMNS);
  for (let n = 1; n < COLUMNS; ++n) data[n] = data[n - 1] + (c0 + c1 * n + c2 * n * n) * factor;
  return { shape: [COLUMNS], dtype: 'f64', data };
}

export const STREAK_CONFIG_V1 = struct(
  'Streak.ConfigV1',
  [
    num('u64', 'timeRange', [], { unit: 'ps' }),
    num('u32', 'mode', [], { names: { 0: 'Focus', 1: 'Operate' } }),
    num('u32', 'gate', [], { names: { 0: 'Normal', 1: 'Gate', 2: 'OpenFixed' } }),
    num('u32', 'gain'),
    num('u32', 'shutter', [], { names: { 0: 'Closed', 1: 'Open' } }),
    num('u32', 'triggerMode', [], { names: { 0: 'Single', 1: 'Continuous' } }),
    num('u32', 'focusTimeOver', [], { unit: 'min' }),
    num('f64', 'exposureTime', [], { unit: 's' }),
    num('u32', 'calibScale', [], { names: SCALES }),
    num('f64', 'calib', 3, { note: 'c0 + c1 n + c2 n²' }),
  ],
  {
    derived: [
      derive('calibScaleFactor', scaleFactor, { unit: 's' }),
      derive('calibTimes', (own) => times(own, 1), { note: 'of each column, in units of calibScale' }),
      derive('calibTimesInSeconds', (own) => times(own, scaleFactor(own)), { unit: 's', note: 'of each column' }),
    ],
  },
);

export const STREAK_TYPES = [type(119, 1, STREAK_CONFIG_V1)];
