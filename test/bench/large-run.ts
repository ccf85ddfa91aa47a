import { makeSampleRuns } from '../../src/sample/make-sample-runs.ts';
import { repeatLarge, splitEvents } from './virtual-run.ts';

/** A run of `byteLength` bytes made of a few full CSPad events; loaded into the app's page by bench.spec.ts. */
async function makeLargeRun(byteLength: number): Promise<File> {
  const [dark] = makeSampleRuns();
  if (!dark) throw new Error('There is no sample run.');
  const { file } = await repeatLarge(await splitEvents(dark), byteLength, 'e900-r0099-s00-c00.xtc');
  return file;
}

Object.assign(globalThis, { makeLargeRun });
