import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CanvasSize } from '../../image/viewport.ts';

/** Knows the size of its element and of a device pixel; renders the element again when either changes. */
export class ResizeController implements ReactiveController {
  /** Content box of the element, CSS pixels; null before it was laid out or while it is hidden. */
  size: CanvasSize | null = null;
  readonly #host: ReactiveControllerHost & Element;
  readonly #observer: ResizeObserver;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    this.#observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      this.size = width > 0 && height > 0 ? { width, height } : null;
      host.requestUpdate();
    });
    host.addController(this);
  }

  get pixelRatio(): number {
    return window.devicePixelRatio;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    this.size = null;
  }
}
