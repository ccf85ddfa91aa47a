/** Names that a folder is searched for; other files in it are left alone. */
const READABLE = /\.(xtc(\.inprogress)?|idx|xtcscope-index|npy|data|txt)$/i;

/** Told by which handle a file came, where the browser gives handles: such a file can be looked at again. */
export type RememberHandle = (file: File, handle: FileSystemFileHandle) => void;

/**
 * The files of a drop, folders walked through to the end.
 *
 * Has to be called while the drop event is handled: its items are gone afterwards. What was dropped by itself is always
 * kept; from folders come the files whose names can be runs or pedestals, or all of them when there are none.
 */
export async function droppedFiles(transfer: DataTransfer, remember: RememberHandle): Promise<File[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const loose = [...transfer.files];
  // A browser without handles, or one that gives none here, has given the files all the same.
  const handles = await Promise.all(items.map((item) => handleOf(item).catch(() => null)));
  if (!entries.some((entry) => entry?.isDirectory)) {
    loose.forEach((file, i) => {
      const handle = handles.length === loose.length ? handles[i] : null;
      if (handle && isFileHandle(handle)) remember(file, handle);
    });
    return loose;
  }
  const found = await Promise.all(entries.map((entry, i) => filesOfItem(entry, handles[i], remember)));
  return found.flatMap((files, i) => (entries[i]?.isDirectory ? readableFiles(files) : files));
}

async function handleOf(item: DataTransferItem): Promise<FileSystemHandle | null> {
  const { getAsFileSystemHandle } = item as { getAsFileSystemHandle?(this: DataTransferItem): Promise<FileSystemHandle | null> };
  return getAsFileSystemHandle ? getAsFileSystemHandle.call(item) : null;
}

async function filesOfItem(entry: FileSystemEntry | null, handle: FileSystemHandle | null, remember: RememberHandle): Promise<File[]> {
  if (handle) return filesOfHandle(handle, remember);
  return entry ? filesOf(entry) : [];
}

async function filesOfHandle(handle: FileSystemHandle, remember: RememberHandle): Promise<File[]> {
  if (isFileHandle(handle)) {
    const file = await handle.getFile();
    remember(file, handle);
    return [file];
  }
  const files: File[] = [];
  for await (const child of (handle as FileSystemDirectoryHandle).values()) files.push(...(await filesOfHandle(child, remember)));
  return files;
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

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}
