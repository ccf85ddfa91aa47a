import type { Problem, ProblemCode } from '../base/errors.ts';

const LIMIT = 100;

/** Collects problems; of one kind in one file only the first hundred, and how many more there are. */
export class ProblemList {
  readonly #problems: Problem[] = [];
  readonly #counts = new Map<string, { count: number; last: Problem }>();

  add(problem: Problem): void {
    const key = `${problem.code} ${problem.file}`;
    const seen = this.#counts.get(key) ?? { count: 0, last: problem };
    ++seen.count;
    seen.last = problem;
    this.#counts.set(key, seen);
    if (seen.count <= LIMIT) this.#problems.push(problem);
  }

  /** Takes back what was said about a place, when more is known. */
  retract(code: ProblemCode, file: string, from: number, to: number): void {
    for (let i = this.#problems.length - 1; i >= 0; --i) {
      const problem = this.#problems[i];
      if (problem.code !== code || problem.file !== file || problem.offset < from || problem.offset >= to) continue;
      this.#problems.splice(i, 1);
      const seen = this.#counts.get(`${code} ${file}`);
      if (seen) --seen.count;
    }
  }

  /** All of them, each kind that was cut followed by the number that was left out. */
  all(): Problem[] {
    const more = [...this.#counts.values()].filter(({ count }) => count > LIMIT);
    return [
      ...this.#problems,
      ...more.map(({ count, last }) => ({ ...last, message: `${count - LIMIT} more problems of this kind (${last.code}) in ${last.file}, the last one at byte ${last.offset}.` })),
    ];
  }
}
