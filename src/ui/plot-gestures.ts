import type { PlotMap } from '../plot/plot-map.ts';
import { panRange, rangeBetween, zoomRange, type AxisRange } from '../plot/range.ts';
import type { ScreenPoint } from '../image/viewport.ts';
import { pointIn, startDrag } from './controllers/drag.ts';

export type PlotRanges = { readonly x: AxisRange; readonly y: AxisRange };

/** What is done with the pointer and the keys on a plot. */
export type GestureTarget = {
  map(): PlotMap | null;
  ranges(): PlotRanges;
  /** Null shows all. */
  zoom(ranges: PlotRanges | null): void;
  /** Whether the wheel zooms along both axes; along x otherwise. */
  isPlane(): boolean;
  /** What is being drawn: two corners of a box, or a line. */
  drawing(drawing: { kind: 'box' | 'lasso'; corners: readonly ScreenPoint[] } | null): void;
  /** A line around what is to be selected was drawn. */
  select(corners: readonly ScreenPoint[]): void;
  click(): void;
  hover(at: ScreenPoint | null): void;
};

/** CSS pixels below which a drag is a click. */
const CLICK = 4;
/** A box that is narrower than this zooms along the other axis only. */
const THIN = 12;
/** CSS pixels between the corners of a lasso. */
const LASSO_STEP = 3;
const WHEEL_STEP = 0.0015;
const KEY_ZOOM = 1.3;
const KEY_PAN = 0.1;

/**
 * Drag: zooms to a box. Shift and drag: a line around what is selected. Alt and drag, the middle button, or a drag on an axis:
 * moves. Wheel: zooms at the pointer, on an axis only along it. Double click: shows all.
 */
export class PlotGestures {
  readonly #target: GestureTarget;
  #isDragging = false;
  #hoverWish = 0;

  constructor(target: GestureTarget) {
    this.#target = target;
  }

  readonly down = (event: PointerEvent): void => {
    const map = this.#target.map();
    if (!map || event.button > 1) return;
    const from = pointIn(event.currentTarget as Element, event);
    const onAxis = axisUnder(map, from);
    const isPan = event.button === 1 || event.altKey || (onAxis !== null && !event.shiftKey);
    if (event.button === 1) event.preventDefault();
    const corners: ScreenPoint[] = [inArea(map, from)];
    const before = this.#target.ranges();
    let isMoved = false;
    this.#isDragging = true;
    startDrag(event, {
      move: (dx, dy, at) => {
        isMoved ||= Math.hypot(dx, dy) > CLICK;
        if (!isMoved) return;
        this.#target.hover(null);
        if (isPan) {
          this.#target.zoom({
            x: onAxis === 'y' ? before.x : panRange(before.x, -dx / map.width),
            y: onAxis === 'x' ? before.y : panRange(before.y, dy / map.height),
          });
        } else if (event.shiftKey) {
          const last = corners[corners.length - 1];
          if (Math.hypot(at.x - last.x, at.y - last.y) >= LASSO_STEP) corners.push(inArea(map, at));
          this.#target.drawing({ kind: 'lasso', corners: [...corners] });
        } else {
          corners[1] = inArea(map, at);
          const [a, b] = boxOf(map, corners[0], corners[1]);
          this.#target.drawing({ kind: 'box', corners: [a, b] });
        }
      },
      end: (isCancelled) => {
        this.#isDragging = false;
        this.#target.drawing(null);
        if (isCancelled) this.#target.zoom(before);
        else if (!isMoved) this.#target.click();
        else if (!isPan && event.shiftKey) this.#target.select(corners);
        else if (!isPan) this.#zoomTo(map, before, corners[0], corners[1]);
      },
    });
  };

  readonly move = (event: PointerEvent): void => {
    if (this.#isDragging) return;
    const at = pointIn(event.currentTarget as Element, event);
    const map = this.#target.map();
    cancelAnimationFrame(this.#hoverWish);
    this.#hoverWish = requestAnimationFrame(() => this.#target.hover(map && axisUnder(map, at) === null ? at : null));
  };

  readonly leave = (): void => {
    cancelAnimationFrame(this.#hoverWish);
    this.#target.hover(null);
  };

  readonly fit = (): void => this.#target.zoom(null);

  readonly wheel = (event: WheelEvent): void => {
    const map = this.#target.map();
    if (!map) return;
    event.preventDefault();
    const at = pointIn(event.currentTarget as Element, event);
    const factor = Math.exp(-event.deltaY * WHEEL_STEP * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1));
    const { x, y } = this.#target.ranges();
    const onAxis = axisUnder(map, at);
    this.#target.zoom({
      x: onAxis === 'y' ? x : zoomRange(x, (at.x - map.left) / map.width, factor),
      y: onAxis === 'x' || (onAxis === null && !this.#target.isPlane()) ? y : zoomRange(y, 1 - (at.y - map.top) / map.height, factor),
    });
  };

  key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { x, y } = this.#target.ranges();
    const zoom = (factor: number): void => this.#target.zoom({ x: zoomRange(x, 0.5, factor), y: zoomRange(y, 0.5, factor) });
    const does: Record<string, () => void> = {
      ArrowLeft: () => this.#target.zoom({ x: panRange(x, -KEY_PAN), y }),
      ArrowRight: () => this.#target.zoom({ x: panRange(x, KEY_PAN), y }),
      ArrowUp: () => this.#target.zoom({ x, y: panRange(y, KEY_PAN) }),
      ArrowDown: () => this.#target.zoom({ x, y: panRange(y, -KEY_PAN) }),
      '+': () => zoom(KEY_ZOOM),
      '=': () => zoom(KEY_ZOOM),
      '-': () => zoom(1 / KEY_ZOOM),
      '0': () => this.#target.zoom(null),
    };
    if (!(event.key in does)) return;
    event.preventDefault();
    does[event.key]();
  }

  #zoomTo(map: PlotMap, { x, y }: PlotRanges, from: ScreenPoint, to: ScreenPoint): void {
    const [a, b] = boxOf(map, from, to);
    this.#target.zoom({
      x: rangeBetween(x, (a.x - map.left) / map.width, (b.x - map.left) / map.width),
      y: rangeBetween(y, 1 - (a.y - map.top) / map.height, 1 - (b.y - map.top) / map.height),
    });
  }
}

/** The axis that a place lies on; null inside the area. */
function axisUnder(map: PlotMap, { x, y }: ScreenPoint): 'x' | 'y' | null {
  if (y > map.top + map.height && x >= map.left) return 'x';
  return x < map.left ? 'y' : null;
}

function inArea({ left, top, width, height }: PlotMap, { x, y }: ScreenPoint): ScreenPoint {
  return { x: Math.max(left, Math.min(left + width, x)), y: Math.max(top, Math.min(top + height, y)) };
}

/** The box between two corners; one that is thin reaches over the whole of that axis. */
function boxOf({ left, top, width, height }: PlotMap, a: ScreenPoint, b: ScreenPoint): readonly [ScreenPoint, ScreenPoint] {
  const [isNarrow, isFlat] = [Math.abs(a.x - b.x) < THIN, Math.abs(a.y - b.y) < THIN];
  return [
    { x: isNarrow ? left : Math.min(a.x, b.x), y: isFlat ? top : Math.min(a.y, b.y) },
    { x: isNarrow ? left + width : Math.max(a.x, b.x), y: isFlat ? top + height : Math.max(a.y, b.y) },
  ];
}
