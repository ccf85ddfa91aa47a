/** A file that may be changed by somebody else at any time, and the way to have it as it is now. */
export type NamedHandle = { readonly name: string; readonly handle: { getFile(): Promise<File> } };

/** Between having a file and reading it somebody may write again: a few times this is luck, many times it is not. */
export const GROWING_ATTEMPTS = 8;

const handles = new Map<string, NamedHandle['handle']>();

/**
 * Lets this worker read files that are being written: browsers refuse to read a `File` that was changed after it was
 * given, so it has to be asked for anew.
 */
export function rememberGrowing(named: readonly NamedHandle[]): void {
  for (const { name, handle } of named) handles.set(name, handle);
}

/** The file as it is now; null for one that is not known to grow. */
export async function freshFile(name: string): Promise<File | null> {
  return (await handles.get(name)?.getFile()) ?? null;
}
