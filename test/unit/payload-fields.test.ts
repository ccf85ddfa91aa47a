import { expect, test } from 'vitest';
import type { Field } from '../../src/format/header-fields.ts';
import type { XtcNode } from '../../src/format/xtc.ts';
import { markAt } from '../../src/state/inspected.ts';
import { fixtureBytes, fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import type { LibrarySample } from '../reference/library-values.ts';
import { scriptSession } from '../reference/script-session.ts';

const SCAN = 'delayscan_small/e81-r0098-s00-c00';
const bytes = fixtureBytes(`${SCAN}.xtc`);
const view = new DataView(bytes.buffer);
const { samples } = fixtureJson<{ samples: LibrarySample[] }>(`${SCAN}.expected.json`);
const { session, xtcscope } = await scriptSession();
await xtcscope.open([fixtureFile(`${SCAN}.xtc`)]);
const { inspector } = session;
session.view.tab.value = 'Datagrams';

function nodeAt(node: XtcNode, offset: number): XtcNode | undefined {
  return node.offset === offset ? node : node.children.map((child) => nodeAt(child, offset)).find(Boolean);
}

/** Marks the leaf of a sample and waits for the fields of its payload. */
async function look(sample: LibrarySample): Promise<{ node: XtcNode; fields: readonly Field[] }> {
  session.datagrams.select(sample.datagram);
  await expect.poll(() => inspector.inspected.value?.ref.index).toBe(sample.datagram);
  const node = nodeAt(inspector.inspected.value?.tree as XtcNode, sample.offset) as XtcNode;
  inspector.setMark({ node, field: null });
  const inPayload = (): Field[] => inspector.fields.value.slice(inspector.fields.value.findIndex(({ name }) => name === 'payload') + 1);
  await expect.poll(() => inPayload().length).toBeGreaterThan(0);
  return { node, fields: inPayload() };
}

const IPIMBS = samples.filter(({ typeid, fields }) => typeid === 22 && fields);

test('the fields of a payload have their values and their bytes', async () => {
  const [sample] = IPIMBS;
  const { fields } = await look(sample);
  for (const [name, value] of Object.entries(sample.fields ?? {})) {
    const field = fields.find((each) => each.name === name);
    expect(field, name).toBeDefined();
    if (!field || field.end - field.start !== 2) continue;
    expect([field.value, view.getUint16(field.start, true)]).toEqual([String(value as number), value]);
  }
  expect(fields.filter(({ start, end }) => end - start === 2).length).toBeGreaterThan(5);
  expect(fields.find(({ name }) => name === 'channel0Volts')?.meaning).toBe('computed · V');
});

test('a byte of a payload marks its field, which stays marked in the next event', async () => {
  const [first] = IPIMBS;
  const { node, fields } = await look(first);
  const channel = fields.find(({ name }) => name === 'channel2') as Field;
  inspector.markByte(channel.start + 1);
  expect(inspector.mark.value.field).toEqual(channel);
  expect(inspector.span.value).toEqual({ start: channel.start, end: channel.end });
  const inspected = inspector.inspected.value;
  expect(inspected && markAt(inspected, channel.start).field?.name).toBe('payload'); // Before it has been read.
  const next = samples.find((sample) => sample.datagram > first.datagram && sample.typeid === 22 && sample.src === first.src) as LibrarySample;
  session.datagrams.select(next.datagram);
  await expect.poll(() => inspector.inspected.value?.ref.index).toBe(next.datagram);
  await expect.poll(() => inspector.mark.value.field?.value).toBe(String(view.getUint16(next.offset + channel.start - first.offset, true)));
  expect(inspector.mark.value).toMatchObject({ node: { source: node.source, offset: next.offset }, field: { name: 'channel2', start: next.offset + channel.start - first.offset } });
});

test('a field of the header stays one of the header', async () => {
  const { node } = await look(IPIMBS[0]);
  const extent = inspector.fields.value.find(({ name }) => name === 'extent') as Field;
  inspector.markField(extent);
  expect(inspector.mark.value).toEqual({ node, field: extent });
});
