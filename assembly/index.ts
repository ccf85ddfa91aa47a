/** The kernel interface: what is exported here is all that TypeScript can call. */
export { reserve, mark, release, copyBytes } from './arena';
export { walkXtc } from './xtc';
