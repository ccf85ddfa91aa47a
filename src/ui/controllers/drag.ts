import type { ScreenPoint } from '../../image/viewport.ts';

type Drag = {
  /** Called for each move, with the way since the start, CSS pixels. */
  move(dx: number, dy: number, at: ScreenPoint): void;
  /** Called once; `isCancelled` when the browser or Escape ended it: put things back. */
  end?(isCancelled: boolean): void;
};

/** Follows the pointer that went down on an element until it goes up, also outside of the element. */
export function startDrag(event: PointerEvent, drag: Drag): void {
  const target = event.currentTarget as Element;
  const { pointerId, clientX, clientY } = event;
  const stop = new AbortController();
  const { signal } = stop;
  const finish = (isCancelled: boolean): void => {
    stop.abort();
    if (target.hasPointerCapture(pointerId)) target.releasePointerCapture(pointerId);
    drag.end?.(isCancelled);
  };
  const onMove = (moved: Event): void => {
    if (!(moved instanceof PointerEvent) || moved.pointerId !== pointerId) return;
    drag.move(moved.clientX - clientX, moved.clientY - clientY, pointIn(target, moved));
  };
  target.setPointerCapture(pointerId);
  target.addEventListener('pointermove', onMove, { signal });
  target.addEventListener('pointerup', () => finish(false), { signal });
  target.addEventListener('pointercancel', () => finish(true), { signal });
  window.addEventListener('keydown', (key) => key.key === 'Escape' && finish(true), { signal });
}

/** Where a pointer is, from the top left corner of an element. */
export function pointIn(element: Element, event: MouseEvent): ScreenPoint {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
