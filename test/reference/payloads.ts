import { payloadType } from '../../src/types/registry.ts';
import type { Schema } from '../../src/types/schema.ts';

/** The first layout of a type. */
export function schemaOf(typeId: number, version: number): Schema {
  const schema = payloadType(typeId, version)?.schemas[0];
  if (!schema) throw new Error(`${typeId} ${version} is not registered`);
  return schema;
}

/** Words of 32 bits at byte offsets, the rest 0. */
export function payloadOf(byteLength: number, words: Readonly<Record<number, number>> = {}): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  const view = new DataView(bytes.buffer);
  for (const [at, word] of Object.entries(words)) view.setUint32(Number(at), word, true);
  return bytes;
}
