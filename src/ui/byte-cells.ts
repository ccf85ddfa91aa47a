import type { ByteShares } from '../format/byte-shares.ts';
import { squarify, type Rectangle } from '../image/treemap.ts';
import { byteText, counted } from './number-text.ts';

/** One type of one source as a rectangle; the bytes of headers and containers are a cell without source. */
export type ByteCell = {
  readonly place: Rectangle;
  /** Number of the source's colour, 0 is that of headers and containers. */
  readonly color: number;
  readonly source: string;
  readonly type: string;
  readonly bytes: number;
  /** What finds it in the device table; empty for what is no device. */
  readonly search: string;
  /** What finds the datagrams that have it; empty likewise. */
  readonly query: string;
  /** Everything there is to say. */
  readonly says: string;
};

/** A source's rectangle, with room for its name at the top when there is any. */
export type SourceCell = { readonly place: Rectangle; readonly source: string; readonly hasTitle: boolean };

const TITLE_HEIGHT = 18;
const SMALLEST_TITLED: readonly [number, number] = [64, 44];
const CONTAINERS = 'Headers and containers';

/** Lays out what fills a run: sources from the largest to the smallest, in each its types. Cells in reading order. */
export function byteCells(shares: ByteShares, width: number, height: number, colors: number): { cells: ByteCell[]; sources: SourceCell[] } {
  const groups = [...shares.sources.map(({ bytes }) => bytes), shares.containerBytes];
  const places = squarify(groups, { x: 0, y: 0, width, height });
  const share = (bytes: number): string => `${byteText(bytes)}, ${percentText(bytes / shares.total)}`;
  const cells: ByteCell[] = [];
  const sources: SourceCell[] = [];
  shares.sources.forEach(({ source, types }, i) => {
    const outer = shrink(places[i], 1);
    const hasTitle = outer.width >= SMALLEST_TITLED[0] && outer.height >= SMALLEST_TITLED[1];
    sources.push({ place: outer, source, hasTitle });
    const inner = hasTitle ? { ...outer, y: outer.y + TITLE_HEIGHT, height: outer.height - TITLE_HEIGHT } : outer;
    squarify(types.map(({ bytes }) => bytes), inner).forEach((place, t) => {
      const { name, version, bytes, count, damaged } = types[t];
      const type = version === 0 ? name : `${name} V${version}`;
      const damage = damaged > 0 ? `, ${damaged} damaged` : '';
      cells.push({ place: shrink(place, 0.5), color: 1 + (i % (colors - 1)), source, type, bytes, search: `${source} ${name}_V${version}`, query: `source:"${source}" type:${name}`, says: `${source}, ${type} ${share(bytes)}, ${counted(count, 'time')}${damage}` });
    });
  });
  if (shares.containerBytes > 0) {
    cells.push({ place: shrink(places[places.length - 1], 1), color: 0, source: '', type: CONTAINERS, bytes: shares.containerBytes, search: '', query: '', says: `${CONTAINERS} ${share(shares.containerBytes)}` });
  }
  return { cells, sources };
}

function percentText(share: number): string {
  const percent = 100 * share;
  if (!(percent > 0)) return '0 %';
  return percent < 0.01 ? 'under 0.01 %' : `${percent < 10 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

function shrink({ x, y, width, height }: Rectangle, by: number): Rectangle {
  return { x: x + by, y: y + by, width: Math.max(0, width - 2 * by), height: Math.max(0, height - 2 * by) };
}
