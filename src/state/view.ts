import { signal } from '@preact/signals-core';
import type { Region } from '../base/region.ts';
import type { ColormapName } from '../image/colormap.ts';
import { DEFAULT_LEVELS, type LevelsMode, type Scale } from '../image/levels.ts';
import type { CanvasSize, Viewport } from '../image/viewport.ts';

/** The tabs of the window, in order. What is not built is absent. */
export const TABS = ['Summary', 'Datagrams', 'Image', 'Plots', 'Modules', 'Batch'] as const;
export type Tab = (typeof TABS)[number];

/**
 * How the user looks at things; survives a change of event or run. Read `.value` inside an element that uses
 * StoreController, write `.value` from event handlers.
 */
export class ViewState {
  readonly tab = signal<Tab>('Summary');

  readonly levels = signal<LevelsMode>(DEFAULT_LEVELS);
  readonly scale = signal<Scale>('linear');
  readonly colormap = signal<ColormapName>('viridis');

  /** null: fit the image to the pane. */
  readonly viewport = signal<Viewport | null>(null);
  /** Size of the pane the image is shown in, CSS pixels; null while it is not shown. */
  readonly imagePane = signal<CanvasSize | null>(null);
  readonly region = signal<Region | null>(null);
  /** True while the next drag on the image draws the region. */
  readonly isDrawingRegion = signal(false);
  /** Leave out pixels with raw >= 16383. */
  readonly omitSaturated = signal(false);
  /** Whether the dark in use is subtracted. */
  readonly isDarkOn = signal(true);

  readonly isPlaying = signal(false);
  /** True while the user is asked where to go. */
  readonly isGoToOpen = signal(false);
  /** Events per second wished for while playing. */
  readonly playRate = signal(5);

  /** The pane of devices, at the left of every tab, is shown. */
  readonly isDevicesOpen = signal(false);
  /** Its width, CSS pixels. */
  readonly devicesWidth = signal(340);
  /** Side pane (inspector) shown. */
  readonly isInspectorOpen = signal(true);
  /** The Image tab hides all but the image. */
  readonly isImageOnly = signal(false);
  /** 'system' follows the operating system. */
  readonly theme = signal<'system' | 'dark' | 'light'>('system');
}
