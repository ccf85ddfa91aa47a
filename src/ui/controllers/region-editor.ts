import { moveRegion, regionBetween, resizeRegion } from '../../image/region-shape.ts';
import type { Region } from '../../base/region.ts';
import { screenToImage, type ScreenPoint } from '../../image/viewport.ts';
import type { Session } from '../../state/session.ts';
import type { Hold, Place } from '../image-overlay.ts';
import { startDrag } from './drag.ts';

/** Arrow keys as steps of (rows, columns). */
export const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Draws, moves and resizes the region by pointer and keys; Escape during a drag puts it back. */
export class RegionEditor {
  readonly #now: () => { session: Session; place: Place | null };

  /** `now` gives the session and where the image lies on the canvas, when they are needed. */
  constructor(now: () => { session: Session; place: Place | null }) {
    this.#now = now;
  }

  /** Draws a new region from where the pointer went down, `at` on the canvas. */
  draw(event: PointerEvent, at: ScreenPoint): void {
    event.preventDefault();
    const { session, place } = this.#now();
    const shape = session.frame.value?.image.shape;
    if (!place || !shape) return;
    const before = session.view.region.value;
    const from = screenToImage(place.viewport, place.canvas, at);
    startDrag(event, {
      move: (dx, dy) => {
        const to = screenToImage(place.viewport, place.canvas, { x: at.x + dx, y: at.y + dy });
        session.setRegion(regionBetween(from, to, shape));
      },
      end: (isCancelled) => {
        if (isCancelled) session.setRegion(before);
        session.view.isDrawingRegion.value = false;
      },
    });
  }

  /** Takes hold of the region or one of its handles, unless a new one is about to be drawn. */
  readonly hold = (event: PointerEvent, what: Hold): void => {
    const { session, place } = this.#now();
    const region = session.view.region.value;
    if (event.button !== 0 || event.shiftKey || session.view.isDrawingRegion.value || !region || !place)
      return;
    event.stopPropagation();
    const { zoom } = place.viewport;
    startDrag(event, {
      move: (dx, dy) => this.#change(region, what, dy / zoom, dx / zoom),
      end: (isCancelled) => isCancelled && session.setRegion(region),
    });
  };

  /** Moves what has the focus by a pixel, with Shift by ten. */
  readonly nudge = (event: KeyboardEvent, what: Hold): void => {
    const region = this.#now().session.view.region.value;
    const step = ARROWS[event.key];
    if (!step || !region) return;
    event.preventDefault();
    event.stopPropagation();
    const pixels = event.shiftKey ? 10 : 1;
    this.#change(region, what, step[0] * pixels, step[1] * pixels);
  };

  #change(region: Region, what: Hold, rows: number, columns: number): void {
    const { session } = this.#now();
    const shape = session.frame.value?.image.shape;
    if (!shape) return;
    const moved =
      what === 'move'
        ? moveRegion(region, rows, columns, shape)
        : resizeRegion(region, what, rows, columns, shape);
    session.setRegion(moved);
  }
}
