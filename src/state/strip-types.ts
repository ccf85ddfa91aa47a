import { XtcError } from '../base/errors.ts';

/**
 * TypeScript without its types; every line stays where it was. Types are not checked.
 * @throws {XtcError} 'unsupported' with line and column, when it is not TypeScript
 */
export async function stripTypes(source: string, name: string): Promise<string> {
  const { transform } = await import('sucrase');
  try {
    return transform(source, { transforms: ['typescript'], disableESTransforms: true, keepUnusedImports: true }).code;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new XtcError('unsupported', `${name} is no TypeScript: ${message}`, { cause });
  }
}
