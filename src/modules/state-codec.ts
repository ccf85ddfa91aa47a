import type { NumberDType } from '../base/arrays.ts';
import { EnvView, ModuleTextFile } from './env-view.ts';
import { EventView } from './event-view.ts';
import { NdArrayView } from './nd-array.ts';
import type { Numbers } from './nd-shape.ts';
import { rawOf } from './raw.ts';

/** Marks what is more than plain data; no module calls a member so by accident. */
const KIND = '$xtcscope';
const DEEPEST = 64;

/**
 * The members of a module as data that can cross to another worker: numbers, texts, lists, objects, maps, sets, arrays,
 * open files and the environment.
 * @throws {TypeError} for anything else, saying where it is
 */
export function encodeState(instance: object): unknown {
  return encodeMembers(instance, 'this', 0);
}

/** Puts members into an object of the module's class, without calling its constructor. */
export function reviveState(prototype: object, state: unknown, env: Pick<EnvView, 'mkfile'>): object {
  return Object.assign(Object.create(prototype) as object, revive(state, env));
}

function encodeMembers(object: object, path: string, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, encode(value, `${path}.${name}`, depth + 1)]));
}

function encode(given: unknown, path: string, depth: number): unknown {
  const value = rawOf(given);
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`${path} is a ${typeof value}: it cannot be handed over to join it with other parts.`);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) throw new TypeError(`${path} is nested too deep to be handed over, or holds itself.`);
  if (value instanceof NdArrayView) return { [KIND]: 'array', shape: value.shape, dtype: value.dtype, data: value.data };
  if (value instanceof EnvView) return { [KIND]: 'env' };
  if (value instanceof EventView) return null; // An event is over when its part is.
  if (value instanceof ModuleTextFile) return { [KIND]: 'file', name: value.name };
  if (Array.isArray(value)) return value.map((item, i) => encode(item, `${path}[${i}]`, depth + 1));
  if (value instanceof Map) return { [KIND]: 'map', entries: [...value].map((entry) => encode(entry, path, depth + 1)) };
  if (value instanceof Set) return { [KIND]: 'set', values: [...value].map((item) => encode(item, path, depth + 1)) };
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Date) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return encodeMembers(value, path, depth);
  // What a file holds is plain data behind its names.
  const name = (value.constructor as { name?: string } | undefined)?.name ?? 'object';
  throw new TypeError(`${path} is a ${name}: only plain objects, lists, maps, sets and arrays can be handed over to join parts.`);
}

function revive(state: unknown, env: Pick<EnvView, 'mkfile'>): unknown {
  if (typeof state !== 'object' || state === null || ArrayBuffer.isView(state) || state instanceof ArrayBuffer || state instanceof Date) return state;
  if (Array.isArray(state)) return state.map((item) => revive(item, env));
  const tagged = state as Record<string, unknown>;
  switch (tagged[KIND]) {
    case 'array':
      return new NdArrayView(tagged.shape as readonly number[], tagged.dtype as NumberDType, tagged.data as Numbers);
    case 'env':
      return env;
    case 'file':
      return env.mkfile(tagged.name);
    case 'map':
      return new Map((tagged.entries as readonly unknown[]).map((entry) => revive(entry, env) as [unknown, unknown]));
    case 'set':
      return new Set((tagged.values as readonly unknown[]).map((item) => revive(item, env)));
    default:
      return Object.fromEntries(Object.entries(tagged).map(([name, value]) => [name, revive(value, env)]));
  }
}
