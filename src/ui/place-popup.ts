const GAP = 4;
const EDGE = 8;

/**
 * Shows a popup (`popover="manual"`) below its anchor, its right edge at the anchor's: above all else, and inside the window.
 * Boxes that scroll would cut off a popup that lies in them.
 */
export function placePopup(popup: HTMLElement | null, anchor: Element | null): void {
  if (!popup || !anchor) return;
  if (!popup.matches(':popover-open')) popup.showPopover();
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const left = Math.max(EDGE, Math.min(at.right - width, window.innerWidth - width - EDGE));
  const below = at.bottom + GAP;
  const top = below + height <= window.innerHeight - EDGE ? below : Math.max(EDGE, Math.min(below, window.innerHeight - height - EDGE));
  popup.style.left = `${left}px`;
  popup.style.top = `${top}px`;
}
