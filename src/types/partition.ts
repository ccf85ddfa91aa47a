import { type } from './payload-type.ts';
import { derive, inner, num, numberOf, numbersOf, nums, struct, type Values } from './schema.ts';
import { SRC } from './source.ts';

/** Which sources took part in a run. @source psddldata partition.ddl */

const SOURCE = struct('Partition.Source', [inner('src', SRC), num('u32', 'group', [], { note: 'readout group' })]);

const PARTITION_V1 = struct('Partition.ConfigV1', [
  num('u64', 'bldMask', [], { note: 'bit i: beam-line datum i' }),
  num('u32', 'numSources'),
  inner('sources', SOURCE, 'numSources'),
]);

const isZero = (own: Values): boolean => numbersOf(own, 'bldMask').every((word) => word === 0);

const PARTITION_V2 = struct(
  'Partition.ConfigV2',
  [...nums('u32', 'numWords', 'numSources'), num('u32', 'bldMask', 'numWords', { note: 'bit i & 31 of word i >> 5: beam-line datum i' }), inner('sources', SOURCE, 'numSources')],
  {
    derived: [
      derive('numBldMaskBits', (own) => 32 * numberOf(own, 'numWords')),
      derive('bldMaskIsZero', (own) => Number(isZero(own))),
      derive('bldMaskIsNotZero', (own) => Number(!isZero(own))),
    ],
  },
);

const PARTITION_CONFIG = 79;

export const PARTITION_TYPES = [type(PARTITION_CONFIG, 1, PARTITION_V1), type(PARTITION_CONFIG, 2, PARTITION_V2)];
