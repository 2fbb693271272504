/** A file of the person's to write into, where the browser has such a picker. */
import { t } from '../../messages';

/** A part of the File System Access API that TypeScript does not know. */
declare global {
  interface Window {
    showSaveFilePicker?(options: object): Promise<FileSystemFileHandle>;
  }
}

export const canChooseFile = (): boolean => window.showSaveFilePicker !== undefined;

/** Null where the person chose none, or may not. */
export async function chooseFile(name: string): Promise<FileSystemFileHandle | null> {
  try {
    return (
      (await window.showSaveFilePicker?.({
        id: 'inlay-export',
        suggestedName: `${name}.zip`,
        types: [{ description: t('export.zipFile'), accept: { 'application/zip': ['.zip'] } }],
      })) ?? null
    );
  } catch {
    return null;
  }
}
