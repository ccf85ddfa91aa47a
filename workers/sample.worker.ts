import { expose } from 'comlink';
import { makeSampleRuns } from '../src/sample/make-sample-runs.ts';
import type { SampleApi } from './api.ts';
import { prepareWire } from './wire.ts';

const api: SampleApi = {
  start: async () => undefined, // needs no kernels
  makeSample: async () => makeSampleRuns(),
};

prepareWire();
expose(api);
