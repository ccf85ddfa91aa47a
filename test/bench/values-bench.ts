import { isConfiguration } from '../../src/format/type-id.ts';
import { payloadSpan, readTree, type XtcNode } from '../../src/format/xtc.ts';
import { leavesOf } from '../../src/pipeline/read-values.ts';
import { decode } from '../../src/types/registry.ts';
import type { Values } from '../../src/types/schema.ts';
import { median, quantile, type Row } from './figures.ts';
import { secondsOf } from './reading.ts';

/**
 * Datagrams per second of the DAQ's dump tool in the delay scan's first stream: every leaf counted, only the first of each
 * type decoded; two x86-64 cores, file in memory.
 */
const NATIVE_DUMP = 59_673;
const WANTED = 20_000;
const DATAGRAMS_PER_ROUND = 20_000;

type Sought = (leaf: XtcNode) => Values | null;

/** Decodes every leaf of the datagrams of a run again and again. @returns the rate in datagrams, beside what is wanted */
export async function benchValues(seed: Blob, rounds: number): Promise<Row[]> {
  const bytes = new Uint8Array(await seed.arrayBuffer());
  const { events, configurations } = prepare(bytes);
  const find: Sought = (leaf) => configurations.get(`${leaf.level} ${leaf.phy}`) ?? null;
  const rates: number[] = [];
  let leaves = 0;
  for (let round = 0; round <= rounds; ++round) {
    const seconds = await secondsOf(async () => {
      for (let i = 0; i < DATAGRAMS_PER_ROUND; ++i) leaves += decodeAll(events[i % events.length], find);
      return Promise.resolve();
    });
    if (round > 0) rates.push(DATAGRAMS_PER_ROUND / seconds); // the first one warms up
  }
  const rate = median(rates);
  const row = { unit: '1/s', median: rate, p95: quantile(rates, 0.05) };
  const perEvent = (leaves / (rounds + 1) / DATAGRAMS_PER_ROUND).toFixed(1);
  return [
    { ...row, figure: `all ${perEvent} leaves of delay-scan events`, limit: WANTED, limitName: 'wanted', ratio: rate / WANTED, rule: '>= 1' },
    { ...row, figure: 'the same', limit: NATIVE_DUMP, limitName: 'native dump, measured apart', ratio: rate / NATIVE_DUMP, rule: '>= 0' },
  ];
}

/** The datagrams that are events, and the configurations of their sources. */
function prepare(bytes: Uint8Array): { events: Uint8Array[]; configurations: Map<string, Values> } {
  const events: Uint8Array[] = [];
  const configurations = new Map<string, Values>();
  const view = new DataView(bytes.buffer);
  for (let offset = 0; offset + 40 <= bytes.length; ) {
    const datagram = bytes.subarray(offset, offset + 20 + view.getUint32(offset + 36, true));
    offset += datagram.length;
    if (((view.getUint32(datagram.byteOffset + 8, true) >>> 24) & 15) === 12) {
      events.push(datagram);
      continue;
    }
    for (const leaf of leavesOf(readTree(datagram, 0)).filter(({ typeId, damage }) => isConfiguration(typeId) && damage === 0)) {
      const found = decode(leaf, payloadIn(datagram, leaf), () => null);
      if (found.kind === 'value') configurations.set(`${leaf.level} ${leaf.phy}`, found.values);
    }
  }
  return { events, configurations };
}

/** @returns how many leaves were decoded */
function decodeAll(datagram: Uint8Array, find: Sought): number {
  let count = 0;
  for (const leaf of leavesOf(readTree(datagram, 0))) {
    const found = decode(leaf, payloadIn(datagram, leaf), () => find(leaf));
    if (found.kind === 'value') ++count;
    else if (found.reason.code !== 'bad-payload' && leaf.damage === 0 && leaf.typeId !== 0) throw new Error(found.reason.message);
  }
  return count;
}

function payloadIn(datagram: Uint8Array, leaf: XtcNode): Uint8Array {
  const { start, end } = payloadSpan(leaf);
  return datagram.subarray(start, end);
}
