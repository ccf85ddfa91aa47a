import { XtcError } from '../base/errors.ts';
import { partPixels } from '../base/pixels.ts';
import type { Dark } from './dark.ts';
import { isNpy, readNpy } from '../arrays/npy-file.ts';
import { ACCEPTED_SHAPES, placeSections, type PlaceInDetector } from './shapes.ts';
import { readNumbersText } from '../arrays/text-file.ts';

/** Those of the largest Jungfrau, 32 modules. */
const MOST_PIXELS = 32 * 512 * 1024;

/**
 * Pedestals from a `.npy` or text file, in any of the shapes in which they are kept.
 *
 * A section whose pedestals are all 0 counts as not there. A file of one quad or one section applies to that alone, to
 * quad 0 and section 0 unless `place` says otherwise; `origin` says to which.
 *
 * @throws {XtcError} 'bad-dark' with what was found and what can be read, 'unreadable'
 */
export async function readDarkFile(
  file: Blob,
  place: PlaceInDetector = {},
  name = file instanceof File ? file.name : '',
): Promise<Dark> {
  const numbers = await readNumbers(file, name);
  if (numbers.values.length === 0)
    throw new XtcError('bad-dark', `${name} has no numbers in it. ${ACCEPTED_SHAPES}`, { file: name });
  const { shape, values, covered, note } = placeSections(numbers, name, place);
  const length = partPixels(shape);
  let present = 0;
  for (let section = 0; section * length < values.length; ++section) {
    const pixels = values.subarray(section * length, (section + 1) * length);
    if ((covered >>> section) & 1 && pixels.some((value) => value !== 0)) present |= 1 << section;
  }
  if (present === 0)
    throw new XtcError('bad-dark', `${name} has only zeros in it: there is nothing to subtract.`, {
      file: name,
    });
  return {
    shape,
    events: 0,
    mean: values,
    sigma: new Float64Array(values.length),
    present: present >>> 0,
    source: '',
    origin: note ? `${name}, ${note} only` : name,
  };
}

async function readNumbers(file: Blob, name: string) {
  try {
    const start = new Uint8Array(await file.slice(0, 6).arrayBuffer());
    return await (isNpy(start)
      ? readNpy(file, name, MOST_PIXELS, 'bad-dark')
      : readNumbersText(file, name, MOST_PIXELS, 'bad-dark'));
  } catch (cause) {
    if (cause instanceof XtcError) throw cause;
    throw new XtcError(
      'unreadable',
      `${name} could not be read. It may have been moved or changed since it was chosen.`,
      { file: name, cause },
    );
  }
}
