/** An array of a file, in C order. */
export type NamedNumbers = { readonly name: string; readonly shape: readonly number[]; readonly values: Float64Array };

/** What a file of arrays holds, and names of what in it is no array of numbers. */
export type ArraysFile = { readonly arrays: readonly NamedNumbers[]; readonly skipped: readonly string[] };
