import { rowsOf, type RunIndex } from './run-index.ts';
import type { Device, ScanTable } from './scan-table.ts';
import { classicSource } from './source.ts';
import { typeLabel } from './type-id.ts';

const RULER = '-'.repeat(61);
const NAME_WIDTH = 35;

/** What the text says beside the table. */
export type ScanEffort = {
  /** Bytes of all files of the run. */
  readonly byteLength: number;
  /** Time the scan took. */
  readonly seconds: number;
};

/**
 * What xtcscanner printed, without the progress that it overwrote.
 * @param epics names of PVs, which it listed with option -e
 * @source XtcExplorer src/XtcScanner.py printSummary; blanks are those that a print statement of Python 2 puts between items
 */
export function scanText(index: RunIndex, table: ScanTable, effort: ScanEffort, epics?: readonly string[]): string {
  const rows = rowsOf(index);
  let payloadBytes = 0;
  for (let row = 0; row < index.datagrams; ++row) payloadBytes += rows.extent(row) - 20;
  const percent = effort.byteLength === 0 ? 0 : (100 * payloadBytes) / effort.byteLength;
  const lines = [
    'Scanning....',
    'Start parsing files: ',
    `[${index.files.map((file) => `'${file}'`).join(', ')}]`,
    `  ${table.datagrams} datagrams read (approx ${percent.toFixed(0)} % of run) in ${effort.seconds.toFixed(6)} s `,
    RULER,
    'XtcScanner information: ',
    `  - ${table.calibCycles} calibration cycles.`,
    '  - Events per calib cycle: ',
    `   [${table.eventsPerCycle.join(', ')}]`,
    '',
    `Information from  ${table.controls.length}  control channels found:`,
    ...table.controls,
    `Information from  ${table.devices.length}  devices found`,
    ...classicDevices(table.devices).map(deviceLine),
    ...(epics ? [`Epics PVs:  ${epics.length}`, `[${epics.map((name) => `'${name}'`).join(', ')}]`] : []),
    'XtcScanner is done!',
    RULER,
  ];
  return lines.join('\n') + '\n';
}

type ClassicDevice = Device & { readonly name: string };

/** The scanner knew a process by its class alone: all of them share the row `ProcInfo:`. */
function classicDevices(devices: readonly Device[]): ClassicDevice[] {
  const named = devices.map((device) => ({ ...device, name: `${device.kind}:${classicName(device)}` }));
  const merged = new Map<string, ClassicDevice>();
  for (const device of named) {
    const same = merged.get(device.name);
    merged.set(device.name, same ? { ...same, types: mergeTypes(same, device) } : device);
  }
  return [...merged.values()];
}

function mergeTypes(a: Device, b: Device): Device['types'] {
  const types = new Map([...a.types].map((type) => [typeLabel(type.name, type.version), type]));
  for (const type of b.types) {
    const label = typeLabel(type.name, type.version);
    types.set(label, { ...type, count: type.count + (types.get(label)?.count ?? 0) });
  }
  return [...types.values()];
}

function classicName({ kind, source, level, phy }: Device): string {
  if (kind === 'ProcInfo') return '';
  return level === undefined || phy === undefined ? source : classicSource(level, phy);
}

function deviceLine(device: ClassicDevice): string {
  const columns = (device.columns ?? ['']).map((info) => (info === '' ? '   \t' : `(${info})\t`)).join('');
  const types = device.types.map(({ name, version, count }) => ` ${typeLabel(name, version)} (${count}) `).join(' ');
  return `${device.name.padStart(NAME_WIDTH)}:  ${columns}${types}`;
}
