import type { DatagramCells } from './datagram-cells.ts';

/** How a line of the list stands out. */
export type LineState = { readonly line: number; readonly isSelected: boolean; readonly isMarked: boolean; /** Its event is selected in the plots. */ readonly isBrushed: boolean };

/** The lines of a list that show: as many elements as fit, given other texts when the list moves. */
export class LinePool {
  readonly #parent: HTMLElement;
  readonly #columns: readonly { readonly isNumber: boolean }[];
  readonly #lines: { element: HTMLElement; texts: Text[] }[] = [];

  constructor(parent: HTMLElement, columns: readonly { readonly isNumber: boolean }[]) {
    this.#parent = parent;
    this.#columns = columns;
  }

  /** Shows `count` lines. */
  resize(count: number): void {
    while (this.#lines.length < count) this.#lines.push(this.#makeLine(this.#lines.length));
    this.#lines.forEach(({ element }, i) => (element.hidden = i >= count));
  }

  show(place: number, cells: DatagramCells, { line, isSelected, isMarked, isBrushed }: LineState): void {
    const { element, texts } = this.#lines[place];
    cells.texts.forEach((text, i) => {
      if (texts[i].data !== text) texts[i].data = text;
    });
    const notes = cells.texts[cells.texts.length - 1];
    if (element.title !== notes) element.title = notes;
    element.ariaRowIndex = String(line + 2); // the head is 1
    element.ariaSelected = String(isMarked);
    element.classList.toggle('selected', isSelected);
    element.classList.toggle('brushed', isBrushed);
    element.ariaDescription = isBrushed ? 'selected in the plots' : null;
    element.classList.toggle('transition', !cells.isEvent);
    element.classList.toggle('damaged', cells.isDamaged);
    element.classList.toggle('odd', line % 2 === 1);
  }

  /** The place of the line that holds a node; -1 when none does. */
  placeOf(node: EventTarget | null): number {
    return this.#lines.findIndex(({ element }) => node instanceof Node && element.contains(node));
  }

  #makeLine(place: number): { element: HTMLElement; texts: Text[] } {
    const element = document.createElement('div');
    element.role = 'row';
    element.id = `line-${place}`;
    element.className = 'line';
    const texts = this.#columns.map(({ isNumber }) => {
      const cell = document.createElement('span');
      cell.role = 'gridcell';
      if (isNumber) cell.className = 'count';
      const text = document.createTextNode('');
      cell.append(text);
      element.append(cell);
      return text;
    });
    this.#parent.append(element);
    return { element, texts };
  }
}
