import type { ReadonlySignal } from '@preact/signals-core';
import type { Workers } from '../../workers/api.ts';
import type { Dark } from '../calib/dark.ts';
import type { Darks } from './darks.ts';
import type { FrameLoader } from './frame-loader.ts';
import type { OpenRun } from './open-run.ts';
import { isDarkOf, pictureKind, pixelsRequest } from './picture-requests.ts';
import type { ViewState } from './view.ts';

/** What of the session a picture depends on. */
export type PictureChoice = {
  readonly view: ViewState;
  readonly darks: Darks;
  readonly current: ReadonlySignal<OpenRun | null>;
  readonly source: ReadonlySignal<string | null>;
  readonly event: ReadonlySignal<number>;
  readonly events: ReadonlySignal<number>;
  /** What is subtracted now. */
  darkInUse(): Dark | null;
};

/** Asks for the picture of what is selected; as an effect it asks again when any of it changes. */
export function wishPicture(session: PictureChoice, frame: Workers['frame'], loader: FrameLoader): void {
  const { view, darks } = session;
  const [run, source, event] = [session.current.value, session.source.value, session.event.value];
  const dark = session.darkInUse();
  const omitSaturated = view.omitSaturated.value;
  if (!run || !source || event >= session.events.value) {
    if (!run?.progress.peek()) loader.clear();
    return;
  }
  const kind = pictureKind(run, source);
  loader.show({
    group: `${run.label} ${source}`,
    load: async (stop) => {
      const darkId = dark && isDarkOf(dark, kind) ? await darks.idFor(frame, dark) : null;
      const region = view.region.peek();
      const request = { ...pixelsRequest(run, event, kind), event, darkId, omitSaturated, region };
      return frame.call((worker, signal) => worker.makeFrame(request, signal), stop);
    },
  });
}
