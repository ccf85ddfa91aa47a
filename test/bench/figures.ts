/** One measured figure beside its limit from the same run. */
export type Row = {
  readonly figure: string;
  readonly unit: string;
  readonly median: number;
  readonly p95: number;
  /** What the limit is: `merely reading, 16 MiB × 4`. */
  readonly limitName: string;
  readonly limit: number;
  /** The number that is held against `target`; how it is made is said by `rule`. */
  readonly ratio: number;
  /** `>= 0.8`, `<= 1.6` */
  readonly rule: `${'>=' | '<='} ${number}`;
};

/** Value below which `share` of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export function isGood({ ratio, rule }: Row): boolean {
  const [sign, bound] = rule.split(' ');
  return sign === '>=' ? ratio >= Number(bound) : ratio <= Number(bound);
}

/** The rows as one table for people. */
export function printTable(rows: readonly Row[]): string {
  const head = ['figure', 'median', 'p95', 'unit', 'limit', 'of', 'ratio', 'wanted', ''];
  const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  const lines = rows.map((row) => [
    row.figure,
    digits(row.median),
    digits(row.p95),
    row.unit,
    digits(row.limit),
    row.limitName,
    row.ratio.toFixed(2),
    row.rule,
    isGood(row) ? 'pass' : 'FAIL',
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  return [head, ...lines].map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()).join('\n');
}
