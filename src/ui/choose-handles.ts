type Picker = { showOpenFilePicker?(options: { multiple: boolean }): Promise<FileSystemFileHandle[]> };

/** Whether this browser lets files be chosen by handle, so that they can be looked at again while they grow. */
export function canChooseHandles(): boolean {
  return (window as Picker).showOpenFilePicker !== undefined;
}

/** Lets the user choose files by handle; none when the user changes her mind. To be called from a click. */
export async function chooseHandles(): Promise<FileSystemFileHandle[]> {
  try {
    return (await (window as Picker).showOpenFilePicker?.({ multiple: true })) ?? [];
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  }
}
