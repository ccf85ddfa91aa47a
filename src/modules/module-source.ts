/** A module to run: a JavaScript class with the callbacks of pyana, and its parameters. */
export type ModuleSource = {
  /** `pyana_examples.xppt_delayscan`: its last part is the name of the class, unless the source has but one class. */
  readonly name: string;
  /** Tells two instances of a module apart, as `module:label` does in a pyana.cfg; empty for the only one. */
  readonly label: string;
  readonly source: string;
  readonly params: Readonly<Record<string, string>>;
};

/** `name:label`, and just the name without a label. */
export function moduleTitle({ name, label }: Pick<ModuleSource, 'name' | 'label'>): string {
  return label === '' ? name : `${name}:${label}`;
}
