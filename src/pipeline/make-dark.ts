import { countOf } from '../base/arrays.ts';
import { partPixels } from '../base/pixels.ts';
import { XtcError, throwIfAborted } from '../base/errors.ts';
import { correct } from '../calib/correct.ts';
import type { DarkSums } from '../calib/dark.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';
import type { PixelsRequest } from './frame.ts';
import type { FetchedPixels, RawPixels } from './fetched-pixels.ts';
import { PixelReader } from './read-pixels.ts';

/** Events that are being read while one is added: reading takes longer than adding. */
const READ_AHEAD = 3;

/**
 * Adds up raw pixels, exactly. Events in which the source is damaged or missing are left out and not counted.
 * @param onProgress told how many of the requests are done
 * @throws {XtcError} 'aborted', what PixelReader throws, 'bad-dark' when the sections have different shapes
 */
export async function accumulateDark(
  arena: Arena,
  requests: readonly PixelsRequest[],
  onProgress: (eventsDone: number) => void,
  signal?: AbortSignal,
): Promise<DarkSums> {
  const { kernels } = arena;
  const mark = kernels.mark();
  const stop = new AbortController();
  try {
    const reader = new PixelReader(arena);
    const underway: Promise<FetchedPixels>[] = [];
    let next = 0;
    let events = 0;
    let sums: Sums | null = null;
    for (let done = 0; done < requests.length; ++done) {
      while (next < requests.length && underway.length < READ_AHEAD) {
        const reading = reader.fetch(requests[next++], stop.signal);
        reading.catch(() => undefined); // what fails is thrown where it is awaited, unless an earlier one has failed
        underway.push(reading);
      }
      const fetched = await underway.shift();
      throwIfAborted(signal);
      const pixels = fetched && reader.unpackGood(fetched);
      if (fetched && pixels) {
        const { shape, present } = pixels;
        sums ??= startSums(arena, pixels);
        if (sums.shape.join() !== shape.join()) {
          throw new XtcError(
            'bad-dark',
            `The pixels of ${fetched.request.source.name} change their shape from ${sums.shape.join('×')} to ${shape.join('×')}.`,
            { file: fetched.request.datagram.file.name, offset: fetched.request.datagram.offset },
          );
        }
        addUp(arena, pixels, sums);
        for (let section = 0; section < sums.sectionEvents.length; ++section)
          sums.sectionEvents[section] += (present >>> section) & 1;
        ++events;
      }
      onProgress(done + 1);
    }
    return handOut(sums, events);
  } finally {
    stop.abort();
    kernels.release(mark);
  }
}

type Sums = {
  shape: readonly number[];
  /** Signed pixels are added as they are; others by their values, which is where their gain bits are left out. */
  sum: WasmArray<'i32'> | WasmArray<'f64'>;
  values: WasmArray<'f32'> | null;
  squares: WasmArray<'f64'>;
  sectionEvents: Uint32Array;
};

function startSums(arena: Arena, { shape, raw }: RawPixels): Sums {
  const count = countOf(shape);
  const isSigned = raw.kind === 'i16';
  const sums = {
    shape,
    sum: isSigned ? arena.reserve('i32', count) : arena.reserve('f64', count),
    values: isSigned ? null : arena.reserve('f32', count),
    squares: arena.reserve('f64', count),
    sectionEvents: new Uint32Array(count / partPixels(shape)),
  };
  sums.sum.view().fill(0);
  sums.squares.view().fill(0);
  return sums;
}

function addUp(arena: Arena, pixels: RawPixels, { sum, squares, values }: Sums): void {
  const { raw } = pixels;
  if (!values) {
    arena.kernels.accumulateDark(raw.ptr, sum.ptr, squares.ptr, raw.length);
    return;
  }
  correct(arena, pixels, values, null, false);
  arena.kernels.accumulatePixels(values.ptr, sum.ptr, squares.ptr, raw.length);
}

function handOut(sums: Sums | null, events: number): DarkSums {
  if (!sums)
    return {
      shape: [0],
      sum: new Int32Array(0),
      squares: new Float64Array(0),
      sectionEvents: new Uint32Array(0),
      events: 0,
    };
  return {
    shape: sums.shape,
    sum: sums.sum.view().slice(),
    squares: sums.squares.view().slice(),
    sectionEvents: sums.sectionEvents,
    events,
  };
}
