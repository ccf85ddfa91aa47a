import type { Workers } from '../../workers/api.ts';
import { pictureKind, pixelsRequest, isDarkOf } from './picture-requests.ts';
import type { FrameLoader } from './frame-loader.ts';
import type { Session } from './session.ts';

/** Asks for the picture of what is selected; as an effect it asks again when any of it changes. */
export function wishPicture(session: Session, frame: Workers['frame'], loader: FrameLoader): void {
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
