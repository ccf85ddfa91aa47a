import { PLACEMENT_BYTES } from '../../assembly/layout.ts';
import type { Arena, WasmArray } from '../wasm/arena.ts';
import { rawIndex, type PixelMap } from './pixel-map.ts';

/** The rows that the kernel paints by (assembly/layout.ts PLACEMENT_BYTES), one per tile. */
export function placementRows(pixelMap: PixelMap): Int32Array {
  const imageColumns = pixelMap.shape[1];
  const index = ([row, column]: readonly [number, number]): number => row * imageColumns + column;
  const rows = pixelMap.tiles.flatMap(({ section, rawRow, rawColumn, rows, columns, row, column, rowStep, columnStep }) => [
    index([row, column]),
    index(rowStep),
    index(columnStep),
    rawIndex(pixelMap, { section, row: rawRow, column: rawColumn }),
    rows,
    columns,
    pixelMap.sectionShape[1],
    section,
  ]);
  return Int32Array.from(rows);
}

/** A picture in kernel memory that is painted again for each event; what no tile covers stays NaN. */
export class ImageCanvas {
  readonly pixelMap: PixelMap;
  /** f32 (rows, columns) of the pixel map. */
  readonly pixels: WasmArray<'f32'>;
  readonly #placements: WasmArray<'i32'>;
  readonly #arena: Arena;

  constructor(arena: Arena, pixelMap: PixelMap) {
    const rows = placementRows(pixelMap);
    this.#arena = arena;
    this.pixelMap = pixelMap;
    this.pixels = arena.reserve('f32', pixelMap.shape[0] * pixelMap.shape[1]);
    this.#placements = arena.reserve('i32', rows.length);
    this.#placements.view().set(rows);
    arena.kernels.fillNaN(this.pixels.ptr, this.pixels.length);
  }

  /** Paints all sections; those whose bit in `present` is clear become NaN. */
  paint(sections: WasmArray<'f32'>, present: number): void {
    const count = (this.#placements.length * 4) / PLACEMENT_BYTES;
    this.#arena.kernels.assembleImage(sections.ptr, this.#placements.ptr, count, present, this.pixels.ptr);
  }
}
