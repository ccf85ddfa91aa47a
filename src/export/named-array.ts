import type { DType, NdArray } from '../base/arrays.ts';

/** An array to save under a name; `/` parts groups where the format has them. */
export type NamedArray = { readonly name: string; readonly array: NdArray<DType> };

/** Columns as arrays of one dimension; `/` in their names is no group and becomes `_`. */
export function namedColumns(columns: readonly { readonly name: string; readonly data: Float64Array }[]): NamedArray[] {
  return columns.map(({ name, data }) => ({ name: name.replaceAll('/', '_'), array: { shape: [data.length], dtype: 'f64', data } }));
}

/**
 * Names that a format allows, each once: `allowed` are the characters kept, others become `_`, a number after the name
 * tells equal ones apart.
 * @param first what a name may start with; others get an x in front
 */
export function distinctNames(names: readonly string[], allowed: RegExp, longest: number, first = /./): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const written = Array.from(name, (character) => (allowed.test(character) ? character : '_')).join('');
    const kept = (first.test(written.slice(0, 1)) ? written : `x${written}`).slice(0, longest);
    let own = kept;
    for (let n = 2; taken.has(own); ++n) own = `${kept.slice(0, longest - 5)}_${n}`;
    taken.add(own);
    return own;
  });
}
