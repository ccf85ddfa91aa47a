import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PAYLOAD_TYPES } from '../../src/types/registry.ts';
import { typesDocument } from '../reference/types-document.ts';
import type { LibrarySample } from '../reference/library-values.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** Types and versions of which a run kept here has values that the library read. */
function checkedTypes(): Set<string> {
  const files = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.expected.json'));
  const samples = files.flatMap((name) => (JSON.parse(readFileSync(FIXTURES + name, 'utf8')) as { samples?: LibrarySample[] }).samples ?? []);
  return new Set(samples.filter(({ fields }) => fields).map(({ typeid, version }) => `${typeid} ${version & 0x7fff}`));
}

test('docs/types.md says what the layouts say', async () => {
  const checked = checkedTypes();
  const text = typesDocument(PAYLOAD_TYPES, (typeId, version) => checked.has(`${typeId} ${version}`));
  await expect(text).toMatchFileSnapshot('../../docs/types.md');
});
