import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { toProblem, type Problem } from '../base/errors.ts';
import { valuesCsv } from '../export/values-csv.ts';
import { valuesJson } from '../export/values-json.ts';
import { valuesText } from '../export/values-text.ts';
import { datagramWith } from '../format/run-index.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';
import type { LeafValue } from '../types/leaf-value.ts';
import { accessible } from '../types/value-members.ts';
import { waveformsOf, type Waveform } from '../types/waveforms.ts';
import { countTargets, deviceLines, type DeviceLine } from './device-lines.ts';
import { deviceTree, nodesByKey, type DeviceNode, type DeviceTarget } from './device-tree.ts';
import { epicsAt } from './epics-at.ts';
import type { Columns } from './columns.ts';
import { FieldSeries, type ChosenField } from './field-series.ts';
import { LatestWork } from './latest-work.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';
import { oneControl } from './one-control.ts';
import { pvFields } from './pv-fields.ts';
import type { PageServices } from './saving.ts';
import type { ViewState } from './view.ts';

/** Parts of Session. */
export type DevicesDeps = {
  readonly session: {
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly event: ReadonlySignal<number>;
    readonly view: ViewState;
    readonly epics: { readonly current: ReadonlySignal<readonly EpicsPv[] | null> };
    readonly values: Pick<LeafValues, 'ofEvent' | 'configuration' | 'reader'>;
    readonly columns: Pick<Columns, 'window'>;
  };
  readonly page: PageServices;
  say(notice: string): void;
  report(error: unknown): void;
};

/** One value of a device: a leaf of the run, or a PV, which lies nowhere. */
export type ValuePart = Pick<LeafValue, 'schema' | 'values' | 'placed' | 'problem'> & { readonly leaf: LeafValue | null };

/** What a device says at an event. */
export type DeviceValue = {
  readonly run: OpenRun;
  readonly node: DeviceNode;
  readonly event: number;
  /** None when the event lacks it. */
  readonly parts: readonly ValuePart[];
  /** Traces of the first part, with their axes. */
  readonly waveforms: readonly Waveform[];
  /** Why nothing could be read. */
  readonly problem: Problem | null;
};

export type CopyForm = 'text' | 'JSON' | 'CSV';

/** The devices of the current run as a tree, and the value of the chosen one at the event shown. */
export class Devices {
  readonly #deps: DevicesDeps;
  readonly #selectedKey = signal<string | null>(null);
  readonly #value = signal<DeviceValue | null>(null);
  readonly #work: LatestWork;

  /** Words that lines of the tree must have. */
  readonly search = signal('');
  /** Key → whether the user opened or closed it: lines of the tree, and of values. */
  readonly opened = signal<ReadonlyMap<string, boolean>>(new Map());
  /** The field that is drawn; null for none. */
  readonly field = signal<ChosenField | null>(null);
  /** That field around the event shown. */
  readonly series: FieldSeries;

  constructor(deps: DevicesDeps) {
    this.#deps = deps;
    this.#work = new LatestWork(deps.report);
    this.series = new FieldSeries({ ...deps, field: this.field, selected: this.selected });
    effect(() => this.#follow());
  }

  readonly tree: ReadonlySignal<readonly DeviceNode[]> = computed(() => {
    const run = this.#deps.session.current.value;
    const index = run?.index.value;
    return run && index ? deviceTree({ index, table: run.table.value, pvs: this.#deps.session.epics.current.value }) : [];
  });
  readonly #nodes = computed(() => nodesByKey(this.tree.value));
  /** The lines of the tree that show. */
  readonly lines: ReadonlySignal<readonly DeviceLine[]> = computed(() => deviceLines(this.tree.value, this.opened.value, this.search.value));
  /** How many lines a search has found; null without one. */
  readonly found: ReadonlySignal<number | null> = computed(() => (this.search.value.trim() === '' ? null : countTargets(this.lines.value)));
  /** The chosen line; null when there is none in this run. */
  readonly selected: ReadonlySignal<DeviceNode | null> = computed(() => this.#nodes.value.get(this.#selectedKey.value ?? '') ?? null);

  /** Value of the chosen device; the one before stays until this one has been read. */
  get value(): ReadonlySignal<DeviceValue | null> {
    return this.#value;
  }
  get isPending(): ReadonlySignal<boolean> {
    return this.#work.isPending;
  }

  select(node: DeviceNode): void {
    if (node.key === this.#selectedKey.peek()) return;
    const target = node.target;
    batch(() => {
      this.#selectedKey.value = node.key;
      this.field.value = null;
    });
    if (target) this.#deps.session.view.isDevicesOpen.value = true;
  }

  setOpen(key: string, isOpen: boolean): void {
    this.opened.value = new Map(this.opened.peek()).set(key, isOpen);
  }

  /** Copies the value shown. */
  async copy(form: CopyForm): Promise<void> {
    const value = this.#value.peek();
    const parts = value?.parts.filter(({ values }) => values) ?? [];
    if (!value || parts.length === 0) return;
    try {
      await this.#deps.page.copyText(copyOf(value, parts, form));
      this.#deps.say(`Copied ${value.node.name} of event ${value.event} as ${form}.`);
    } catch (error) {
      this.#deps.report(error);
    }
  }

  /** Reads the value of what is chosen, at the event shown, while somebody looks. */
  #follow(): void {
    const { session } = this.#deps;
    const [run, event, node] = [session.current.value, session.event.value, this.selected.value];
    const events = run?.index.value?.events.length ?? 0;
    if (!session.view.isDevicesOpen.value || session.view.isImageOnly.value) return;
    const before = this.#value.peek();
    if (!run || !node?.target || event >= events) {
      this.#work.clear();
      this.#value.value = null;
      return;
    }
    const isSame = before?.run === run && before.node.key === node.key;
    if (isSame && before.event === event && !this.#work.isPending.peek()) return; // A scan goes on: nothing new of this event.
    if (before && !isSame) this.#value.value = null;
    const { target } = node;
    const read = async (signal: AbortSignal): Promise<void> => {
      const read = await this.#read(run, event, target, signal).then(
        (parts) => ({ ...parts, problem: null }),
        (error: unknown) => ({ parts: [], waveforms: [], problem: toProblem(error) }),
      );
      if (!signal.aborted) this.#value.value = { run, node, event, ...read };
    };
    this.#work.ask({ group: `${run.label} ${node.key}`, do: read });
  }

  async #read(run: OpenRun, event: number, target: DeviceTarget, signal: AbortSignal): Promise<Pick<DeviceValue, 'parts' | 'waveforms'>> {
    const { values } = this.#deps.session;
    if (target.what === 'pv') return { parts: [pvPart(await epicsAt(values.reader, run, target.pv, event, signal))], waveforms: [] };
    const index = run.index.peek();
    const datagram = index ? datagramWith(index, event, target.kind) : undefined;
    if (target.what === 'configuration') {
      const found = await values.configuration(run, target.kind, datagram, signal);
      return { parts: found ? controlParts(leafPart(found), target.control) : [], waveforms: [] };
    }
    const leaves = await values.ofEvent(run, event, target.kind, signal);
    const first = leaves[0];
    if (!first?.values || waveformsOf(first.schema, first.values, {}).length === 0) return { parts: leaves.map(leafPart), waveforms: [] };
    const configuration = await values.configuration(run, target.kind, datagram, signal);
    return { parts: leaves.map(leafPart), waveforms: waveformsOf(first.schema, first.values, configuration?.values ?? {}) };
  }
}

function leafPart(leaf: LeafValue): ValuePart {
  const { schema, values, placed, problem } = leaf;
  return { schema, values, placed: values ? accessible(placed, values) : placed, problem, leaf };
}

/** The whole configuration, or one control of it; nothing when it does not have that. */
function controlParts(part: ValuePart, control: string): ValuePart[] {
  const { placed, values } = part;
  if (control === '' || values === null) return [part];
  const found = oneControl({ placed, values }, control);
  return found ? [{ ...part, ...found }] : [];
}

function pvPart(pv: EpicsPv): ValuePart {
  const placed = pvFields(pv);
  return { schema: 'EPICS PV', values: Object.fromEntries(placed.map(({ name, value }) => [name, value])), placed, problem: null, leaf: null };
}

/** JSON has one structure, or a list of them when the event has several. */
function copyOf({ run, node, event }: DeviceValue, parts: readonly ValuePart[], form: CopyForm): string {
  if (form === 'CSV') return valuesCsv(parts.flatMap(({ placed }) => placed));
  const values = parts.flatMap((part) => (part.values ? [part.values] : []));
  if (form === 'JSON') return valuesJson(values.length === 1 ? values[0] : values);
  const title = ({ schema, leaf }: ValuePart): string => `${run.label} event ${event} ${leaf?.kind.source ?? node.name} ${schema}`;
  return parts.map((part) => valuesText(part.placed, title(part))).join('\n');
}
