import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import type { OpenRun } from '../../src/state/open-run.ts';
import { Devices, type DevicesDeps } from '../../src/state/devices.ts';
import { nodesByKey, type DeviceNode } from '../../src/state/device-tree.ts';
import { windowAround } from '../../src/state/field-series.ts';
import { ViewState } from '../../src/state/view.ts';
import { eventOfDatagram } from '../../src/format/run-index.ts';
import { fixtureFile, fixtureJson } from '../fixtures/fixtures.ts';
import { differences, type LibrarySample } from '../reference/library-values.ts';
import { scriptSession } from '../reference/script-session.ts';

const SCAN = 'delayscan_small/e81-r0098-s00-c00';
const { session, xtcscope } = await scriptSession();
await xtcscope.open(['s00-c00', 's01-c00'].map((name) => fixtureFile(`delayscan_small/e81-r0098-${name}.xtc`)));
const run = session.current.value as OpenRun;
const { samples } = fixtureJson<{ samples: LibrarySample[] }>(`${SCAN}.expected.json`);

/** Devices of the small run whose reading can be held back, and is counted; what they say and copy is kept. */
function look() {
  const [event, view] = [signal(0), new ViewState()];
  const kept = { copied: '', said: '', reported: [] as unknown[], events: [] as number[], windows: [] as string[] };
  let gate: Promise<unknown> = Promise.resolve();
  const { columns, values, epics } = session;
  const deps = {
    session: {
      current: session.current, event, view, epics,
      values: {
        reader: values.reader,
        configuration: values.configuration.bind(values),
        ofEvent: async (...given: Parameters<typeof values.ofEvent>) => {
          kept.events.push(given[1]);
          await gate;
          return values.ofEvent(...given);
        },
      },
      columns: {
        window: (...given: Parameters<typeof columns.window>) => {
          const [, quantity, from, to] = given;
          kept.windows.push(`${quantity.kind === 'value' ? quantity.path : ''} ${from}-${to}`);
          return columns.window(...given);
        },
      },
    },
    page: { copyText: async (text: string) => void (kept.copied = text) },
    say: (notice: string) => (kept.said = notice),
    report: (error: unknown) => kept.reported.push(error),
  };
  const devices = new Devices(deps as unknown as DevicesDeps);
  const choose = (name: string): DeviceNode => {
    const node = [...nodesByKey(devices.tree.value).values()].find((each) => each.target && `${each.key} ${each.name}`.includes(name));
    if (!node) throw new Error(`no device ${name}`);
    devices.select(node);
    return node;
  };
  const shows = (at: number) => expect.poll(() => devices.value.value?.event).toBe(at);
  return { devices, event, view, kept, choose, shows, hold: (until: Promise<unknown>) => (gate = until) };
}

const KEY = { ebeam: 'data 6:0:15:1', gas: 'data 6:2:14:0' };

describe('the chosen device', () => {
  it('is read when the pane is looked at, and not before', async () => {
    const { devices, event, view, kept, choose, shows } = look();
    choose(KEY.ebeam);
    expect(view.isDevicesOpen.value).toBe(true); // Choosing is looking.
    await shows(0);
    view.isDevicesOpen.value = false;
    event.value = 3;
    await Promise.resolve();
    expect(kept.events).toEqual([0]);
    view.isDevicesOpen.value = true;
    await shows(3);
    expect(devices.value.value?.node.name).toBe('EBeam');
  });

  it('has the values that the DAQ library read', async () => {
    const { devices, event, choose, shows } = look();
    choose(KEY.ebeam);
    const index = run.index.value!;
    const file = run.chunks.findIndex((chunk) => chunk.name === `${SCAN.split('/')[1]}.xtc`);
    let compared = 0;
    for (let at = 0; at < 16; ++at) {
      const datagram = index.events[at];
      if (index.fileOf[datagram] !== file) continue;
      event.value = at;
      await shows(at);
      const [part] = devices.value.value!.parts;
      const sample = samples.find(({ offset, src, fields }) => src === 'BldInfo(EBeam)' && fields && offset === part?.leaf?.offset);
      if (!sample) continue;
      expect(eventOfDatagram(index, datagram)).toBe(at);
      expect(differences(part.values ?? {}, sample.fields!)).toEqual([]);
      ++compared;
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('shows the event wished for last, and the one before until it is there', async () => {
    const { devices, event, kept, choose, shows, hold } = look();
    choose(KEY.ebeam);
    await shows(0);
    let open: (value: unknown) => void = () => undefined;
    void hold(new Promise((resolve) => (open = resolve)));
    for (const at of [1, 2, 3, 4]) event.value = at;
    expect(devices.value.value?.event).toBe(0);
    open(null);
    await shows(4);
    expect(kept.events).toEqual([0, 1, 4]);
  });

  it('says nothing of another device while it is read, and forgets the field', async () => {
    const { devices, choose, shows } = look();
    choose(KEY.ebeam);
    await shows(0);
    devices.field.value = { path: 'ebeamCharge', isNumber: true };
    choose(KEY.gas);
    expect([devices.value.value, devices.field.value]).toEqual([null, null]);
    await expect.poll(() => devices.value.value?.node.name).toBe('FEEGasDetEnergy');
  });

  it('can be a configuration, a control of the step, and a PV', async () => {
    const { devices, event, choose } = look();
    choose('configuration data 1:'); // of any detector
    await expect.poll(() => devices.value.value?.parts[0]?.schema).toMatch(/Config/);
    // The first step of the scan, as the DAQ library read it.
    choose('fs2:ramp_angsft_target');
    await expect.poll(() => devices.value.value?.parts[0]?.values).toMatchObject({ name: 'fs2:ramp_angsft_target', value: -1000 });
    event.value = 24;
    await expect.poll(() => devices.value.value?.parts[0]?.values?.value).toBe(-600);
    choose('pv ');
    await expect.poll(() => devices.value.value?.parts[0]?.schema).toBe('EPICS PV');
    expect(devices.value.value?.parts[0].placed.map(({ name }) => name)).toEqual(expect.arrayContaining(['value', 'alarm', 'stamp', 'source']));
  });
});

describe('a field over events', () => {
  it('is read in windows that move in steps, once each', async () => {
    const { devices, event, kept, choose, shows } = look();
    choose(KEY.ebeam);
    await shows(0);
    devices.field.value = { path: 'ebeamCharge', isNumber: true };
    await expect.poll(() => devices.series.current.value?.values.length).toBe(120);
    for (const at of [1, 30, 119]) event.value = at;
    await shows(119);
    expect(kept.windows).toEqual(['ebeamCharge 0-120']);
    const { values } = devices.series.current.value!;
    for (const at of [0, 119]) {
      event.value = at;
      await shows(at);
      expect(devices.value.value?.parts[0].values?.ebeamCharge).toBe(values[at]);
    }
    devices.field.value = { path: 'damageMask', isNumber: false };
    expect(devices.series.current.value).toBeNull();
  });

  it('has its event within, wherever that is', () => {
    expect([windowAround(0, 1000), windowAround(124, 1000), windowAround(126, 1000), windowAround(999, 1000), windowAround(5, 30), windowAround(0, 0)]).toEqual([
      [0, 200], [0, 200], [50, 250], [800, 1000], [0, 30], [0, 0],
    ]);
    for (let event = 0; event < 1000; event += 7) {
      const [from, to] = windowAround(event, 1000);
      expect(from <= event && event < to).toBe(true);
    }
  });
});

describe('copies', () => {
  it('are made as text, JSON and CSV', async () => {
    const { devices, event, kept, choose, shows } = look();
    choose(KEY.ebeam);
    event.value = 2;
    await shows(2);
    const { values } = devices.value.value!.parts[0];
    await devices.copy('JSON');
    expect(JSON.parse(kept.copied)).toEqual(values);
    expect(kept.said).toBe('Copied EBeam of event 2 as JSON.');
    await devices.copy('CSV');
    expect(kept.copied.split('\r\n').slice(1, -1).map((line) => Number(line.split(',')[1]))).toEqual(Object.values(values!));
    await devices.copy('text');
    expect(kept.copied).toMatch(/^e81 r0098 event 2 EBeam Bld\.BldDataEBeamV1\n {2}damageMask/);
    expect(kept.reported).toEqual([]);
  });
});
