import { defineConfig, globalIgnores } from 'eslint/config';
import { configs as lit } from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { configs as webComponents } from 'eslint-plugin-wc';
import typescript from 'typescript-eslint';

/** What the house does not use (CONTRIBUTING.md). */
const notOurs = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'Use a literal union or `as const`.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.' },
  { selector: 'TSParameterProperty', message: 'Write the field and its assignment.' },
  { selector: 'CallExpression[callee.name=/^(alert|confirm|prompt)$/]', message: 'Problems belong into <xtc-problem-list>.' },
];

export default defineConfig(
  // AssemblyScript looks like TypeScript but is not: its own compiler is strict enough.
  globalIgnores(['build', 'dist', 'test-results', 'docs', 'assembly/*.ts', '!assembly/vite-plugin.ts', '!assembly/layout.ts']),
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-syntax': ['error', ...notOurs],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': 'off', // `type` for data, `interface` for what a class implements
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An index may be out of range although the type does not say so: asking is honest.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/require-await': 'off', // a façade's methods are async because its interface is
      '@typescript-eslint/no-meaningless-void-operator': 'off', // reading a signal is done for its subscription
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/ui/**/*.ts'],
    extends: [lit['flat/recommended'], webComponents['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      'lit/no-template-bind': 'error',
      'lit/no-this-assign-in-render': 'off', // takes handlers that set a signal for assignments
      'wc/guard-super-call': 'off', // LitElement has every callback
    },
  },
  {
    // The tools ask for a default export here, and tests may look into what they know to be there.
    files: ['**/*.config.ts', 'test/reference/build-kernels.ts', 'test/**/*.ts', 'src/vite-env.d.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Expected values come from JSON, measured ones from the page.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
