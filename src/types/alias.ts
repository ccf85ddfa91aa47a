import { levelOf } from '../format/source.ts';
import { type } from './payload-type.ts';
import { inner, num, numberOf, pad, struct, structOf, structsOf, text, textOf, type Values } from './schema.ts';
import { SRC } from './source.ts';

/** Names that users gave to sources. @source psddldata alias.ddl */

const SRC_ALIAS = struct('Alias.SrcAlias', [inner('src', SRC), text('aliasName', 31), pad(1)]);

const ALIAS_CONFIG_V1 = struct('Alias.ConfigV1', [num('u32', 'numSrcAlias'), inner('srcAlias', SRC_ALIAS, 'numSrcAlias')]);

const ALIAS_CONFIG = 69;

export const ALIAS_TYPES = [type(ALIAS_CONFIG, 1, ALIAS_CONFIG_V1)];

/** A name that stands for a source, whatever process recorded it. */
export type SourceAlias = { readonly level: number; readonly phy: number; readonly alias: string };

/** What an AliasConfig says. @param values of its payload */
export function aliasesOf(values: Values): SourceAlias[] {
  return structsOf(values, 'srcAlias').map((entry) => {
    const src = structOf(entry, 'src');
    return { level: levelOf(numberOf(src, 'log')), phy: numberOf(src, 'phy'), alias: textOf(entry, 'aliasName') };
  });
}
