import type { ReadonlySignal } from '@preact/signals-core';
import type { Caller, FrameApi } from '../../workers/api.ts';
import { XtcError, toProblem } from '../base/errors.ts';
import type { ChunkFile, RunFiles, StreamFiles } from '../format/run.ts';
import type { FileHandles } from './file-handles.ts';
import type { OpenRun } from './open-run.ts';

const INTERVAL_MS = 1000;

/** What following needs of the session. */
type FollowDeps = {
  readonly session: {
    readonly handles: FileHandles;
    readonly current: ReadonlySignal<OpenRun | null>;
    readonly event: ReadonlySignal<number>;
    selectEvent(event: number): void;
  };
  /** The workers that read events of runs. */
  readonly readers: readonly Caller<FrameApi>[];
  readonly say: (notice: string) => void;
  readonly report: (error: unknown) => void;
};

/** Looks again at the files of runs that are still being written, once a second, and takes over what has come. */
export class Follow {
  readonly #deps: FollowDeps;
  readonly #intervalMs: number;

  constructor(deps: FollowDeps, intervalMs = INTERVAL_MS) {
    this.#deps = deps;
    this.#intervalMs = intervalMs;
  }

  /** Whether the last chunk of some stream came by a handle: a file that was chosen or dropped without one stays as it was. */
  canFollow(run: OpenRun): boolean {
    return run.files.streams.some((stream) => this.#isGrowing(stream));
  }

  toggle(run: OpenRun): void {
    if (run.isFollowing.value) this.stop(run);
    else void this.start(run);
  }

  stop(run: OpenRun): void {
    run.isFollowing.value = false;
  }

  /** Follows until `stop`, or until a file is gone. Resolves then. */
  async start(run: OpenRun): Promise<void> {
    if (run.isFollowing.value) return;
    if (!this.canFollow(run)) {
      this.#deps.report(new XtcError('unsupported', `${run.label} cannot be followed: its files were given as they were then. Drop them on the window, or choose them by "Open growing files": then they can be looked at again.`));
      return;
    }
    run.isFollowing.value = true;
    const { session, readers } = this.#deps;
    const handles = session.handles.ofRun(run.files);
    await Promise.all(readers.map((reader) => reader.call((worker) => worker.rememberGrowing(handles))));
    while (run.isFollowing.peek()) {
      try {
        const grown = await this.#lookAgain(run.files);
        if (grown && run.isFollowing.peek()) await run.grow(grown, (update) => this.#keepAtEnd(run, update));
      } catch (error) {
        this.#end(run, error);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, this.#intervalMs));
    }
  }

  /** Whoever looks at the last event goes on looking at the last one. */
  #keepAtEnd(run: OpenRun, update: () => void): void {
    const { session } = this.#deps;
    const isAtEnd = session.current.peek() === run && session.event.peek() >= run.events - 1;
    update();
    if (isAtEnd) session.selectEvent(run.events - 1);
  }

  #end(run: OpenRun, error: unknown): void {
    run.isFollowing.value = false;
    if (error instanceof XtcError && error.code === 'aborted') return;
    const isGone = error instanceof DOMException && error.name === 'NotFoundError';
    if (isGone) this.#deps.say(`${run.label} is not followed any more: its file was moved or renamed, as at the end of a run.`);
    else this.#deps.report(new XtcError('unreadable', `${run.label} is not followed any more: ${toProblem(error).message}`, { cause: error }));
  }

  #isGrowing({ chunks }: StreamFiles): boolean {
    const last = chunks.at(-1);
    return last !== undefined && !last.smallData && this.#deps.session.handles.of(last.file) !== null;
  }

  /** The run with its files as they are now; null when none has grown. Only the last chunk of a stream is being written. */
  async #lookAgain(run: RunFiles): Promise<RunFiles | null> {
    let isGrown = false;
    const lookAtChunk = async (chunk: ChunkFile): Promise<ChunkFile> => {
      const handle = this.#deps.session.handles.of(chunk.file);
      const file = await handle?.getFile();
      if (!handle || !file || file.size <= chunk.file.size) return chunk;
      this.#deps.session.handles.remember(file, handle);
      isGrown = true;
      return { ...chunk, file };
    };
    const streams = await Promise.all(
      run.streams.map(async (stream) => {
        const last = stream.chunks.at(-1);
        return last && this.#isGrowing(stream) ? { ...stream, chunks: [...stream.chunks.slice(0, -1), await lookAtChunk(last)] } : stream;
      }),
    );
    return isGrown ? { ...run, streams } : null;
  }
}
