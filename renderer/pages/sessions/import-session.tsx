import FileInput from 'lucide-react/icons/file-input';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { fileSize } from '../../../shared/kit/numbers.ts';
import { useAppWindow, useStores } from '../../store/context.ts';
import type { ImportOutcome } from '../../store/import-session.ts';
import { Button } from '../../ui/button.tsx';
import styles from './sessions.module.css';

/** Tells what came of an import, now or while another page was shown. */
export function useImported(tell: (outcome: ImportOutcome) => void): void {
  const { imports } = useStores();
  const outcome = useStore(imports, (state) => state.outcome);
  const newest = useRef(tell);
  useEffect(() => {
    newest.current = tell;
  });
  useEffect(() => {
    if (outcome === null) return;
    imports.told();
    newest.current(outcome);
  }, [imports, outcome]);
}

/** Chooses zips of sessions; stands beside the search in the head of the window. */
export function ImportButton() {
  const { imports } = useStores();
  const busy = useStore(imports, (state) => state.progress !== null);
  const slot = useAppWindow((state) => state.pageHead);
  const chooser = useRef<HTMLInputElement>(null);
  if (slot === null) return null;
  return createPortal(
    <>
      <input
        ref={chooser}
        type="file"
        accept=".zip,application/zip"
        multiple
        hidden
        aria-label="Zip of a session"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          imports.take(files);
        }}
      />
      <Button
        icon={<FileInput />}
        title="Bring in the zip of a session. It can also be dropped on the list."
        data-import=""
        disabled={busy}
        onClick={() => chooser.current?.click()}
      >
        Import
      </Button>
    </>,
    slot,
  );
}

/** What is being brought in, and the way to give it up while it is on its way. */
export function ImportLine() {
  const { imports } = useStores();
  const progress = useStore(imports, (state) => state.progress);
  if (progress === null) return null;
  const { file, sent } = progress;
  const words =
    sent === null ? `Looking at ${file}.` : `Reading ${file}, ${fileSize(sent.bytes)} of ${fileSize(sent.ofBytes)}.`;
  return (
    <div className={styles.undo}>
      <p>{words}</p>
      {sent !== null && (
        <Button size="small" onClick={() => imports.cancel()}>
          Cancel
        </Button>
      )}
    </div>
  );
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Takes what is dropped on a part of the page as zips of sessions; `over`: something hangs over it that may be dropped. */
export function useDrop() {
  const { imports } = useStores();
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver: (event: DragEvent): void => setOver(hasFiles(event)),
    onDragLeave: (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
    },
    onDrop: (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      imports.take([...event.dataTransfer.files]);
    },
  };
}
