import { FRAME_COORD } from './frame-coord.ts';
import { type } from './payload-type.ts';
import { bits, derive, inner, num, numberOf, nums, ofConfig, pad, struct, text, type BitSpec, type Derived, type EnumNames, type Member, type Schema, type Values } from './schema.ts';

/** The analysis of the timing camera, done by the DAQ. @source psddldata timetool.ddl */

const AXES: EnumNames = { 0: 'X', 1: 'Y' };
const LOGIC_OPS: EnumNames = { 0: 'L_OR', 1: 'L_AND', 2: 'L_OR_NOT', 3: 'L_AND_NOT' };
const EVENT_TYPES: EnumNames = { 0: 'Dark', 1: 'Reference', 2: 'Signal' };

const EVENT_LOGIC = struct('TimeTool.EventLogic', [bits('u32', null, ['event_code', 0, 7], ['logic_op', 8, 9, { names: LOGIC_OPS }])]);

const AXIS: BitSpec = ['project_axis', 0, 0, { names: AXES }];

const CODES: readonly Member[] = [...nums('u16', 'number_of_beam_event_codes', 'number_of_laser_event_codes'), num('u32', 'signal_cut')];

function region(name: string): Member[] {
  return [inner(`${name}_roi_lo`, FRAME_COORD), inner(`${name}_roi_hi`, FRAME_COORD)];
}

const SIGNAL_AND_SIDEBAND: readonly Member[] = [...region('sig'), ...region('sb'), num('f64', 'sb_convergence', [], { note: 'one over the frames that are averaged' })];
const REFERENCE_CONVERGENCE = num('f64', 'ref_convergence', [], { note: 'one over the frames that are averaged' });

/** What the lengths in the control word are of; later versions have the start of a fit as well. */
function tail(...more: readonly Member[]): Member[] {
  return [
    inner('beam_logic', EVENT_LOGIC, 'number_of_beam_event_codes'),
    inner('laser_logic', EVENT_LOGIC, 'number_of_laser_event_codes'),
    num('f64', 'weights', 'number_of_weights'),
    num('f64', 'calib_poly', 'calib_poly_dim', { note: 'pixel to time' }),
    ...more,
    text('base_name', 'base_name_length'),
  ];
}

/** Pixels of a region along an axis, in 32 bits as the library counts. */
function extent(own: Values, roi: string, axis: 'column' | 'row'): number {
  return (numberOf((own[`${roi}_roi_hi`] ?? {}) as Values, axis) - numberOf((own[`${roi}_roi_lo`] ?? {}) as Values, axis) + 1) >>> 0;
}

/** Size of a projection on its axis; 0 when one of these switches is off. */
function projection(name: string, roi: string, ...switches: readonly string[]): Derived {
  const isOn = (own: Values): boolean => switches.every((flag) => (flag.startsWith('!') ? numberOf(own, flag.slice(1)) === 0 : numberOf(own, flag) !== 0));
  return derive(`${name}_projection_size`, (own) => (isOn(own) ? extent(own, roi, numberOf(own, 'project_axis') === 0 ? 'column' : 'row') : 0));
}

/** Sizes of a whole region, which newer versions can keep instead of its projection. */
function area(name: string, roi: string, ...switches: readonly string[]): Derived[] {
  const side = (own: Values, axis: 'column' | 'row'): number => (switches.every((flag) => numberOf(own, flag) !== 0) ? extent(own, roi, axis) : 0);
  return [
    derive(`${name}_x_size`, (own) => side(own, 'column')),
    derive(`${name}_y_size`, (own) => side(own, 'row')),
    derive(`${name}_size`, (own) => Math.imul(side(own, 'column'), side(own, 'row')) >>> 0),
  ];
}

export const TIME_TOOL_CONFIG_V1 = struct(
  'TimeTool.ConfigV1',
  [
    bits(
      'u32',
      null,
      AXIS,
      ['write_image', 1],
      ['write_projections', 2],
      ['subtract_sideband', 3],
      ['number_of_weights', 4, 19],
      ['calib_poly_dim', 20, 23],
      ['base_name_length', 24, 31],
    ),
    ...CODES,
    ...SIGNAL_AND_SIDEBAND,
    REFERENCE_CONVERGENCE,
    ...tail(),
  ],
  { derived: [projection('signal', 'sig', 'write_projections'), projection('sideband', 'sb', 'write_projections', 'subtract_sideband')] },
);

export const TIME_TOOL_CONFIG_V2 = struct(
  'TimeTool.ConfigV2',
  [
    bits(
      'u32',
      null,
      AXIS,
      ['write_image', 1],
      ['write_projections', 2],
      ['subtract_sideband', 3],
      ['use_reference_roi', 4],
      ['number_of_weights', 5, 20],
      ['calib_poly_dim', 21, 24],
      ['base_name_length', 25, 31], // Its eighth bit fell out of the word.
    ),
    ...CODES,
    ...SIGNAL_AND_SIDEBAND,
    ...region('ref'),
    REFERENCE_CONVERGENCE,
    ...tail(),
  ],
  {
    derived: [
      projection('signal', 'sig', 'write_projections'),
      projection('sideband', 'sb', 'write_projections', 'subtract_sideband'),
      projection('reference', 'ref', 'write_projections', 'use_reference_roi'),
    ],
  },
);

export const TIME_TOOL_CONFIG_V3 = struct(
  'TimeTool.ConfigV3',
  [
    bits(
      'u64',
      null,
      AXIS,
      ['use_full_roi', 1],
      ['use_fit', 2],
      ['write_image', 3],
      ['write_projections', 4],
      ['subtract_sideband', 5],
      ['use_reference_roi', 6],
      ['number_of_weights', 7, 22],
      ['calib_poly_dim', 23, 26],
      ['fit_params_dim', 27, 30],
      ['base_name_length', 31, 38],
    ),
    ...CODES,
    num('u32', 'fit_max_iterations'),
    num('f64', 'fit_weights_factor'),
    ...SIGNAL_AND_SIDEBAND,
    ...region('ref'),
    REFERENCE_CONVERGENCE,
    ...tail(num('f64', 'fit_params', 'fit_params_dim')),
  ],
  {
    derived: [
      projection('signal', 'sig', 'write_projections', '!use_full_roi'),
      projection('sideband', 'sb', 'write_projections', 'subtract_sideband', '!use_full_roi'),
      // The switch of the reference region is not asked here.
      projection('reference', 'ref', 'write_projections', '!use_full_roi'),
      ...area('signal', 'sig', 'write_projections', 'use_full_roi'),
      ...area('sideband', 'sb', 'write_projections', 'subtract_sideband', 'use_full_roi'),
      ...area('reference', 'ref', 'write_projections', 'use_full_roi'),
    ],
  },
);

const EDGE: readonly Member[] = [
  num('u32', 'event_type', [], { names: EVENT_TYPES }),
  pad(4),
  num('f64', 'amplitude'),
  num('f64', 'position_pixel', [], { unit: 'pixel' }),
  num('f64', 'position_time', [], { note: 'in the unit of calib_poly' }),
  num('f64', 'position_fwhm', [], { unit: 'pixel' }),
  ...nums('f64', 'ref_amplitude', 'nxt_amplitude'),
];

function data(version: number, projections: readonly string[], areas: readonly string[] = []): Schema {
  return struct(`TimeTool.DataV${version}`, [
    ...EDGE,
    ...projections.map((name) => num('i32', `projected_${name}`, ofConfig(`${name}_projection_size`))),
    ...areas.map((name) => num('i32', `full_${name}`, [ofConfig(`${name}_y_size`), ofConfig(`${name}_x_size`)])),
  ]);
}

const REGIONS = ['signal', 'sideband', 'reference'];

export const TIME_TOOL_DATA_V1 = data(1, ['signal', 'sideband']);
export const TIME_TOOL_DATA_V2 = data(2, REGIONS);
export const TIME_TOOL_DATA_V3 = data(3, REGIONS, REGIONS);

const [TIME_TOOL_CONFIG, TIME_TOOL_DATA] = [86, 87];
const NEEDED = { configurations: [TIME_TOOL_CONFIG] };

export const TIME_TOOL_TYPES = [
  type(TIME_TOOL_CONFIG, 1, TIME_TOOL_CONFIG_V1),
  type(TIME_TOOL_CONFIG, 2, TIME_TOOL_CONFIG_V2),
  type(TIME_TOOL_CONFIG, 3, TIME_TOOL_CONFIG_V3),
  type(TIME_TOOL_DATA, 1, TIME_TOOL_DATA_V1, NEEDED),
  type(TIME_TOOL_DATA, 2, TIME_TOOL_DATA_V2, NEEDED),
  type(TIME_TOOL_DATA, 3, TIME_TOOL_DATA_V3, NEEDED),
];
