import { typeLabel, typeName } from '../../src/format/type-id.ts';
import { fixedBytes } from '../../src/types/fixed-place.ts';
import type { PayloadType } from '../../src/types/payload-type.ts';
import type { About, Count, Member, Schema } from '../../src/types/schema.ts';

/** Whether the DAQ's library has read a sample of a type in the test runs. */
export type IsInFixtures = (typeId: number, version: number) => boolean;

const HEAD = `# Payload types

Generated from the layouts in src/types by test/unit/types-document.test.ts: \`npx vitest run --config test/vitest.config.ts test/unit/types-document.test.ts --update\`
writes it again. Names are those of the DAQ library's accessors. Members lie back to back in the order of the tables, little-endian;
\`off\` is where a member begins, as long as all before it have a fixed length. *Checked* says how a layout was held against the
truth: by values that the DAQ's own library read from test runs, or only by sizes and offsets of the documents of the format.
`;

/** docs/types.md: every type and version that is decoded, its members, and how it was checked. */
export function typesDocument(types: readonly PayloadType[], isInFixtures: IsInFixtures): string {
  const sorted = [...types].sort((a, b) => a.typeId - b.typeId || a.version - b.version);
  const shown = new Map<string, Schema>();
  const rows = sorted.map((type) => {
    const { typeId, version, schemas, configurations } = type;
    const layouts = schemas.map(({ name }) => link(name)).join(', ');
    const checked = isInFixtures(typeId, version) ? 'DAQ library' : 'documents';
    return `| ${typeId} | ${version} | ${typeLabel(typeName(typeId), version)} | ${layouts} | ${configurations.map(typeName).join(', ')} | ${checked} |`;
  });
  for (const { schemas } of sorted) for (const schema of schemas) collect(schema, shown);
  const parts = [...shown.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map(section);
  const table = ['| number | version | type | layout | configured by | checked |', '|---|---|---|---|---|---|', ...rows];
  return [HEAD, `${sorted.length} types and versions.\n`, ...table, '', '## Layouts', '', ...parts].join('\n');
}

function collect(schema: Schema, shown: Map<string, Schema>): void {
  if (shown.has(schema.name)) return;
  shown.set(schema.name, schema);
  for (const member of schema.members) if ('schema' in member) collect(member.schema, shown);
}

function section({ name, members, derived }: Schema): string {
  let offset: number | null = 0;
  const rows: string[] = [];
  for (const member of members) {
    rows.push(...memberRows(member, offset));
    const bytes = fixedBytes(member);
    offset = offset === null || bytes === null ? null : offset + bytes;
  }
  rows.push(...derived.map((value) => row('', 'computed', value.name, value)));
  return [`### ${name}`, '', '| off | type | name | unit, values, notes |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function memberRows(member: Member, offset: number | null): string[] {
  const at = offset === null ? '' : String(offset);
  switch (member.kind) {
    case 'pad':
      return [row(at, `${count(member.byteLength)} bytes`, '', { note: 'not used' })];
    case 'bits':
      return [
        ...(member.name === null ? [] : [row(at, member.type, member.name, {})]),
        ...member.parts.map((part) => row(at, `${member.type} bits ${part.low}${part.high > part.low ? `–${part.high}` : ''}`, part.name, part)),
      ];
    case 'number':
      return [row(at, member.type + dims(member.dims), member.name, member)];
    case 'text':
      return [row(at, `char[${count(member.byteLength)}]${dims(member.dims)}`, member.name, member)];
    case 'struct':
      return [row(at, link(member.schema.name) + dims(member.dims), member.name, member)];
    case 'rest':
      return [row(at, `${link(member.schema.name)}[…]`, member.name, { ...member, note: [member.note, 'up to the end'].filter(Boolean).join('; ') })];
  }
}

function row(at: string, type: string, name: string, { unit, names, note, isPrivate }: About): string {
  const values = names ? Object.entries(names).map(([value, text]) => `${value} ${text}`).join(', ') : '';
  const remarks = [unit, values, note, isPrivate ? 'no accessor' : ''].filter(Boolean).join('; ');
  return `| ${at} | ${type} | ${name} | ${remarks.replaceAll('|', '\\|')} |`;
}

function dims(lengths: readonly Count[]): string {
  return lengths.map((length) => `[${count(length)}]`).join('');
}

/** A length that is computed has no name. */
function count(length: Count): string {
  return typeof length === 'function' ? 'n' : String(length);
}

function link(name: string): string {
  return `[${name}](#${name.toLowerCase().replaceAll('.', '')})`;
}
