/**
 * Memory without a collector: a pointer that only moves up, until it is put back to a mark.
 *
 * Everything a kernel works on is reserved here by the TypeScript side (src/wasm/arena.ts). Reserving may grow the
 * memory, which detaches every typed array that looks at it.
 */
let top: usize = (__heap_base + 15) & ~15;

/** Reserves `byteLength` bytes, 16-byte aligned. @returns the pointer, or 0 when memory cannot grow further. */
export function reserve(byteLength: usize): usize {
  const ptr = top;
  const end = (ptr + byteLength + 15) & ~15;
  if (end < ptr) return 0;
  const pagesNeeded = <i32>((end + 0xffff) >>> 16);
  const pages = memory.size();
  if (pagesNeeded > pages && memory.grow(pagesNeeded - pages) < 0) return 0;
  top = end;
  return ptr;
}

/** @returns a mark that `release` takes back everything reserved since. */
export function mark(): usize {
  return top;
}

export function release(to: usize): void {
  top = to;
}

/** Copies `byteLength` bytes as fast as this machine can: the limit that the bench holds the streaming kernels against. */
export function copyBytes(to: usize, from: usize, byteLength: usize): void {
  memory.copy(to, from, byteLength);
}
