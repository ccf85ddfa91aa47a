/** Ways to merely read a whole file; the best of them is the limit that a scan is held against. */
export const readingWays: readonly { name: string; read: (file: Blob) => Promise<number> }[] = [
  { name: '4 MiB × 4', read: (file) => readWindows(file, 4 << 20, 4) },
  { name: '16 MiB × 2', read: (file) => readWindows(file, 16 << 20, 2) },
  { name: '16 MiB × 4', read: (file) => readWindows(file, 16 << 20, 4) },
  { name: '64 MiB × 2', read: (file) => readWindows(file, 64 << 20, 2) },
  { name: 'stream()', read: readStream },
];

async function readWindows(file: Blob, windowBytes: number, inFlight: number): Promise<number> {
  let next = 0;
  let total = 0;
  const lane = async (): Promise<void> => {
    while (next < file.size) {
      const offset = next;
      next += windowBytes;
      total += (await file.slice(offset, offset + windowBytes).arrayBuffer()).byteLength;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return total;
}

async function readStream(file: Blob): Promise<number> {
  let total = 0;
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) total += piece.value.byteLength;
  return total;
}

/** Seconds that `task` takes. */
export async function secondsOf(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return (performance.now() - start) / 1000;
}
