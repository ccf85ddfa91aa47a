import { expect, test } from 'vitest';
import { Arena } from '../../src/wasm/arena.ts';
import { loadKernels } from '../reference/load-kernels.ts';

test('reserves aligned, apart, and gives back what a scope took', async () => {
  const arena = new Arena(await loadKernels());
  const bytes = arena.reserve('u8', 3);
  const next = arena.reserve('f32', 5);
  expect(bytes.ptr % 16).toBe(0);
  expect(next.ptr % 16).toBe(0);
  expect(next.ptr).toBeGreaterThanOrEqual(bytes.ptr + 3);
  const inner = arena.scoped(() => arena.reserve('f64', 1000).ptr);
  expect(arena.reserve('f64', 1).ptr).toBe(inner);
});

test('views see the same bytes after the memory has grown', async () => {
  const arena = new Arena(await loadKernels());
  const small = arena.reserve('i16', 4);
  small.view().set([1, -2, 3, -4]);
  const buffer = arena.kernels.memory.buffer;
  const large = arena.reserve('u8', 512 << 20);
  expect(arena.kernels.memory.buffer).not.toBe(buffer);
  expect([...small.view()]).toEqual([1, -2, 3, -4]);
  expect(large.view().length).toBe(512 << 20);
});

test('an instance has a memory of its own', async () => {
  const [one, other] = [await loadKernels(), await loadKernels()];
  expect(one.memory).not.toBe(other.memory);
});
