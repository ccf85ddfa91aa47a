import { css, nothing, svg, type TemplateResult } from 'lit';
import type { Region } from '../base/region.ts';
import { colormapTable, type ColormapName } from '../image/colormap.ts';
import { normalise, type Limits, type Scale } from '../image/levels.ts';
import type { RegionStats } from '../image/measure.ts';
import { sectionOutlines } from '../image/pixel-map.ts';
import { REGION_HANDLES, type RegionHandle } from '../image/region-shape.ts';
import {
  NUMBERS_ZOOM,
  imageToScreen,
  visibleRegion,
  type CanvasSize,
  type Viewport,
} from '../image/viewport.ts';
import type { Frame } from '../pipeline/frame.ts';

/** Where things of the image lie on the canvas. */
export type Place = { readonly viewport: Viewport; readonly canvas: CanvasSize };

/** Box of a region on the canvas: from half a pixel before its first pixel to half a pixel behind its last one. */
export function screenBox(region: Region, { viewport, canvas }: Place) {
  const { x, y } = imageToScreen(viewport, canvas, { row: region.row0 - 0.5, column: region.column0 - 0.5 });
  const width = (region.column1 - region.column0) * viewport.zoom;
  const height = (region.row1 - region.row0) * viewport.zoom;
  return { x, y, width, height };
}

/** Hatched frames where the event lacks a section. */
export function drawAbsent(frame: Frame, place: Place): TemplateResult {
  const absent = sectionOutlines(frame.pixelMap).filter(({ section }) => !((frame.present >>> section) & 1));
  return svg`
    <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch" d="M0 0V8"></path>
    </pattern>
    ${absent.map((section) => {
      const box = screenBox(section, place);
      return svg`<rect class="absent" x=${box.x} y=${box.y} width=${box.width} height=${box.height}></rect>`;
    })}`;
}

/** What the user can take hold of. */
export type Hold = 'move' | RegionHandle;

const HOLD_NAMES: Readonly<Record<RegionHandle, string>> = {
  nw: 'top left corner',
  n: 'top edge',
  ne: 'top right corner',
  e: 'right edge',
  se: 'bottom right corner',
  s: 'bottom edge',
  sw: 'bottom left corner',
  w: 'left edge',
};

/** The region with its handles; `hold` is called when the pointer goes down, `nudge` when a key is pressed on one. */
export function drawRegion(
  region: Region,
  place: Place,
  hold: (event: PointerEvent, what: Hold) => void,
  nudge: (event: KeyboardEvent, what: Hold) => void,
): TemplateResult {
  const { x, y, width, height } = screenBox(region, place);
  const text = `columns ${region.column0} to ${region.column1 - 1}, rows ${region.row0} to ${region.row1 - 1}`;
  return svg`
    <rect class="region-shade" x=${x} y=${y} width=${width} height=${height}></rect>
    <rect class="region" x=${x} y=${y} width=${width} height=${height} tabindex="0" role="button"
      aria-label="Region, ${text}. Arrow keys move it." data-testid="region"
      @pointerdown=${(event: PointerEvent) => hold(event, 'move')}
      @keydown=${(event: KeyboardEvent) => nudge(event, 'move')}></rect>
    ${REGION_HANDLES.map((handle) => {
      const at = {
        x: handle.includes('w') ? x : handle.includes('e') ? x + width : x + width / 2,
        y: handle.includes('n') ? y : handle.includes('s') ? y + height : y + height / 2,
      };
      return svg`<rect class="handle ${handle}" x=${at.x - 4.5} y=${at.y - 4.5} width="9" height="9" tabindex="0" role="button"
        aria-label="Region, ${HOLD_NAMES[handle]}. Arrow keys move it." data-handle=${handle}
        @pointerdown=${(event: PointerEvent) => hold(event, handle)}
        @keydown=${(event: KeyboardEvent) => nudge(event, handle)}></rect>`;
    })}`;
}

/** A small cross at the centre of mass. */
export function drawCentre(
  stats: RegionStats | null,
  { viewport, canvas }: Place,
): TemplateResult | typeof nothing {
  if (!stats || !Number.isFinite(stats.x) || !Number.isFinite(stats.y)) return nothing;
  const { x, y } = imageToScreen(viewport, canvas, { row: stats.y, column: stats.x });
  const path = `M${x - 9} ${y}H${x - 2}M${x + 2} ${y}H${x + 9}M${x} ${y - 9}V${y - 2}M${x} ${y + 2}V${y + 9}`;
  return svg`<path class="halo" d=${path}></path><path class="centre" data-testid="centre-of-mass" d=${path}></path>`;
}

type Look = { readonly limits: Limits; readonly scale: Scale; readonly colormap: ColormapName };

/** The value of each pixel, in the pixel, once pixels are large enough. */
export function drawNumbers(frame: Frame, place: Place, look: Look): TemplateResult | typeof nothing {
  const { viewport, canvas } = place;
  if (viewport.zoom < NUMBERS_ZOOM) return nothing;
  const { image } = frame;
  const { row0, row1, column0, column1 } = visibleRegion(viewport, canvas, image.shape);
  const decimals = frame.darkId === null ? 0 : viewport.zoom >= 44 ? 1 : 0;
  const colors = colormapTable(look.colormap);
  const texts: TemplateResult[] = [];
  for (let row = row0; row < row1; ++row) {
    for (let column = column0; column < column1; ++column) {
      const value = image.data[row * image.shape[1] + column];
      if (Number.isNaN(value)) continue;
      const { x, y } = imageToScreen(viewport, canvas, { row, column });
      const shade = 3 * Math.round(255 * Math.min(Math.max(normalise(value, look.limits, look.scale), 0), 1));
      const brightness = 0.299 * colors[shade] + 0.587 * colors[shade + 1] + 0.114 * colors[shade + 2];
      const tone = value === Infinity || brightness > 140 ? 'dark-text' : 'bright-text';
      const text = value === Infinity ? 'sat.' : value.toFixed(decimals).replace(/^-(0(\.0)?)$/, '$1');
      texts.push(svg`<text class="pixel ${tone}" x=${x} y=${y + 3.5}>${text}</text>`);
    }
  }
  return svg`${texts}`;
}

export const overlayStyles = css`
  .hatch {
    stroke: var(--quiet);
    stroke-width: 1;
    opacity: 0.55;
  }
  .absent {
    fill: url(#hatch);
    stroke: var(--quiet);
    stroke-width: 1;
    stroke-opacity: 0.7;
    vector-effect: non-scaling-stroke;
  }
  .region-shade {
    fill: none;
    stroke: rgb(0 0 0 / 80%);
    stroke-width: 4;
  }
  .region {
    fill: transparent;
    stroke: #ffffff;
    stroke-width: 1.5;
    cursor: move;
    pointer-events: all;
  }
  .handle {
    fill: #ffffff;
    stroke: #000000;
    stroke-width: 1;
    pointer-events: all;
  }
  .region:focus-visible,
  .handle:focus-visible {
    outline: none;
    stroke: var(--accent);
    stroke-width: 3;
  }
  .nw,
  .se {
    cursor: nwse-resize;
  }
  .ne,
  .sw {
    cursor: nesw-resize;
  }
  .n,
  .s {
    cursor: ns-resize;
  }
  .e,
  .w {
    cursor: ew-resize;
  }
  .halo {
    fill: none;
    stroke: rgb(0 0 0 / 75%);
    stroke-width: 4;
    pointer-events: none;
  }
  .centre {
    fill: none;
    stroke: #ffffff;
    stroke-width: 1.75;
    pointer-events: none;
  }
  .pixel {
    font: 10px var(--mono);
    text-anchor: middle;
    pointer-events: none;
    font-variant-numeric: tabular-nums;
  }
  .dark-text {
    fill: #000000;
  }
  .bright-text {
    fill: #ffffff;
  }
`;
