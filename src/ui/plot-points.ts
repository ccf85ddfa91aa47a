import { PointLayer, type PointLook } from '../plot/point-layer.ts';
import { makePointSet, type PointSet } from '../plot/point-set.ts';
import type { PlotLayer, PointsLayer } from '../plot/layer.ts';
import type { Rgb } from '../plot/point-raster.ts';

type Made = { readonly layer: PointsLayer; readonly key: string; readonly set: PointSet | null };

/** The points of a plot: their sets, made in slices, and the pictures of them. */
export class PlotPoints {
  readonly #redraw: () => void;
  #made: Made[] = [];
  #layers: PointLayer[] = [];
  #turn = 0;
  #isMaking = false;

  /** @param redraw asks the plot to be drawn again */
  constructor(redraw: () => void) {
    this.#redraw = redraw;
  }

  /** True while sets or pictures are being made. */
  get isWorking(): boolean {
    return this.#isMaking || this.#layers.some((layer) => layer.isWorking);
  }
  /** The sets that are drawn, in the order of the layers. */
  get sets(): readonly PointSet[] {
    return this.#made.flatMap(({ set }) => (set ? [set] : []));
  }

  /** Takes the points among these layers; until they are ready the last ones stay. */
  show(layers: readonly PlotLayer[], logX: boolean, logY: boolean): void {
    const wanted = layers.filter((layer) => layer.kind === 'points');
    const key = `${logX} ${logY}`;
    const isSame = wanted.length === this.#made.length && wanted.every((layer, i) => this.#made[i].layer === layer && this.#made[i].key === key);
    if (isSame && !this.#isMaking) return;
    const turn = ++this.#turn;
    this.#isMaking = true;
    void this.#make(wanted, key, { logX, logY }, turn);
  }

  /** Draws the points of the nth layer of points. */
  draw(nth: number, context: CanvasRenderingContext2D, left: number, top: number, look: Omit<PointLook, 'set' | 'colors'>, colors: { point: Rgb; selected: Rgb; dim: Rgb }): void {
    const set = this.#made[nth]?.set;
    if (!set || set.count === 0) return;
    this.#layers[nth] ??= new PointLayer(this.#redraw);
    this.#layers[nth].draw(context, left, top, { ...look, set, colors });
  }

  /** The row and the layer of the point nearest to a place of the picture, device pixels. */
  near(x: number, y: number, reach: number): { row: number; layer: PointsLayer } | null {
    for (let nth = this.#made.length - 1; nth >= 0; --nth) {
      const row = this.#layers[nth]?.rowNear(x, y, reach) ?? -1;
      if (row >= 0) return { row, layer: this.#made[nth].layer };
    }
    return null;
  }

  dispose(): void {
    ++this.#turn;
    for (const layer of this.#layers) layer.dispose();
    this.#layers = [];
    this.#made = [];
  }

  async #make(wanted: readonly PointsLayer[], key: string, { logX, logY }: { logX: boolean; logY: boolean }, turn: number): Promise<void> {
    const made: Made[] = [];
    for (const layer of wanted) {
      const known = this.#made.find((other) => other.key === key && other.layer.x === layer.x && other.layer.y === layer.y && other.layer.rows === layer.rows);
      const set = known?.set ?? (await makePointSet(layer.x, layer.y, { logX, logY, rows: layer.rows, isStale: () => turn !== this.#turn }));
      if (turn !== this.#turn) return;
      made.push({ layer, key, set });
    }
    for (const layer of this.#layers.splice(made.length)) layer?.dispose();
    this.#made = made;
    this.#isMaking = false;
    this.#redraw();
  }
}
