import { zipSync, type Zippable } from 'fflate';

/** A file to put into an archive; `/` in its name makes folders. */
export type ArchivedFile = { readonly name: string; readonly blob: Blob };

/** Zip's earliest date: equal files make equal archives. */
const DATE = new Date(1980, 0, 1);

/** Files as one zip, stored as they are. Equal names get a number: `point_scan_delay_2.npy`. */
export async function writeZip(files: readonly ArchivedFile[]): Promise<Blob> {
  const entries: Zippable = {};
  for (const { name, blob } of files) {
    entries[freeName(name, entries)] = [new Uint8Array(await blob.arrayBuffer()), { level: 0, mtime: DATE }];
  }
  return new Blob([zipSync(entries)], { type: 'application/zip' });
}

function freeName(wanted: string, taken: Zippable): string {
  // No way out of the folder it is unpacked into.
  const name = wanted.split('/').filter((part) => part !== '' && part !== '.' && part !== '..').join('/') || 'file';
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > name.lastIndexOf('/') + 1 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let n = 2; free in taken; ++n) free = `${stem}_${n}${ending}`;
  return free;
}
