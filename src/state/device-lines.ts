import type { DeviceNode } from './device-tree.ts';

/** A line of the tree that shows. */
export type DeviceLine = {
  readonly node: DeviceNode;
  /** 1 for groups. */
  readonly level: number;
  /** Place among its siblings, from 1. */
  readonly position: number;
  readonly siblings: number;
  /** Null for a line that has none below it. */
  readonly isOpen: boolean | null;
};

/** Groups that are open before anybody opened one: few lines, and what is looked for most. */
const OPEN_AT_FIRST: ReadonlySet<string> = new Set(['group Detectors', 'group Beam data', 'group Scan']);

/**
 * The lines that show, in order. A search keeps the lines that have every word in their name, type or that of a line
 * above, opens all, and leaves out branches where nothing was found.
 *
 * @param toggled key → whether the user opened or closed it
 */
export function deviceLines(tree: readonly DeviceNode[], toggled: ReadonlyMap<string, boolean>, search: string): DeviceLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const lines: DeviceLine[] = [];
  const add = (nodes: readonly DeviceNode[], level: number): void =>
    nodes.forEach((node, i) => {
      const isOpen = node.children.length === 0 ? null : words.length > 0 || (toggled.get(node.key) ?? OPEN_AT_FIRST.has(node.key));
      lines.push({ node, level, position: i + 1, siblings: nodes.length, isOpen });
      if (isOpen) add(node.children, level + 1);
    });
  add(words.length === 0 ? tree : found(tree, words, ''), 1);
  return lines;
}

/** The number of lines that end a search: those that have a value to show. */
export function countTargets(lines: readonly DeviceLine[]): number {
  return lines.filter(({ node }) => node.target).length;
}

/** The branches in which every word occurs, cut down to where it does. */
function found(nodes: readonly DeviceNode[], words: readonly string[], above: string): DeviceNode[] {
  return nodes.flatMap((node) => {
    const text = `${above} ${node.name} ${node.detail}`.toLowerCase();
    if (words.every((word) => text.includes(word))) return [node];
    const children = found(node.children, words, text);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}
