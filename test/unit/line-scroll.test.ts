import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINE_HEIGHT, LineScroll, MOST_PIXELS } from '../../src/ui/line-scroll.ts';

function scrollOf(lines: number, pane: number): LineScroll {
  const scroll = new LineScroll();
  scroll.resize(lines, pane);
  return scroll;
}

describe('where a list stands', () => {
  it('moves a pixel for each of the bar while it fits', () => {
    const scroll = scrollOf(14_887, 480);
    expect(scroll.isScaled).toBe(false);
    expect(scroll.contentHeight).toBe(14_887 * 24);
    scroll.onScroll(250);
    expect([scroll.firstLine, scroll.shift, scroll.scrollTop]).toEqual([10, 10, 250]);
  });

  it('reaches both ends of any list with the bar', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000_000 }), fc.integer({ min: 24, max: 2000 }), (lines, pane) => {
        const scroll = scrollOf(lines, pane);
        expect(scroll.contentHeight).toBeLessThanOrEqual(MOST_PIXELS);
        scroll.onScroll(Math.max(0, scroll.contentHeight - pane));
        const end = scroll.firstLine * LINE_HEIGHT + scroll.shift + pane;
        if (lines * LINE_HEIGHT > pane) expect(end).toBeCloseTo(lines * LINE_HEIGHT, 3);
        scroll.onScroll(0);
        expect(scroll.firstLine).toBe(0);
      }),
      { seed: 30, numRuns: 200 },
    );
  });

  it('shows a line whole once it was revealed, and stays when it was whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }), fc.integer({ min: 48, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('edge' as const, 'middle' as const),
        (lines, pane, from, to, where) => {
          const scroll = scrollOf(lines, pane);
          scroll.moveTo(from * lines * LINE_HEIGHT);
          const line = Math.floor(to * (lines - 1));
          scroll.reveal(line, where);
          const top = scroll.firstLine * LINE_HEIGHT + scroll.shift;
          expect(line * LINE_HEIGHT).toBeGreaterThanOrEqual(top - 0.01);
          expect((line + 1) * LINE_HEIGHT).toBeLessThanOrEqual(top + pane + 0.01);
          const before = scroll.scrollTop;
          scroll.reveal(line, where);
          expect(scroll.scrollTop).toBe(before);
        },
      ),
      { seed: 31, numRuns: 300 },
    );
  });

  it('moves by lines under the wheel however long the list is, and the bar’s own move does not undo it', () => {
    const scroll = scrollOf(10_000_000, 480);
    expect(scroll.isScaled).toBe(true);
    scroll.moveBy(240);
    expect(scroll.firstLine).toBe(10);
    scroll.onScroll(scroll.scrollTop);
    expect(scroll.firstLine).toBe(10);
  });

  it('comes back to the end when the list becomes shorter', () => {
    const scroll = scrollOf(1000, 480);
    scroll.moveTo(1e9);
    scroll.resize(30, 480);
    expect(scroll.firstLine).toBe(10);
    scroll.resize(3, 480);
    expect([scroll.firstLine, scroll.scrollTop]).toEqual([0, 0]);
  });
});
