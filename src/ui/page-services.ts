import { XtcError } from '../base/errors.ts';
import type { PageServices, TextStore } from '../state/saving.ts';

/** Long enough for the browser to have taken the file over. */
const REVOKE_AFTER_MS = 60_000;

type PickerWindow = { showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle> };

/** What a Session needs of the page: offering files, the clipboard, drawing a picture for PNG. */
export const pageServices: PageServices = {
  download(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
  },
  async chooseTarget(suggestedName) {
    const { showSaveFilePicker } = window as PickerWindow;
    if (!showSaveFilePicker) return null;
    try {
      return await showSaveFilePicker.call(window, { suggestedName });
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw new XtcError('aborted', 'No file was chosen.', { cause });
      throw new XtcError('unsupported', `${suggestedName} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  },
  texts: browserTexts(),
  // With what plots are drawn with; the window does not wait for it.
  drawPlot: async (plot) => (await import('./plot-picture.ts')).drawPlot(plot),
  copyText: (text) => navigator.clipboard.writeText(text),
  async renderPicture(frame, limits, view, caption) {
    const { renderPicture } = await import('../gl/picture.ts'); // With the library that draws.
    return renderPicture({ image: frame.image, limits, scale: view.scale.value, colormap: view.colormap.value, caption });
  },
};

/** The texts of this site; undefined where the browser keeps none, as in some private windows. */
function browserTexts(): TextStore | undefined {
  try {
    const { localStorage } = window;
    return { read: (key) => localStorage.getItem(key), write: (key, text) => localStorage.setItem(key, text) };
  } catch {
    return undefined;
  }
}
