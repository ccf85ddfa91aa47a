/** Something in a configuration that is not understood or not used. */
export type CfgProblem = {
  /** From 1. */
  readonly line: number;
  /** 'wrong' keeps the job from running as it is written, 'note' only says what is left out. */
  readonly kind: 'wrong' | 'note';
  readonly message: string;
};

/** `key = value`, with the lines it takes. */
export type CfgEntry = {
  readonly key: string;
  /** Without comments; lines that continue it are joined by `\n`, those after a `\` by a blank. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
  /** The last of its lines that is not a comment. */
  readonly lastLine: number;
};

/** `[name]` and what follows it. */
export type CfgSection = { readonly name: string; readonly line: number; readonly entries: readonly CfgEntry[] };

/** A configuration of pyana or psana, taken apart. */
export type PyanaCfg = { readonly sections: readonly CfgSection[]; readonly problems: readonly CfgProblem[] };

const SECTION = /^\[(?<name>[^\]]*)\]\s*(?<rest>.*)$/;
const ENTRY = /^(?<key>[^:=\s][^:=]*?)\s*[:=]\s*(?<value>.*)$/;

/** An entry while its lines are being read. */
type Growing = { key: string; value: string; line: number; lastLine: number };

/**
 * Takes a `pyana.cfg` apart, as Python's ConfigParser reads it: keys begin in the first column, indented lines go on with
 * the value, `#` and `;` begin comment lines, a `;` after a blank ends a value. A `\` at the end of a line joins the next
 * one, as psana has it. Never throws: what it does not understand is in `problems`.
 */
export function parsePyanaCfg(text: string): PyanaCfg {
  const sections: { name: string; line: number; entries: Growing[] }[] = [];
  const problems: CfgProblem[] = [];
  const wrong = (line: number, message: string): void => void problems.push({ line, kind: 'wrong', message });
  let section: (typeof sections)[number] | null = null;
  let entry: Growing | null = null;
  let isJoined = false;
  text.split(/\r\n|\r|\n/).forEach((raw, i) => {
    const line = i + 1;
    const content = raw.trim();
    const wasJoined: boolean = isJoined;
    const goesOn = content.endsWith('\\');
    if (wasJoined && entry) {
      entry.value = `${entry.value} ${withoutJoin(content)}`.trim();
      entry.lastLine = line;
      isJoined = goesOn;
      return;
    }
    isJoined = false;
    if (content === '' || content.startsWith('#') || content.startsWith(';')) return;
    if (/^\s/.test(raw)) {
      if (!entry) { wrong(line, `This line is indented, so it goes on with a value, but there is none above it: ${content}`); return; }
      entry.value = entry.value === '' ? withoutJoin(content) : `${entry.value}\n${withoutJoin(content)}`;
      entry.lastLine = line;
      isJoined = goesOn;
      return;
    }
    entry = null;
    const head = SECTION.exec(raw)?.groups;
    if (head) {
      const name = head.name.trim();
      if (name === '') wrong(line, 'This section has no name: write [pyana] or [package.module].');
      if (head.rest !== '' && !/^[#;]/.test(head.rest)) wrong(line, `After [${name}] there is "${head.rest}", which belongs to nothing.`);
      const before = sections.find((other) => other.name === name);
      if (before) wrong(line, `[${name}] is in line ${before.line} already; both are read as one.`);
      section = before ?? { name, line, entries: [] };
      if (!before) sections.push(section);
      return;
    }
    const found = ENTRY.exec(raw)?.groups;
    if (!found) { wrong(line, `"${content}" is no section, no "key = value" and no comment.`); return; }
    if (!section) { wrong(line, `"${found.key}" stands before the first section: write [pyana] above it.`); return; }
    const before = section.entries.find(({ key }) => key === found.key);
    if (before) {
      wrong(line, `${found.key} is in line ${before.line} already; this one counts.`);
      section.entries = section.entries.filter((other) => other !== before);
    }
    entry = { key: found.key, value: withoutComment(withoutJoin(found.value)), line, lastLine: line };
    isJoined = goesOn;
    section.entries.push(entry);
  });
  return { sections, problems };
}

/** The value of a key; null when it is not there. */
export function cfgValue(cfg: PyanaCfg, section: string, key: string): string | null {
  return cfg.sections.find(({ name }) => name === section)?.entries.find((entry) => entry.key === key)?.value ?? null;
}

/** The text with one value changed or added; all other lines, and comments, stay as they are. */
export function withCfgValue(text: string, section: string, key: string, value: string): string {
  const lines = text.split('\n');
  const found = parsePyanaCfg(text).sections.find(({ name }) => name === section);
  const written = cfgLines(key, value);
  if (!found) {
    const end = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return `${end}${end === '' ? '' : '\n'}[${section}]\n${written.join('\n')}\n`;
  }
  const entry = found.entries.find((other) => other.key === key);
  if (entry) {
    // Comments between the lines of a value would get lost with them.
    const kept = lines.slice(entry.line - 1, entry.lastLine).filter((line) => /^\s*[#;]/.test(line));
    lines.splice(entry.line - 1, entry.lastLine - entry.line + 1, ...written, ...kept);
  } else {
    const last = found.entries.reduce((line, { lastLine }) => Math.max(line, lastLine), found.line);
    lines.splice(last, 0, ...written);
  }
  return lines.join('\n');
}

/** The lines of an entry. A value that the first line could not hold begins in the next one. */
export function cfgLines(key: string, value: string): string[] {
  const lines = value.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length === 0) return [`${key} =`];
  const isPlain = !/\s;|^;/.test(lines[0]);
  return isPlain ? [`${key} = ${lines[0]}`, ...lines.slice(1).map((line) => `    ${line}`)] : [`${key} =`, ...lines.map((line) => `    ${line}`)];
}

function withoutJoin(text: string): string {
  return text.endsWith('\\') ? text.slice(0, -1).trim() : text.trim();
}

/** As ConfigParser has it: a `;` counts behind a blank only, a `#` never. */
function withoutComment(value: string): string {
  const at = value.search(/\s;|^;/);
  return at < 0 ? value : value.slice(0, at).trim();
}
