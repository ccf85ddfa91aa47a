import { clampZoom, fitViewport, panBy, zoomAt, type ScreenPoint, type Viewport } from '../image/viewport.ts';
import type { Session } from '../state/session.ts';

// What wheel, buttons and keys do to the viewport; without a picture on the screen all of it does nothing.

function shown(session: Session) {
  const canvas = session.view.imagePane.peek();
  const shape = session.frame.peek()?.image.shape;
  if (!canvas || !shape) return null;
  return { canvas, shape, viewport: session.view.viewport.peek() ?? fitViewport(shape, canvas) };
}

function look(session: Session, viewport: Viewport): void {
  session.view.viewport.value = viewport;
}

/** Zooms by a factor; the image point at `at` (else at the pane's centre) stays where it is. */
export function zoomBy(session: Session, factor: number, at?: ScreenPoint): void {
  const now = shown(session);
  if (!now) return;
  const { viewport, canvas, shape } = now;
  look(session, zoomAt(viewport, canvas, shape, at ?? { x: canvas.width / 2, y: canvas.height / 2 }, factor));
}

/** Shows one image pixel on `zoom` screen pixels. */
export function zoomTo(session: Session, zoom: number): void {
  const now = shown(session);
  if (now) look(session, { ...now.viewport, zoom: clampZoom(zoom, now.shape, now.canvas) });
}

/** Shows the whole image. */
export function zoomToFit(session: Session): void {
  session.view.viewport.value = null;
}

/** Moves the picture by screen pixels. */
export function pan(session: Session, dx: number, dy: number): void {
  const now = shown(session);
  if (now) look(session, panBy(now.viewport, now.canvas, now.shape, dx, dy));
}
