import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A menu that opens below its button and closes by Escape, by a choice or by a click elsewhere; arrow keys walk in it. */
export class PopupController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #isOpen = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  hostDisconnected(): void {
    this.close();
  }

  readonly toggle = (): void => {
    if (this.#isOpen) this.close();
    else this.#open();
  };

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    window.removeEventListener('pointerdown', this.#onPointerDown, true);
    this.#host.removeEventListener('keydown', this.#onKeyDown);
    this.#host.requestUpdate();
  }

  #open(): void {
    this.#isOpen = true;
    window.addEventListener('pointerdown', this.#onPointerDown, true);
    this.#host.addEventListener('keydown', this.#onKeyDown);
    this.#host.requestUpdate();
  }

  readonly #onPointerDown = (event: Event): void => {
    if (!event.composedPath().includes(this.#host)) this.close();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const root = this.#host.shadowRoot;
    if (!root) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
      root.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...root.querySelectorAll<HTMLElement>('.popup button:not(:disabled)')];
    const at = items.findIndex((item) => item === root.activeElement);
    items[(at + step + items.length) % items.length]?.focus();
  };
}
