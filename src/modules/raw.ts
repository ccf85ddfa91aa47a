/** Under this key an object that stands for a value gives the value itself. */
export const RAW = Symbol('raw');

/** The value that an object stands for; anything else is given back as it is. */
export function rawOf(value: unknown): unknown {
  if ((typeof value === 'object' || typeof value === 'function') && value !== null && RAW in value) return (value)[RAW];
  return value;
}
