import { XtcError, type ProblemCode } from '../base/errors.ts';
import type { NumbersFile } from './npy-file.ts';

/**
 * Reads blank-separated numbers, line by line. Lines that start with '#' are comments; those of an ndarray header
 * (`# DIM:0 32`) give the shape. Without a header, lines of equal length do.
 * @param most more numbers than this are not read
 * @param code what errors are called: files are read for different ends
 * @throws {XtcError} `code` at the first word that is no number
 * @source pdscalibdata NDArrIOV1
 */
export async function readNumbersText(file: Blob, name: string, most: number, code: ProblemCode = 'bad-array'): Promise<NumbersFile> {
  const reader = new NumbersReader(name, most, code);
  const decoder = new TextDecoder();
  const stream = file.stream().getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await stream.read();
    const text = rest + (done ? decoder.decode() : decoder.decode(value, { stream: true }));
    if (done) {
      reader.line(text);
      return reader.finish();
    }
    // A 1-D dump is one line: numbers are taken as they come, only the last word may be incomplete.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) reader.line(line);
    if (rest.length > 65536 && !rest.trimStart().startsWith('#')) rest = reader.part(rest);
  }
}

class NumbersReader {
  readonly #name: string;
  readonly #most: number;
  readonly #code: ProblemCode;
  #values = new Float64Array(1 << 16);
  #count = 0;
  #lines = 0;
  #inLine = 0;
  #columns: number | null = null;
  #isRagged = false;
  readonly #dims: number[] = [];

  constructor(name: string, most: number, code: ProblemCode) {
    this.#name = name;
    this.#code = code;
    this.#most = most;
  }

  line(text: string): void {
    const trimmed = text.trim();
    if (trimmed.startsWith('#')) {
      const dim = /^#\s*DIM:\d+\s+(\d+)/.exec(trimmed);
      if (dim) this.#dims.push(Number(dim[1]));
    } else if (trimmed !== '') {
      for (const word of trimmed.split(/[\s,]+/)) this.#add(word);
    }
    if (this.#inLine > 0) {
      this.#isRagged ||= this.#columns !== null && this.#columns !== this.#inLine;
      this.#columns ??= this.#inLine;
    }
    this.#inLine = 0;
    ++this.#lines;
  }

  /** Takes all but the last word of a line that is not complete. @returns that word */
  part(text: string): string {
    const end = text.search(/\S*$/);
    for (const word of text
      .slice(0, end)
      .trim()
      .split(/[\s,]+/))
      if (word !== '') this.#add(word);
    return text.slice(end);
  }

  finish(): NumbersFile {
    const values = this.#values.slice(0, this.#count);
    const counted = this.#dims.reduce((product, length) => product * length, 1);
    if (this.#dims.length > 0 && counted !== this.#count) {
      throw this.#bad(`says it has ${this.#dims.join('×')} = ${counted} values and has ${this.#count}.`);
    }
    if (this.#dims.length > 0) return { values, shape: this.#dims };
    const columns = this.#columns ?? 0;
    return { values, shape: this.#isRagged || columns === 0 ? null : [this.#count / columns, columns] };
  }

  #add(word: string): void {
    const value = toNumber(word);
    if (value === null)
      throw this.#bad(
        `has "${word.slice(0, 40)}" in line ${this.#lines + 1}, where a number should be.`,
      );
    if (this.#count === this.#most) throw this.#bad(`has more than ${this.#most} values.`);
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(Math.min(this.#most, this.#count * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = value;
    ++this.#inLine;
  }

  #bad(message: string): XtcError {
    return new XtcError(this.#code, `${this.#name} ${message}`, { file: this.#name });
  }
}

function toNumber(word: string): number | null {
  const value = Number(word);
  if (!Number.isNaN(value)) return value;
  if (/^[+-]?nan$/i.test(word)) return NaN;
  if (/^[+-]?inf(inity)?$/i.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  return null;
}
