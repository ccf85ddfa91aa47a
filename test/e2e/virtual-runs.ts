// Large runs that take no room: made in the page, of a few Blobs that their File repeats. These functions are sent to the
// page as text, so each has to stand alone.

/** A run of one stream with `events` small events in `cycles` cycles; 5 leaves each. */
export function makeSmallEvents({ events, cycles, name }: { events: number; cycles: number; name: string }): File {
  const LEAVES = 5;
  const LEAF_BYTES = 20 + 16;
  const EVENT_BYTES = 40 + LEAVES * LEAF_BYTES;
  const parts: Blob[] = [];
  let clock = 0;
  const header = (view: DataView, at: number, transition: number, extent: number): void => {
    const time = clock / 120;
    view.setUint32(at, Math.round((time % 1) * 1e9), true);
    view.setUint32(at + 4, 1_300_000_000 + Math.floor(time), true);
    view.setUint32(at + 8, transition * 2 ** 24, true);
    view.setUint32(at + 12, (3 * clock) % 131040, true);
    view.setUint32(at + 24, 0x030010e1, true);
    view.setUint32(at + 28, 0xac15240b, true);
    view.setUint32(at + 32, 1, true);
    view.setUint32(at + 36, extent, true);
    ++clock;
  };
  const transition = (number: number): void => {
    const view = new DataView(new ArrayBuffer(40));
    header(view, 0, number, 20);
    parts.push(new Blob([view]));
  };
  for (const number of [4, 6]) transition(number);
  for (let cycle = 0; cycle < cycles; ++cycle) {
    for (const number of [8, 10]) transition(number);
    const count = Math.floor(((cycle + 1) * events) / cycles) - Math.floor((cycle * events) / cycles);
    const view = new DataView(new ArrayBuffer(count * EVENT_BYTES));
    for (let event = 0, at = 0; event < count; ++event, at += EVENT_BYTES) {
      header(view, at, 12, EVENT_BYTES - 20);
      for (let leaf = 0, child = at + 40; leaf < LEAVES; ++leaf, child += LEAF_BYTES) {
        if (event % 997 === 0 && leaf === 2) view.setUint32(child, 2, true);
        view.setUint32(child + 4, 0x0100000e, true);
        view.setUint32(child + 8, 0x14002300 + leaf, true);
        view.setUint32(child + 12, 0x1001f, true); // IpmFex, version 1
        view.setUint32(child + 16, LEAF_BYTES, true);
      }
    }
    parts.push(new Blob([view]));
    for (const number of [11, 9]) transition(number);
  }
  transition(7);
  return new File(parts, name);
}

/** The events of a chosen file again and again, each with a clock of its own, until the run has `byteLength` bytes. */
export async function makeLargeEvents({ byteLength, name }: { byteLength: number; name: string }): Promise<File> {
  const input = [...document.querySelectorAll('input')].find(({ type, id }) => type === 'file' && id === 'seed');
  const file = input?.files?.[0];
  if (!file) throw new Error('No seed was chosen.');
  const bytes = await file.arrayBuffer();
  const view = new DataView(bytes);
  const bodies: Blob[] = [];
  let before = 0;
  let seconds = 0;
  for (let at = 0; at + 40 <= bytes.byteLength; ) {
    const end = at + 20 + view.getUint32(at + 36, true);
    const isEvent = ((view.getUint32(at + 8, true) >>> 24) & 15) === 12;
    if (isEvent) bodies.push(new Blob([bytes.slice(at + 8, end)]));
    else if (bodies.length === 0) before = end;
    seconds = view.getUint32(at + 4, true) + 1;
    at = end;
  }
  const parts: BlobPart[] = [new Blob([bytes.slice(0, before)])];
  for (let total = before, event = 0; total < byteLength; ++event) {
    const body = bodies[event % bodies.length];
    parts.push(Uint32Array.of(Math.round(((event % 120) / 120) * 1e9), seconds + Math.floor(event / 120)), body);
    total += 8 + body.size;
  }
  return new File(parts, name);
}
