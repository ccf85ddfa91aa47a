import { existsSync, readFileSync } from 'node:fs';

/** The runs written by the DAQ's own library; they lie beside the repository and tests that need them skip when they are absent. */
const FIXTURES = new URL('../../../shared/fixtures/', import.meta.url);

export const hasFixtures = existsSync(FIXTURES);

/** @param path within the fixtures, `delayscan/e81-r0098-s00-c00.xtc` */
export function fixtureUrl(path: string): URL {
  return new URL(path, FIXTURES);
}

/** A fixture as the file a user would choose. */
export function fixtureFile(path: string): File {
  return new File([readFileSync(fixtureUrl(path))], path.slice(path.lastIndexOf('/') + 1));
}
