import type { DefaultContext, DrawCommand, Framebuffer, Regl, Texture2D } from 'regl';
import type { Image } from '../base/arrays.ts';
import { XtcError } from '../base/errors.ts';
import { COLORS, SATURATED_COLOR, colormapTable, type ColormapName } from '../image/colormap.ts';
import type { Limits, Scale } from '../image/levels.ts';
import type { CanvasSize, Viewport } from '../image/viewport.ts';
import { MAX_TEXTURE, createContext } from './context.ts';
import { ABSENT, SATURATED, createDrawImage, type DrawImageProps } from './draw-image.ts';

/** How an image is looked at; changing it costs a redraw and no upload. */
export type ImageLook = {
  readonly viewport: Viewport;
  readonly limits: Limits;
  readonly scale: Scale;
  readonly colormap: ColormapName;
  /** Of the canvas, CSS pixels. */
  readonly canvas: CanvasSize;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
};

/** Draws images on one canvas. The canvas is transparent where there is no pixel: its CSS background shows. */
export class ImageRenderer {
  readonly #canvas: HTMLCanvasElement;
  readonly #regl: Regl;
  readonly #draw: DrawCommand<DefaultContext, DrawImageProps>;
  readonly #texture: Texture2D;
  readonly #colors: Texture2D;
  #values = new Float32Array(0);
  #image: Image | null = null;
  #colormap: ColormapName | null = null;
  #look: ImageLook | null = null;
  #wish = 0;

  /** @throws {XtcError} 'unsupported' when the browser cannot draw it */
  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#regl = createContext(canvas);
    this.#draw = createDrawImage(this.#regl);
    this.#texture = this.#regl.texture({ width: 1, height: 1, format: 'luminance', type: 'float' });
    this.#colors = this.#regl.texture({ width: COLORS, height: 1, format: 'rgb' });
    canvas.addEventListener('webglcontextrestored', this.#restored);
  }

  /**
   * Takes the image to draw; the same image again costs nothing.
   * @throws {XtcError} 'unsupported' when it is larger than a texture can be
   */
  show(image: Image): void {
    if (image === this.#image) return;
    const [height, width] = image.shape;
    if (height > MAX_TEXTURE || width > MAX_TEXTURE) {
      throw new XtcError(
        'unsupported',
        `The picture has ${height} × ${width} pixels; at most ${MAX_TEXTURE} × ${MAX_TEXTURE} can be drawn.`,
      );
    }
    this.#image = image;
    this.#upload(image);
    this.requestFrame();
  }

  /** Looks at the image in another way, with the next animation frame. */
  look(look: ImageLook): void {
    const isSame = this.#look !== null && sameLook(this.#look, look);
    this.#look = look;
    if (!isSame) this.requestFrame();
  }

  /** Draws once with the next animation frame, however often it is asked for. */
  requestFrame(): void {
    this.#wish ||= requestAnimationFrame(() => {
      this.#wish = 0;
      this.#drawCanvas();
    });
  }

  /** What the canvas shows: RGBA bytes, rows from the top, device pixels. @throws {XtcError} 'out-of-range' without a picture */
  readPixels(): { width: number; height: number; data: Uint8Array } {
    const { width, height } = this.#canvas;
    const target = this.#regl.framebuffer({ width, height, depthStencil: false });
    try {
      if (!this.#drawInto(target)) throw new XtcError('out-of-range', 'No picture is shown yet.');
      let flipped = new Uint8Array(0);
      target.use(() => (flipped = this.#regl.read()));
      const data = new Uint8Array(flipped.length);
      for (let row = 0; row < height; ++row) {
        data.set(
          flipped.subarray((height - 1 - row) * width * 4, (height - row) * width * 4),
          row * width * 4,
        );
      }
      return { width, height, data };
    } finally {
      target.destroy();
    }
  }

  dispose(): void {
    cancelAnimationFrame(this.#wish);
    this.#canvas.removeEventListener('webglcontextrestored', this.#restored);
    this.#regl.destroy();
  }

  readonly #restored = (): void => {
    this.#colormap = null;
    if (this.#image) this.#upload(this.#image);
    this.requestFrame();
  };

  #upload({ shape: [height, width], data }: Image): void {
    const isSameSize = this.#texture.width === width && this.#texture.height === height;
    if (this.#values.length !== data.length) this.#values = new Float32Array(data.length);
    const values = this.#values;
    for (let i = 0; i < data.length; ++i) {
      const value = data[i];
      values[i] = value - value === 0 ? value : value === Infinity ? SATURATED : ABSENT;
    }
    if (isSameSize)
      this.#texture.subimage({ width, height, format: 'luminance', type: 'float', data: values });
    else this.#texture({ width, height, format: 'luminance', type: 'float', data: values });
  }

  #drawCanvas(): void {
    const look = this.#look;
    if (!look) return;
    const width = Math.max(1, Math.round(look.canvas.width * look.pixelRatio));
    const height = Math.max(1, Math.round(look.canvas.height * look.pixelRatio));
    // Setting the size clears the canvas, so only when it changes.
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#drawInto(null);
  }

  #drawInto(target: Framebuffer | null): boolean {
    const [image, look] = [this.#image, this.#look];
    if (!image || !look) return false;
    if (look.colormap !== this.#colormap) {
      this.#colors({ width: COLORS, height: 1, format: 'rgb', data: colormapTable(look.colormap) });
      this.#colormap = look.colormap;
    }
    const { viewport, limits } = look;
    this.#regl.poll();
    this.#regl.clear({ color: [0, 0, 0, 0], framebuffer: target });
    this.#draw({
      image: this.#texture,
      colormap: this.#colors,
      size: [image.shape[1], image.shape[0]],
      canvas: [look.canvas.width, look.canvas.height],
      viewport: [viewport.column, viewport.row, viewport.zoom],
      limits: [limits.low, Math.max(limits.high, limits.low + 1e-6)],
      scale: look.scale,
      span: 1 / (viewport.zoom * look.pixelRatio),
      saturatedColor: [SATURATED_COLOR[0] / 255, SATURATED_COLOR[1] / 255, SATURATED_COLOR[2] / 255],
      target,
    });
    return true;
  }
}

function sameLook(a: ImageLook, b: ImageLook): boolean {
  return (
    a.viewport.column === b.viewport.column &&
    a.viewport.row === b.viewport.row &&
    a.viewport.zoom === b.viewport.zoom &&
    a.limits.low === b.limits.low &&
    a.limits.high === b.limits.high &&
    a.scale === b.scale &&
    a.colormap === b.colormap &&
    a.canvas.width === b.canvas.width &&
    a.canvas.height === b.canvas.height &&
    a.pixelRatio === b.pixelRatio
  );
}
