import { signal } from '@preact/signals-core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { expect, test } from 'vitest';
import { StoreController } from '../../src/ui/controllers/store.ts';

/** An element without a page: counts the updates it is asked for. */
class Host implements ReactiveControllerHost {
  updates = 0;
  readonly updateComplete = Promise.resolve(true);
  readonly #controllers: ReactiveController[] = [];
  addController(controller: ReactiveController): void {
    this.#controllers.push(controller);
  }
  removeController(): void {
    throw new Error('not used');
  }
  requestUpdate(): void {
    this.updates += 1;
  }
  update(): void {
    for (const controller of this.#controllers) controller.hostUpdate?.();
    this.updates = 0;
  }
  disconnect(): void {
    for (const controller of this.#controllers) controller.hostDisconnected?.();
  }
}

test('an update is asked for when a signal changes, until the element leaves', () => {
  const host = new Host();
  const count = signal(0);
  void new StoreController(host, () => [count]);
  host.update();
  count.value = 1;
  expect(host.updates).toBe(1);
  host.disconnect();
  count.value = 2;
  expect(host.updates).toBe(1);
});

test('signals of a signal’s value are followed', () => {
  const host = new Host();
  const [first, second] = [{ done: signal(0) }, { done: signal(0) }];
  const current = signal(first);
  void new StoreController(host, () => [current, current.value.done]);
  host.update();
  current.value = second;
  host.update();
  first.done.value = 1;
  expect(host.updates).toBe(0);
  second.done.value = 1;
  expect(host.updates).toBe(1);
});

test('signals of another property value are followed after the update that brings it', () => {
  const host = new Host();
  const [first, second] = [{ done: signal(0) }, { done: signal(0) }];
  let run = first;
  void new StoreController(host, () => [run.done]);
  host.update();
  run = second;
  host.update();
  second.done.value = 1;
  expect(host.updates).toBe(1);
});
