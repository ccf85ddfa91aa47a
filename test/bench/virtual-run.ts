const HEADER_BYTES = 40;
const L1_ACCEPT = 12;
const EVENT_NANOSECONDS = 8_333_333; // 120 events a second
const CHUNK_BYTES = 32 << 20;

type Seed = { readonly before: Blob; readonly events: readonly Blob[]; readonly seconds: number };

/** Splits a short run into what comes before its first event and its events, by their extents alone. */
export async function splitEvents(file: Blob): Promise<Seed> {
  const events: Blob[] = [];
  let before = file.slice(0, 0);
  let seconds = 0;
  for (let offset = 0; offset + HEADER_BYTES <= file.size; ) {
    const header = new DataView(await file.slice(offset, offset + HEADER_BYTES).arrayBuffer());
    const end = offset + 20 + header.getUint32(36, true);
    if (((header.getUint32(8, true) >>> 24) & 15) === L1_ACCEPT) events.push(file.slice(offset, end));
    else if (events.length === 0) before = file.slice(0, end);
    seconds = header.getUint32(4, true);
    offset = end;
  }
  return { before, events, seconds: seconds + 1 };
}

function clock({ seconds }: Seed, event: number): Uint32Array<ArrayBuffer> {
  const nanoseconds = event * EVENT_NANOSECONDS;
  return Uint32Array.of(nanoseconds % 1e9, seconds + Math.floor(nanoseconds / 1e9));
}

/** A run of about `byteLength` bytes of small datagrams: the seed's events again and again, each with a clock of its own. */
export async function repeatSmall(seed: Seed, byteLength: number, name: string): Promise<{ file: File; events: number }> {
  const bytes = new Uint8Array(await new Blob([...seed.events]).arrayBuffer());
  const sizes = seed.events.map((event) => event.size);
  const repeats = Math.ceil(CHUNK_BYTES / bytes.length);
  const parts: Blob[] = [seed.before];
  let events = 0;
  for (let total = 0; total < byteLength; total += repeats * bytes.length) {
    const chunk = new Uint8Array(repeats * bytes.length);
    for (let repeat = 0, offset = 0; repeat < repeats; repeat++) {
      chunk.set(bytes, offset);
      for (const size of sizes) {
        chunk.set(new Uint8Array(clock(seed, events++).buffer), offset);
        offset += size;
      }
    }
    parts.push(new Blob([chunk]));
  }
  return { file: new File(parts, name), events };
}

/** The same for large datagrams: a browser shares parts that are whole Blobs, so nothing is copied however long the run. */
export async function repeatLarge(seed: Seed, byteLength: number, name: string): Promise<{ file: File; events: number }> {
  const bodies = await Promise.all(seed.events.map(async (event) => new Blob([await event.slice(8).arrayBuffer()])));
  const parts: BlobPart[] = [new Blob([await seed.before.arrayBuffer()])];
  let events = 0;
  for (let total = 0; total < byteLength; events++) {
    const body = bodies[events % bodies.length];
    if (!body) throw new Error('The seed has no events.');
    parts.push(clock(seed, events), body);
    total += 8 + body.size;
  }
  return { file: new File(parts, name), events };
}
