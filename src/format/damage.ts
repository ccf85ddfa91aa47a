import { TYPE_EBEAM } from './type-id.ts';

const DAMAGE_BITS: readonly (readonly [number, string])[] = [
  [0x2, 'DroppedContribution'], [0x800, 'Uninitialized'], [0x1000, 'OutOfOrder'], [0x2000, 'OutOfSynch'],
  [0x4000, 'UserDefined'], [0x8000, 'IncompleteContribution'], [0x10000, 'ContainsIncomplete'],
];

/** Names of the damage bits that are set; user bits as `user 0xa5`, unknown ones as `bit 3`. @source pdsdata xtc/Damage.hh */
export function damageNames(damage: number): string[] {
  const names = DAMAGE_BITS.filter(([mask]) => (damage & mask) !== 0).map(([, name]) => name);
  const known = DAMAGE_BITS.reduce((all, [mask]) => all | mask, 0);
  for (let bit = 0; bit < 24; ++bit) {
    if (((damage & ~known) >>> bit) & 1) names.push(`bit ${bit}`);
  }
  const user = damage >>> 24;
  if (user !== 0) names.push(`user 0x${user.toString(16).padStart(2, '0')}`);
  return names;
}

/**
 * The bits whose names hold `text` (`OutOf` are two), `user` for all user bits, a number for itself; 0 when nothing does.
 */
export function damageMask(text: string): number {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return Number(text) >>> 0;
  const wanted = text.toLowerCase();
  const user = wanted === 'user' ? 0xff000000 : 0;
  return DAMAGE_BITS.reduce((mask, [bit, name]) => (name.toLowerCase().includes(wanted) ? mask | bit : mask), user) >>> 0;
}

/** Names of the bits that have one. */
export const DAMAGE_NAMES: readonly string[] = DAMAGE_BITS.map(([, name]) => name);

/** The same in one line, `OutOfOrder | user 0xa5`; empty when nothing is damaged. */
export function damageText(damage: number): string {
  return damageNames(damage).join(' | ');
}

const USER_DEFINED = 0x4000;

/**
 * Whether the values of a leaf may be used: it is not damaged, or it is an EBeam whose own mask says which of its fields are
 * not good. @source psana PSXtcInput src/DamagePolicy.cpp
 */
export function isUsable(damage: number, typeId: number): boolean {
  return damage === 0 || (typeId === TYPE_EBEAM && (damage & 0xffffff) === USER_DEFINED);
}
