/** Whole number with its digits in groups of three: `14 640`. */
export function grouped(value: number): string {
  const digits = String(Math.trunc(Math.abs(value))).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return value < 0 ? `\u2212${digits}` : digits;
}

/** Value with a fixed number of decimals and grouped digits, `–` when it is not finite. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '–';
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '\u2212' : '';
  return `${sign}${grouped(Number(whole))}${fraction ? `.${fraction}` : ''}`;
}

/** Size in decimal units with three digits: `18.7 MB`. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    ++unit;
  }
  const decimals = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(decimals)} ${units[unit]}`;
}

/** Time that something takes: `under 1 s`, `42 s`, `3 min 10 s`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Count with its noun: `1 stream`, `2 streams`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Clock of an event: `2011-03-28 12:04:31.208 333 UTC`, microseconds. */
export function clockText(seconds: number, nanoseconds: number): string {
  const micros = String(Math.floor(nanoseconds / 1000)).padStart(6, '0');
  const clock = new Date(seconds * 1000).toISOString();
  return `${clock.slice(0, 10)} ${clock.slice(11, 19)}.${micros.slice(0, 3)} ${micros.slice(3)} UTC`;
}

/**
 * Events per calib cycle in as few words as hold them: `61 cycles, 240 events each`; unequal ones as a list in which
 * equal neighbours are joined: `240 × 60, 17`.
 */
export function cyclesText(eventsPerCycle: readonly number[]): string {
  if (eventsPerCycle.length === 0) return 'no calib cycles';
  const runs: { events: number; cycles: number }[] = [];
  for (const events of eventsPerCycle) {
    const last = runs.at(-1);
    if (last?.events === events) last.cycles += 1;
    else runs.push({ events, cycles: 1 });
  }
  const cycles = counted(eventsPerCycle.length, 'cycle');
  if (runs.length === 1) return `${cycles}, ${counted(runs[0].events, 'event')}${runs[0].cycles > 1 ? ' each' : ''}`;
  return `${cycles}: ${runs.map(({ events, cycles: times }) => (times > 1 ? `${grouped(events)} × ${times}` : grouped(events))).join(', ')}`;
}
