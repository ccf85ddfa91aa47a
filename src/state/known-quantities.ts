import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import { parseDefinitions } from '../analysis/definitions.ts';
import type { KnownQuantity } from '../analysis/expression-completion.ts';
import { EVENT_COLUMNS, quantityText } from '../analysis/quantity.ts';
import { XtcError } from '../base/errors.ts';
import type { Region } from '../base/region.ts';
import type { LeafKind } from '../format/run-index.ts';
import { isConfiguration, TYPE_ANY, TYPE_EPICS, TYPE_EVR_DATA, TYPE_XTC, typeName } from '../format/type-id.ts';
import type { EpicsPv } from '../pipeline/list-epics.ts';
import { payloadType } from '../types/registry.ts';
import { numberPaths, type NumberPath } from '../types/schema-paths.ts';
import { hasWaveforms } from '../types/waveforms.ts';
import type { LeafValues } from './leaf-values.ts';
import type { OpenRun } from './open-run.ts';

/** What of a run the list is made of. */
export type QuantityParts = {
  readonly kinds: readonly LeafKind[];
  readonly controls: readonly string[];
  readonly pvs: readonly EpicsPv[];
  /** Event codes that are known to come. */
  readonly codes: readonly number[];
  /** Sources of pictures, and the region that is drawn: x1, x2, y1, y2. */
  readonly pictures: readonly string[];
  readonly region: readonly number[] | null;
};

const MEASURES = { sum: 'sum', mean: 'mean', x: 'centre of mass, x,', y: 'centre of mass, y,' } as const;

/** Events in which event codes are looked for: those of a rate of 0.5 Hz too. */
const CODE_EVENTS = [0, 1, 2, 3, 4, 5, 6, 7, 11, 29, 59, 119];

/** Every quantity of a run as it is written, with its unit or meaning: scan and event first, then devices, then PVs. */
export function knownQuantities({ kinds, controls, pvs, codes, pictures, region }: QuantityParts): KnownQuantity[] {
  const found = new Map<string, KnownQuantity>();
  const add = (text: string, hint: string): void => {
    if (!found.has(text)) found.set(text, { text, hint });
  };
  for (const name of controls) add(quantityText({ kind: 'control', name }), 'control of the scan');
  const data = kinds.filter(({ typeId }) => !isConfiguration(typeId) && ![TYPE_XTC, TYPE_ANY, TYPE_EPICS].includes(typeId));
  for (const kind of data) {
    const { typeId, source: address } = kind;
    const schemas = payloadType(typeId, kind.version)?.schemas ?? [];
    const isOnly = data.every((other) => other.source !== address || other.typeId === typeId);
    for (const schema of schemas) {
      if (hasWaveforms(schema.name)) add(quantityText({ kind: 'waveform', address, channel: 0, window: null, measure: 'mean' }), 'mean of the samples; also .sum .min .max .area, and of a window: , 100-400');
      for (const { path, unit, note } of valuesFirst(numberPaths(schema))) add(quantityText({ kind: 'member', address, type: isOnly ? '' : typeName(typeId), path }), [unit, note].filter((part) => part !== '').join(' · '));
    }
  }
  for (const address of new Set(pictures)) {
    for (const measure of ['sum', 'mean', 'x', 'y'] as const) add(quantityText({ kind: 'roi', address, region: region ?? [0, 100, 0, 100], measure }), `${MEASURES[measure]} of columns and rows x1, x2, y1, y2`);
  }
  for (const code of codes) add(quantityText({ kind: 'evr', code }), '1 when the event code came');
  for (const column of EVENT_COLUMNS) add(column, 'of the event');
  for (const { name, units } of pvs) add(quantityText({ kind: 'epics', name }), units === '' ? 'EPICS' : `${units} · EPICS`);
  return [...found.values()];
}

/** Members that say what is wrong with others go behind these. */
function valuesFirst(paths: readonly NumberPath[]): NumberPath[] {
  const isDamage = ({ path }: NumberPath): boolean => /damage/i.test(path);
  return [...paths.filter((path) => !isDamage(path)), ...paths.filter(isDamage)];
}

export type KnownQuantitiesDeps = {
  readonly current: ReadonlySignal<OpenRun | null>;
  readonly epics: { readonly current: ReadonlySignal<readonly EpicsPv[] | null> };
  readonly values: Pick<LeafValues, 'ofEvent'>;
  /** The one drawn on the picture. */
  readonly region: ReadonlySignal<Region | null>;
  /** The user's own names. */
  readonly definitions: ReadonlySignal<string>;
};

/** The quantities of the run on the screen, for lists and completion. */
export class KnownQuantities {
  readonly #deps: KnownQuantitiesDeps;
  readonly #codes = signal<{ readonly run: OpenRun; readonly codes: readonly number[] } | null>(null);

  constructor(deps: KnownQuantitiesDeps) {
    this.#deps = deps;
    effect(() => this.#follow());
  }

  /** Those of the run. */
  readonly ofRun: ReadonlySignal<readonly KnownQuantity[]> = computed(() => {
    const run = this.#deps.current.value;
    const codes = this.#codes.value;
    const drawn = this.#deps.region.value;
    const region = drawn && [drawn.column0, drawn.column1, drawn.row0, drawn.row1];
    return run ? knownQuantities({ pictures: run.imageSources.value, region, kinds: run.index.value?.kinds ?? [], controls: run.table.value?.controls ?? [], pvs: this.#deps.epics.current.value ?? [], codes: codes?.run === run ? codes.codes : [] }) : [];
  });

  /** Those and the user's own names, which come first. */
  readonly all: ReadonlySignal<readonly KnownQuantity[]> = computed(() => [...ownNames(this.#deps.definitions.value, this.sources.value), ...this.ofRun.value]);

  /** Names of sources, which need no quotes. */
  readonly sources: ReadonlySignal<readonly string[]> = computed(() => [...new Set((this.#deps.current.value?.index.value?.kinds ?? []).map(({ source }) => source))]);

  /** Reads the event codes of a few events once the run has been scanned. */
  #follow(): void {
    const run = this.#deps.current.value;
    const kind = run?.index.value?.kinds.find(({ typeId }) => typeId === TYPE_EVR_DATA);
    if (!run || !kind || run.progress.value || this.#codes.peek()?.run === run) return;
    this.#codes.value = { run, codes: [] };
    void this.#readCodes(run, kind);
  }

  async #readCodes(run: OpenRun, kind: LeafKind): Promise<void> {
    const codes = new Set<number>();
    for (const event of CODE_EVENTS.filter((number) => number < run.events)) {
      try {
        for (const { values } of await this.#deps.values.ofEvent(run, event, kind)) {
          for (const entry of (values?.fifoEvents ?? []) as readonly { readonly eventCode?: number }[]) if (typeof entry.eventCode === 'number') codes.add(entry.eventCode);
        }
      } catch (error) {
        // An event that cannot be read names no codes; whoever looks at it hears why.
        if (!(error instanceof XtcError)) throw error;
      }
    }
    if (this.#deps.current.peek() === run) this.#codes.value = { run, codes: [...codes].sort((a, b) => a - b) };
  }
}

/** Own names while their text can be read; what is wrong with it is said beside it. */
function ownNames(text: string, sources: readonly string[]): KnownQuantity[] {
  try {
    return parseDefinitions(text, sources).map(({ name }) => ({ text: name, hint: 'own name' }));
  } catch (error) {
    if (error instanceof XtcError) return [];
    throw error;
  }
}
