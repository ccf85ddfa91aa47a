import { firstOfBin, type RunProfile } from '../format/run-profile.ts';
import { startOf, type StripAxis } from '../image/strip-axis.ts';
import { grouped } from './number-text.ts';

/** Heights of the strip's lanes, CSS pixels: cycles, event rate, marks. */
export const STRIP_LANES = { cycles: 14, rate: 24, marks: 10 } as const;
const { cycles: CYCLES, rate: RATE, marks: MARKS } = STRIP_LANES;
const LABEL_GAP = 6;
export const STRIP_HEIGHT = CYCLES + RATE + MARKS;

const L1_OR_CYCLE = (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11);

/** What the strip shows. */
export type StripContent = {
  readonly axis: StripAxis;
  readonly profile: RunProfile | null;
  /** Calib cycle → first event. */
  readonly cycles: Uint32Array;
  /** 1 for each event that is selected in the plots; null when none is. */
  readonly selected: Uint8Array | null;
  /** Where the part ends that has been read, CSS pixels: from there on nothing is known. */
  readonly readUntil: number;
};

/** Paints a whole run on a line in the window's colours: bands of cycles, event rate, marks of what is wrong. */
export function paintStrip(context: CanvasRenderingContext2D, width: number, style: CSSStyleDeclaration, content: StripContent): void {
  const color = (name: string): string => style.getPropertyValue(name).trim();
  context.clearRect(0, 0, width, STRIP_HEIGHT);
  context.fillStyle = color('--ground');
  context.fillRect(0, 0, width, STRIP_HEIGHT);
  paintCycles(context, color, content);
  if (content.profile) {
    paintRate(context, color, content.axis, content.profile);
    paintMarks(context, color, content.axis, content.profile);
  }
  if (content.selected) paintSelected(context, color, content.axis, content.selected);
  paintUnread(context, color, content.readUntil, width);
}

type Color = (name: string) => string;

/** Alternating bands through all lanes, numbered where a number fits. */
function paintCycles(context: CanvasRenderingContext2D, color: Color, { axis, cycles }: StripContent): void {
  context.font = `10px ${color('--face')}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const step = labelStep(context, axis, cycles.length);
  const labels: { label: string; middle: number }[] = [];
  let labelledUntil = 0;
  let paintedUntil = -1;
  for (let cycle = 0; cycle < cycles.length; ++cycle) {
    const left = Math.round(startOf(axis, cycles[cycle]));
    const right = Math.round(startOf(axis, cycles[cycle + 1] ?? axis.events));
    // Cycles below a pixel cannot be told apart.
    if (right <= paintedUntil) continue;
    paintedUntil = right;
    context.fillStyle = color(cycle % 2 === 0 ? '--pane' : '--line');
    context.fillRect(left, 0, right - left, STRIP_HEIGHT);
    if (cycle % step !== 0) continue;
    const label = grouped(cycle);
    const room = context.measureText(label).width + LABEL_GAP;
    const middle = Math.max(left + room / 2, (left + right) / 2);
    if (middle - room / 2 < labelledUntil || middle + room / 2 > axis.width) continue;
    labelledUntil = middle + room / 2;
    labels.push({ label, middle });
  }
  // On top of the bands: a number may be wider than its own.
  context.fillStyle = color('--quiet');
  for (const { label, middle } of labels) context.fillText(label, middle, CYCLES / 2 + 0.5);
}

/** Every 1st, 2nd, 5th, 10th, … cycle is numbered, so that the numbers have room. */
function labelStep(context: CanvasRenderingContext2D, { width }: StripAxis, cycles: number): number {
  const room = context.measureText(grouped(Math.max(0, cycles - 1))).width + LABEL_GAP;
  const least = cycles > 0 && width > 0 ? (room * cycles) / width : 1;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return ([1, 2, 5, 10].find((nice) => nice * power >= least) ?? 10) * power;
}

function paintRate(context: CanvasRenderingContext2D, color: Color, axis: StripAxis, profile: RunProfile): void {
  const floor = CYCLES + RATE;
  context.fillStyle = color('--edge');
  for (let bin = 0; bin < profile.bins; ++bin) {
    const { left, width } = placeOf(profile, axis, bin);
    const height = profile.topRate > 0 ? Math.min(1, profile.rate[bin] / profile.topRate) * (RATE - 4) : 0;
    if (profile.events > 0) context.fillRect(left, floor - Math.max(1, height), width, Math.max(1, height));
  }
}

/** Each kind of mark has a shape and a place of its own as well as its colour. */
function paintMarks(context: CanvasRenderingContext2D, color: Color, axis: StripAxis, profile: RunProfile): void {
  const top = CYCLES + RATE;
  for (let bin = 0; bin < profile.bins; ++bin) {
    const { left, width } = placeOf(profile, axis, bin);
    const wide = Math.max(2, width);
    const middle = left + width / 2;
    if ((profile.transitions[bin] & ~L1_OR_CYCLE) !== 0) {
      context.fillStyle = color('--accent');
      context.fillRect(left, 0, 1, CYCLES + 2);
    }
    if (profile.gaps[bin] > 0 || profile.lost[bin] > 0) {
      context.fillStyle = color('--warn');
      context.fillRect(left, CYCLES, profile.gaps[bin] > 0 ? 2 : 1, RATE);
    }
    if (profile.damaged[bin] > 0) {
      context.fillStyle = color('--bad');
      context.fillRect(left, top + 1, wide, MARKS - 5);
    }
    if (profile.back[bin] > 0) triangle(context, color('--warn'), middle, top + 2, -4);
    if (profile.problems[bin] > 0) triangle(context, color('--bad'), middle, top + MARKS - 5, 5);
  }
}

/** A line at the foot, below what is selected. */
function paintSelected(context: CanvasRenderingContext2D, color: Color, axis: StripAxis, selected: Uint8Array): void {
  context.fillStyle = color('--accent');
  let paintedUntil = -1;
  for (let event = selected.indexOf(1); event >= 0 && event < axis.events; event = selected.indexOf(1, event + 1)) {
    const left = Math.floor(startOf(axis, event));
    const right = Math.max(left + 1, Math.ceil(startOf(axis, event + 1)));
    if (right <= paintedUntil) continue;
    paintedUntil = right;
    context.fillRect(left, STRIP_HEIGHT - 3, right - left, 3);
  }
}

/** Points down from `y` when `height` is positive, to the left when it is negative: back in time. */
function triangle(context: CanvasRenderingContext2D, color: string, x: number, y: number, height: number): void {
  const size = Math.abs(height);
  context.fillStyle = color;
  context.beginPath();
  if (height > 0) {
    context.moveTo(x, y);
    context.lineTo(x + size, y + size);
    context.lineTo(x - size, y + size);
  } else {
    context.moveTo(x - size, y + size / 2);
    context.lineTo(x + size / 2, y - size / 2);
    context.lineTo(x + size / 2, y + 1.5 * size);
  }
  context.fill();
}

/** Hatched: not read yet, or not at all. */
function paintUnread(context: CanvasRenderingContext2D, color: Color, from: number, width: number): void {
  if (from >= width) return;
  context.save();
  context.beginPath();
  context.rect(from, 0, width - from, STRIP_HEIGHT);
  context.clip();
  context.strokeStyle = color('--line');
  context.lineWidth = 1;
  context.beginPath();
  // The lines keep their places while the border moves over them.
  for (let x = -STRIP_HEIGHT; x < width; x += 8) {
    context.moveTo(x, STRIP_HEIGHT);
    context.lineTo(x + STRIP_HEIGHT, 0);
  }
  context.stroke();
  context.restore();
}

function placeOf(profile: RunProfile, axis: StripAxis, bin: number): { left: number; width: number } {
  // Whole pixels: neighbours touch without a seam.
  const left = Math.round(startOf(axis, firstOfBin(profile, bin)));
  return { left, width: Math.max(1, Math.round(startOf(axis, firstOfBin(profile, bin + 1))) - left) };
}
