import { KIND_BYTES, KIND_DAMAGED, KIND_HASH, KIND_ROWS, KIND_ROW_BYTES, MAX_KINDS, MAX_SIGNATURES, POOL_LENGTH, SIGNATURE_HASH, SIGNATURE_POOL, SIGNATURE_ROWS, SIGNATURE_ROW_BYTES } from './layout';

const NONE: u32 = 0xffffffff;
const KIND_SLOTS: u32 = 2 * MAX_KINDS;
const SIGNATURE_SLOTS: u32 = 2 * MAX_SIGNATURES;

/** Makes a dictionary (DICTIONARY_BYTES) empty. */
export function clearDictionary(dictionary: usize): void {
  memory.fill(dictionary, 0, KIND_ROWS);
  memory.fill(dictionary + SIGNATURE_ROWS, 0, SIGNATURE_ROW_BYTES);
  store<u32>(dictionary, 1, 4);
}

/** Whether a kind row is the kind of this Xtc. */
// @ts-ignore: decorator
@inline
export function isKind(dictionary: usize, kind: u32, log: u32, phy: u32, contains: u32): bool {
  const row = dictionary + KIND_ROWS + <usize>kind * KIND_ROW_BYTES;
  return load<u32>(row, 8) == contains && load<u32>(row, 4) == phy && load<u32>(row) >>> 24 == log >>> 24;
}

/** @returns the id of a kind, entered when it is new; 0xffffffff when the dictionary is full */
export function kindOf(dictionary: usize, log: u32, phy: u32, contains: u32): u32 {
  let slot = ((phy ^ (log >>> 24)) * 0x9e3779b1) ^ (contains * 0x85ebca6b);
  slot = (slot ^ (slot >>> 15)) & (KIND_SLOTS - 1);
  while (true) {
    const at = dictionary + KIND_HASH + (<usize>slot << 2);
    const id = load<u32>(at);
    if (id == 0) {
      const kind = load<u32>(dictionary);
      if (kind >= <u32>MAX_KINDS) return NONE;
      const row = dictionary + KIND_ROWS + <usize>kind * KIND_ROW_BYTES;
      store<u32>(row, log);
      store<u32>(row, phy, 4);
      store<u32>(row, contains, 8);
      store<u32>(row, 0, KIND_DAMAGED);
      store<f64>(row, 0, KIND_BYTES);
      store<u32>(at, kind + 1);
      store<u32>(dictionary, kind + 1);
      return kind;
    }
    if (isKind(dictionary, id - 1, log, phy, contains)) return id - 1;
    slot = (slot + 1) & (KIND_SLOTS - 1);
  }
}

/** Adds a leaf to what is counted of its kind. */
// @ts-ignore: decorator
@inline
export function countLeaf(dictionary: usize, kind: u32, bytes: f64, damaged: i32): void {
  const row = dictionary + KIND_ROWS + <usize>kind * KIND_ROW_BYTES;
  store<f64>(row, load<f64>(row, KIND_BYTES) + bytes, KIND_BYTES);
  store<i32>(row, load<i32>(row, KIND_DAMAGED) + damaged, KIND_DAMAGED);
}

/** @param kinds u16[count]  @returns the id of the sequence, entered when it is new; 0xffffffff when the dictionary is full */
export function signatureOf(dictionary: usize, kinds: usize, count: u32, hash: u32): u32 {
  if (count == 0) return 0;
  let slot = (hash ^ (hash >>> 15)) & (SIGNATURE_SLOTS - 1);
  while (true) {
    const at = dictionary + SIGNATURE_HASH + (<usize>slot << 2);
    const id = load<u32>(at);
    if (id == 0) return enterSignature(dictionary, at, kinds, count, hash);
    const row = dictionary + SIGNATURE_ROWS + <usize>(id - 1) * SIGNATURE_ROW_BYTES;
    if (load<u32>(row) == hash && load<u32>(row, 8) == count) {
      const known = dictionary + SIGNATURE_POOL + (<usize>load<u32>(row, 4) << 1);
      if (memory.compare(known, kinds, <usize>count << 1) == 0) return id - 1;
    }
    slot = (slot + 1) & (SIGNATURE_SLOTS - 1);
  }
}

function enterSignature(dictionary: usize, slot: usize, kinds: usize, count: u32, hash: u32): u32 {
  const signature = load<u32>(dictionary, 4);
  const used = load<u32>(dictionary, 8);
  if (signature >= <u32>MAX_SIGNATURES || count > <u32>POOL_LENGTH - used) return NONE;
  const row = dictionary + SIGNATURE_ROWS + <usize>signature * SIGNATURE_ROW_BYTES;
  store<u32>(row, hash);
  store<u32>(row, used, 4);
  store<u32>(row, count, 8);
  store<u32>(row, 0, 12);
  memory.copy(dictionary + SIGNATURE_POOL + (<usize>used << 1), kinds, <usize>count << 1);
  store<u32>(slot, signature + 1);
  store<u32>(dictionary, signature + 1, 4);
  store<u32>(dictionary, used + count, 8);
  return signature;
}
