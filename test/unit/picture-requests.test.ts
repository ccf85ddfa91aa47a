import { expect, test } from 'vitest';
import type { Dark } from '../../src/calib/dark.ts';
import { imageSources, type ConfigurationRef, type LeafKind } from '../../src/format/run-index.ts';
import { configurationOfPictures, isDarkOf } from '../../src/state/picture-requests.ts';
import { runIndexOf } from '../reference/run-index-of.ts';

const kind = (typeId: number, source: string, phy = 0): LeafKind => ({ kind: 'DetInfo', source, level: 1, phy, typeId, version: 1, compressed: false });
const dark = (shape: readonly number[], source: string): Dark => ({ shape, events: 1, mean: new Float64Array(0), sigma: new Float64Array(0), present: 1, source, origin: '' });

test('a dark is subtracted from the detectors it fits', () => {
  const [cspad, pair, opal] = [dark([4, 8, 185, 388], 'A|Cspad-0'), dark([2, 185, 388], 'A|Cspad2x2-0'), dark([1024, 1024], 'A|Opal1000-0')];
  const kinds = [kind(28, 'B|Cspad-0'), kind(41, 'B|Cspad2x2-0'), kind(2, 'A|Opal1000-0'), kind(2, 'B|Opal1000-0')];
  expect([cspad, pair, opal, dark([1024, 1024], '')].map((one) => kinds.map((to) => isDarkOf(one, to)))).toEqual([
    [true, false, false, false],
    [false, true, false, false],
    [false, false, true, false],
    [false, false, true, true],
  ]);
});

test('picture sources come in the order of the file, each once, whatever types of pictures it has', () => {
  const kinds = [kind(18, 'A|Princeton-0', 1), kind(17, 'A|Princeton-0', 1), kind(50, 'A|Timepix-0', 2), kind(2, 'A|Opal1000-0', 3), { ...kind(50, 'A|Timepix-0', 2), version: 2 }, kind(7, 'A|Opal1000-0', 3), kind(28, 'A|Cspad-0', 4)];
  expect(imageSources({ ...runIndexOf([]), kinds }).map(({ source }) => source)).toEqual(['A|Princeton-0', 'A|Timepix-0', 'A|Opal1000-0', 'A|Cspad-0']);
});

test('the segments of a Jungfrau are described by the configuration of the whole, unless they have their own', () => {
  const detector = 0x20 << 24;
  // Detector 0x20-1, device Jungfrau (43) 0; its segment of two modules (52): child ids are the parent's times 16 and a number.
  const whole = kind(107, 'whole', detector | (1 << 16) | (43 << 8) | 0);
  const segment = kind(108, 'segment', detector | (0x18 << 16) | (52 << 8) | 0x02);
  const other = kind(108, 'other', detector | (0x28 << 16) | (52 << 8) | 0x02);
  const at = (of: LeafKind, offset: number): ConfigurationRef => ({ kind: of, file: 0, offset, byteLength: 1, datagramOffset: 0, datagramBytes: 1, fromDatagram: 0 });
  const index = { ...runIndexOf([]), configurations: [at(whole, 5)] };
  expect(configurationOfPictures(index, segment, 3)?.offset).toBe(5);
  expect(configurationOfPictures(index, other, 3)).toBeNull();
  const both = { ...index, configurations: [at(whole, 5), at({ ...segment, typeId: 107 }, 9)] };
  expect(configurationOfPictures(both, segment, 3)?.offset).toBe(9);
});
