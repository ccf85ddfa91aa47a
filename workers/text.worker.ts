import { expose } from 'comlink';
import { readText } from '../src/pipeline/read-text.ts';
import { saveText } from '../src/pipeline/save-text.ts';
import type { TextApi } from './api.ts';
import { prepareWire } from './wire.ts';

const api: TextApi = {
  start: async () => undefined, // needs no kernels
  readText,
  saveText,
};

prepareWire();
expose(api);
