import { useEffect } from 'react';
import type { FirstStores } from '../store/first-stores.ts';

/** Files dropped anywhere on the start page or a session are taken as files of sound; a page would else be left for them. */
export function useDroppedFiles({ soundFiles, appWindow }: Pick<FirstStores, 'soundFiles' | 'appWindow'>): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent): void => {
      // A place that takes files of its own, such as the import of bills, has taken these.
      if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      // Elsewhere nothing would show what became of them.
      if (appWindow.getState().page === 'live') void soundFiles.take([...event.dataTransfer.files]);
    };
    globalThis.addEventListener('dragover', over);
    globalThis.addEventListener('drop', drop);
    return () => {
      globalThis.removeEventListener('dragover', over);
      globalThis.removeEventListener('drop', drop);
    };
  }, [soundFiles, appWindow]);
}
