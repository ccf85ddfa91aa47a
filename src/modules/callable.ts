import { RAW } from './raw.ts';

const NONE = (): undefined => undefined;

/**
 * A value that can be called for itself, as pyana's accessors are: `element.quad()` and `element.quad` both work, the
 * second in arithmetic, comparisons with < and ==, texts and arrays. `array(i)` is `array[i]`.
 */
export function callable(value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return new Proxy(NONE, {
    apply: (_target, _self, given: unknown[]) => (given.length > 0 ? elementOf(value, given) : value),
    get: (_target, name) => {
      if (name === RAW) return value;
      if (name === Symbol.toPrimitive) return () => (isObject ? `[${Object.keys(value).join(', ')}]` : value);
      if (name === 'valueOf') return () => value;
      if (value === null || value === undefined) return undefined;
      const owner = Object(value) as Record<PropertyKey, unknown>;
      const member = owner[name];
      return typeof member === 'function' && !(RAW in member) ? (member.bind(value) as unknown) : member;
    },
    has: (_target, name) => name === RAW || (isObject && name in value),
    ownKeys: () => (isObject ? Reflect.ownKeys(value) : []),
    getOwnPropertyDescriptor: (_target, name) => {
      const found = isObject ? Reflect.getOwnPropertyDescriptor(value, name) : undefined;
      return found && { ...found, configurable: true };
    },
  });
}

function elementOf(value: unknown, place: readonly unknown[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('at' in value && 'shape' in value) return (value.at as (...at: unknown[]) => unknown)(...place);
  return place.reduce<unknown>((inside, at) => (inside as Record<PropertyKey, unknown> | undefined)?.[at as PropertyKey], value);
}
