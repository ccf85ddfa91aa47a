/** Names that a folder is searched for; other files in it are left alone. */
const READABLE = /\.(xtc|npy|data|txt)$/i;

/**
 * The files of a drop, folders walked through to the end.
 *
 * Has to be called while the drop event is handled: its items are gone afterwards. What was dropped by itself is always
 * kept; from folders come the files whose names can be runs or pedestals, or all of them when there are none.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].filter((item) => item.kind === 'file').map((item) => item.webkitGetAsEntry());
  const loose = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return loose;
  const found = await Promise.all(entries.map((entry) => (entry ? filesOf(entry) : Promise.resolve([]))));
  return found.flatMap((files, i) => (entries[i]?.isDirectory ? readableFiles(files) : files));
}

/** What of a folder is worth opening. */
export function readableFiles(files: readonly File[]): File[] {
  const readable = files.filter((file) => READABLE.test(file.name) && !file.name.startsWith('.'));
  return readable.length > 0 ? readable : [...files];
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) return [await new Promise<File>((resolve, reject) => entry.file(resolve, reject))];
  if (!isDirectory(entry)) return [];
  const reader = entry.createReader();
  const files: File[] = [];
  // readEntries gives at most 100 at a time and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await filesOf(child)));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
