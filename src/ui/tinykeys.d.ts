/** The package has these types but does not export them. */
declare module 'tinykeys' {
  export function tinykeys(target: Window | HTMLElement, bindings: Record<string, (event: KeyboardEvent) => void>): () => void;
}
