/** The calib cycle an event belongs to, null when it comes before the first one. `cycles`: first event of each. */
export function cycleOf(cycles: Uint32Array, event: number): number | null {
  let low = 0;
  let high = cycles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cycles[middle] <= event) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : low - 1;
}
