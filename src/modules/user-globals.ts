import type { DType, NdArray } from '../base/arrays.ts';
import { typeName } from '../format/type-id.ts';
import { array, np } from './nd-functions.ts';
import { NdArrayView } from './nd-array.ts';
import type { ModulePlot, PlotSeries, SavedArrays } from './outputs.ts';
import type { PartOutputs } from './part-outputs.ts';
import { printf } from './printf.ts';
import { rawOf } from './raw.ts';

/** What `event` returns to skip the modules behind it, to end the loop, and to end at once. */
export const Skip = Symbol.for('pyana.Skip');
export const Stop = Symbol.for('pyana.Stop');
export const Terminate = Symbol.for('pyana.Terminate');

type PlotOptions = { title?: string; xLabel?: string; yLabel?: string; logX?: boolean; logY?: boolean; label?: string; labels?: readonly string[]; bins?: number; range?: readonly [number, number] };
type SaveOptions = SavedArrays['options'];

const MOST_TYPES = 256;

/** `TypeId.Type.Id_IpmFex` and all the others, as pyana spells them; names that are no type are found out when used. */
const TypeId = {
  Type: new Proxy({}, { get: (_target, name) => (typeof name === 'string' ? name : undefined) }),
  names: Array.from({ length: MOST_TYPES }, (_, id) => typeName(id)).filter((name) => name !== '-Invalid-'),
} as const;

/** All names that modules find in their scope. @param moduleNow title of the module that is at work */
export function userGlobals(outputs: PartOutputs, moduleNow: () => string): Record<string, unknown> {
  return {
    np, Skip, Stop, Terminate, TypeId,
    pyana: { Skip, Stop, Terminate },
    NdArray: NdArrayView,
    print: (...given: unknown[]) => outputs.print(moduleNow(), given.map(textOf).join(' ')),
    format: printf,
    plot: plotting(outputs, moduleNow),
    save: saving(outputs, moduleNow),
  };
}

function plotting(outputs: PartOutputs, moduleNow: () => string) {
  const show = (name: string, kind: ModulePlot['kind'], options: PlotOptions, parts: Partial<ModulePlot>): void => {
    const { title = name, xLabel = '', yLabel = '', logX = false, logY = false } = options;
    outputs.plot({ module: moduleNow(), name, kind, title, xLabel, yLabel, logX, logY, x: new Float64Array(0), series: [], image: null, ...parts });
  };
  const curves = (name: string, kind: ModulePlot['kind'], given: readonly unknown[], error: unknown, options: PlotOptions): void => {
    const [x, y] = given.length > 1 ? [doubles(given[0]), given[1]] : [null, given[0]];
    const list = listOfCurves(y);
    const series = list.map((curve, i): PlotSeries => ({ label: options.labels?.[i] ?? options.label ?? (list.length > 1 ? String(i) : ''), y: curve, error: error === undefined ? null : doubles(error) }));
    show(name, kind, options, { x: x ?? Float64Array.from(list[0] ?? [], (_, i) => i), series });
  };
  return {
    /** `plot.line('name', x, y, options)`; y may be a list of curves; without x against their number. */
    line: (name: string, ...given: unknown[]) => curves(name, 'line', ...splitOptions(given)),
    scatter: (name: string, ...given: unknown[]) => curves(name, 'scatter', ...splitOptions(given)),
    errorbar: (name: string, x: unknown, y: unknown, error: unknown, options: PlotOptions = {}) => curves(name, 'errorbar', [x, y], error, options),
    histogram: (name: string, values: unknown, options: PlotOptions | number = {}) => {
      const wish = typeof options === 'number' ? { bins: options } : options;
      const { counts, edges } = array(values).histogram(wish.bins ?? 100, wish.range);
      show(name, 'histogram', wish, { x: doubles(edges), series: [{ label: wish.label ?? '', y: doubles(counts), error: null }] });
    },
    image: (name: string, given: unknown, options: PlotOptions = {}) => {
      const picture = array(given);
      if (picture.ndim !== 2) throw new RangeError(`plot.image needs (rows, columns); this array has the shape (${picture.shape.join(', ')}).`);
      show(name, 'image', options, { image: { shape: picture.shape, dtype: 'f32', data: Float32Array.from(picture.data) } });
    },
  };
}

function splitOptions(given: readonly unknown[]): [readonly unknown[], undefined, PlotOptions] {
  const last = given[given.length - 1];
  const isOptions = typeof last === 'object' && last !== null && Object.getPrototypeOf(last) === Object.prototype;
  return isOptions ? [given.slice(0, -1), undefined, last] : [given, undefined, {}];
}

function listOfCurves(given: unknown): Float64Array[] {
  const curves = array(given);
  return curves.ndim > 1 ? Array.from({ length: curves.length }, (_, i) => doubles(curves.slice(i))) : [doubles(curves)];
}

function doubles(given: unknown): Float64Array {
  return Float64Array.from(array(given).data);
}

function saving(outputs: PartOutputs, moduleNow: () => string) {
  const save = (format: SavedArrays['format']) => (name: string, given: unknown, options: SaveOptions = {}): void => {
    outputs.save({ module: moduleNow(), name, format, arrays: namedArrays(given), options: { ...options } });
  };
  return { npy: save('npy'), npz: save('npz'), txt: save('txt'), csv: save('csv'), mat: save('mat'), h5: save('h5'), png: save('png') };
}

function namedArrays(given: unknown): SavedArrays['arrays'] {
  const raw = rawOf(given);
  const isNamed = typeof raw === 'object' && raw !== null && Object.getPrototypeOf(raw) === Object.prototype;
  const entries: readonly (readonly [string, unknown])[] = isNamed ? Object.entries(raw) : [['data', raw]];
  return entries.map(([name, value]) => ({ name, array: copyOf(array(value)) }));
}

/** A copy: the module may go on changing its own. */
function copyOf({ shape, dtype, data }: NdArrayView): NdArray<DType> {
  return { shape, dtype, data: data.slice() };
}

/** What print shows of a value. */
export function textOf(given: unknown): string {
  const value = rawOf(given);
  if (typeof value === 'string') return value;
  if (value instanceof NdArrayView || typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (ArrayBuffer.isView(value)) return String(array(value));
  const { toString } = value as { toString(): string };
  if (toString !== Object.prototype.toString && typeof toString === 'function') return toString.call(value);
  return `{${Object.entries(value).map(([name, inside]) => `${name}: ${textOf(inside)}`).join(', ')}}`;
}
