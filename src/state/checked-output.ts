import { countOf, ELEMENT_BYTES, type DType, type NdArray } from '../base/arrays.ts';
import type { LogLine, ModulePlot, ModuleProblem, SavedArrays } from '../modules/outputs.ts';
import type { FromWorker, PartOutput } from '../modules/protocol.ts';

const KINDS: readonly string[] = ['line', 'scatter', 'errorbar', 'histogram', 'image'];
const FORMATS: readonly string[] = ['npy', 'npz', 'txt', 'csv', 'mat', 'h5', 'png'];

/**
 * What a worker sent, brought into the shape that was agreed: the user's code runs there too, and could send anything.
 * @throws {TypeError} when it is no message at all
 */
export function checkedMessage(given: unknown): FromWorker {
  const message = recordOf(given);
  const part = Number(message.part);
  switch (message.type) {
    case 'ready':
      return { type: 'ready', canJoin: message.canJoin === true, hasCycleEnds: message.hasCycleEnds === true };
    case 'at':
      return { type: 'at', part, done: Number(message.done), module: textOf(message.module), callback: textOf(message.callback), event: Number(message.event) };
    case 'output':
      return { type: 'output', ...checkedOutput(message, part) };
    case 'ended': {
      const outcome = (['end', 'stop', 'terminate'] as const).find((known) => known === message.outcome) ?? 'failed';
      return { type: 'ended', part, outcome, state: message.state };
    }
    case 'broken':
      return { type: 'broken', problem: checkedProblem(message.problem) };
    default:
      throw new TypeError('A worker of the sandbox sent a message that is not understood.');
  }
}

function checkedOutput(output: Record<string, unknown>, part: number): PartOutput {
  return {
    part,
    lines: listOf(output.lines).map((line): LogLine => ({ module: textOf(line.module), text: textOf(line.text), kind: line.kind === 'note' ? 'note' : 'print' })),
    plots: listOf(output.plots).map(checkedPlot),
    saved: listOf(output.saved).map(checkedSaved),
    texts: listOf(output.texts).map(({ module, name, text }) => ({ module: textOf(module), name: fileName(name), text: textOf(text) })),
    problems: listOf(output.problems).map(checkedProblem),
  };
}

function checkedPlot(plot: Record<string, unknown>): ModulePlot {
  const kind = KINDS.find((known) => known === plot.kind) as ModulePlot['kind'] | undefined;
  if (!kind) throw new TypeError('A worker of the sandbox sent a plot of no kind.');
  const image = plot.image === null ? null : (checkedArray(plot.image) as NdArray<'f32'>);
  if (image && (image.dtype !== 'f32' || image.shape.length !== 2)) throw new TypeError('A worker of the sandbox sent an image of no picture.');
  return {
    module: textOf(plot.module), name: textOf(plot.name), kind, title: textOf(plot.title), xLabel: textOf(plot.xLabel), yLabel: textOf(plot.yLabel),
    logX: plot.logX === true, logY: plot.logY === true, x: doublesOf(plot.x), image,
    series: listOf(plot.series).map(({ label, y, error }) => ({ label: textOf(label), y: doublesOf(y), error: error === null ? null : doublesOf(error) })),
  };
}

function checkedSaved(saved: Record<string, unknown>): SavedArrays {
  const format = FORMATS.find((known) => known === saved.format) as SavedArrays['format'] | undefined;
  if (!format) throw new TypeError('A worker of the sandbox sent a file of no format.');
  const given = recordOf(saved.options);
  const number = (name: string): number | undefined => (typeof given[name] === 'number' ? given[name] : undefined);
  const text = (name: string): string | undefined => (typeof given[name] === 'string' ? given[name] : undefined);
  const options = { format: text('format'), header: text('header'), colormap: text('colormap'), low: number('low'), high: number('high') };
  const arrays = listOf(saved.arrays).map(({ name, array }) => ({ name: textOf(name), array: checkedArray(array) }));
  return { module: textOf(saved.module), name: fileName(saved.name), format, arrays, options };
}

function checkedProblem(given: unknown): ModuleProblem {
  const { module, callback, event, line, column, message } = recordOf(given);
  return { module: textOf(module), callback: textOf(callback), event: Number(event), line: Number(line), column: Number(column), message: textOf(message) };
}

function checkedArray(given: unknown): NdArray<DType> {
  const { shape, dtype, data } = recordOf(given);
  const lengths = Array.isArray(shape) ? shape.map(Number) : [];
  const isArray = typeof dtype === 'string' && dtype in ELEMENT_BYTES && ArrayBuffer.isView(data) && !(data instanceof DataView);
  if (!isArray || countOf(lengths) !== (data as unknown as ArrayLike<unknown>).length) throw new TypeError('A worker of the sandbox sent an array that is none.');
  return { shape: lengths, dtype, data } as unknown as NdArray<DType>;
}

function doublesOf(given: unknown): Float64Array {
  if (given instanceof Float64Array) return given;
  throw new TypeError('A worker of the sandbox sent a plot without numbers.');
}

function recordOf(given: unknown): Record<string, unknown> {
  if (typeof given === 'object' && given !== null) return given as Record<string, unknown>;
  throw new TypeError('A worker of the sandbox sent a message that is not understood.');
}

function listOf(given: unknown): Record<string, unknown>[] {
  return Array.isArray(given) ? given.map(recordOf) : [];
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : '';
}

/** The name of a file without folders; nothing that a file system could take for more than a name. */
function fileName(given: unknown): string {
  const name = textOf(given).split(/[\\/]/).at(-1)?.replaceAll(/[^\p{L}\p{N} ._()+=,@#-]/gu, '_').replace(/^\.+/, '') ?? '';
  return name === '' ? 'unnamed' : name.slice(0, 200);
}
