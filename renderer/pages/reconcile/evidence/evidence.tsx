import CloudDownload from 'lucide-react/icons/cloud-download';
import FileInput from 'lucide-react/icons/file-input';
import Folder from 'lucide-react/icons/folder';
import FolderOpen from 'lucide-react/icons/folder-open';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { benchError } from '../../../../shared/kit/errors.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Select } from '../../../ui/fields.tsx';
import { Tip } from '../../../ui/overlays.tsx';
import { Section } from '../../../ui/section.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { ReadingLines } from '../case/reading.tsx';
import { BillSide, ImportRun } from './bill-side.tsx';
import { FetchDialog } from './fetch-dialog.tsx';
import { MetricsSide } from './metrics-side.tsx';
import { ReportedSide } from './reported-side.tsx';
import { ScopeFacts, SettlementClock } from './scope.tsx';
import { SessionsDialog } from './sessions-dialog.tsx';
import styles from './evidence.module.css';

/** `by itself`: because a side was missing, and until none is. `by hand`: until a person folds it. */
type Fold = 'folded' | 'by itself' | 'by hand';

export interface EvidenceFold {
  readonly box: RefObject<HTMLElement | null>;
  readonly folded: boolean;
  readonly overlay: boolean;
  readonly toggle: () => void;
}

/**
 * Whether the evidence is to be seen on a narrow window. It is open beside the outcome while a side is missing, and folds once both
 * are read; whoever is typing in it is let finish, and it folds when the focus has left it. Opened by hand it lies over the outcome.
 */
export function useEvidenceFold(
  narrow: boolean,
  lacking: boolean,
  handle: RefObject<HTMLElement | null>,
): EvidenceFold {
  const box = useRef<HTMLElement>(null);
  const [fold, setFold] = useState<Fold>('folded');
  const [lackedBefore, setLackedBefore] = useState(false);
  if (lacking !== lackedBefore) {
    setLackedBefore(lacking);
    if (lacking) setFold('by itself');
  }
  const folded = narrow && fold === 'folded';
  useLayoutEffect(() => {
    if (folded && box.current?.contains(document.activeElement) === true) handle.current?.focus();
  }, [folded, handle]);

  const done = narrow && fold === 'by itself' && !lacking;
  useEffect(() => {
    if (!done) return undefined;
    const here = document.activeElement;
    if (box.current?.contains(here) !== true || here?.matches('input, textarea') !== true) {
      setFold('folded');
      return undefined;
    }
    // After the click, so that what is clicked does not move away under the pointer.
    const look = (): void => {
      if (box.current?.contains(document.activeElement) !== true) setFold('folded');
    };
    document.addEventListener('click', look);
    document.addEventListener('keyup', look);
    return () => {
      document.removeEventListener('click', look);
      document.removeEventListener('keyup', look);
    };
  }, [done]);

  return {
    box,
    folded,
    overlay: narrow && fold === 'by hand',
    toggle: () => setFold(fold !== 'folded' ? 'folded' : lacking ? 'by itself' : 'by hand'),
  };
}

/** Which case is on screen; another, a new one, or none of it. */
function Cases() {
  const store = useCaseStore();
  const cases = useCase((state) => state.cases) ?? [];
  const current = useCase(({ view, reading }) => (reading === null ? view?.case.caseId : reading.caseId) ?? null);
  const [sure, setSure] = useState(false);
  if (current === null) return null;
  return (
    <div className={styles.cases}>
      <Select
        name="Reconciliation"
        value={current}
        dense
        className={styles.caseChoice}
        choices={cases.map(({ caseId, name, changedAt }) => ({
          value: caseId,
          label: name,
          note: `changed ${changedAt.slice(0, 16).replace('T', ' ')} UTC`,
        }))}
        onChoose={(caseId) => void store.open(caseId)}
      />
      <Button
        size="dense"
        look={sure ? 'plain' : 'quiet'}
        icon={<Trash2 />}
        aria-label={sure ? undefined : 'Delete this reconciliation'}
        onBlur={() => setSure(false)}
        onClick={() => {
          if (!sure) return setSure(true);
          setSure(false);
          void store.remove();
        }}
      >
        {sure ? 'Delete' : undefined}
      </Button>
    </div>
  );
}

/** What of a folder belongs to an export; other JSON lies in folders for many reasons. */
const ofExport = /(?:^manifest\.json|\.csv|\.csv\.gz|\.parquet)$/i;

const noExport = benchError('not-found', 'The folder holds no export of costs.', {
  nextStep: 'Choose the folder of a run, with its manifest.json and its parts.',
});

export interface EvidenceProps {
  readonly box: RefObject<HTMLElement | null>;
  /** Lies over the middle. */
  readonly overlay: boolean;
  /** Not to be seen, but there: what is open in it or over it stays. */
  readonly folded: boolean;
  /** What unfolds it. */
  readonly handle: RefObject<HTMLElement | null>;
  readonly onFold: () => void;
}

/** Left: what was reported and what was billed, how each was understood, and what is compared of them. */
export function Evidence({ box, overlay, folded, handle, onFold }: EvidenceProps) {
  const store = useCaseStore();
  const reading = useCase((state) => state.reading !== null);
  const chosen = useCase(({ view }) => view !== null) && !reading;
  const asked = useCase((state) => state.question !== null);
  const [choosing, setChoosing] = useState(false);
  const [fetching, setFetching] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const focusAfter = (): HTMLElement | true => (folded && handle.current !== null ? handle.current : true);
  return (
    <aside
      ref={box}
      hidden={folded}
      id="reconcile-evidence"
      aria-label="Evidence"
      data-region
      tabIndex={-1}
      className={cx(styles.evidence, overlay && styles.overlay)}
      onKeyDown={(event) => {
        // A list or a dialog that opened over it has an Escape of its own.
        const own = event.target instanceof Node && event.currentTarget.contains(event.target);
        if (overlay && own && event.key === 'Escape' && !event.defaultPrevented) onFold();
      }}
    >
      <Section
        title="Evidence"
        className={styles.top}
        action={
          <Tip text="Begins an empty reconciliation; this one is kept.">
            <Button size="dense" look="quiet" icon={<Plus />} onClick={() => void store.begin({ kind: 'nothing' })}>
              New
            </Button>
          </Tip>
        }
      >
        <Cases />
      </Section>
      <div className={styles.scroll}>
        {reading && <ReadingLines />}
        {chosen && (
          <>
            <ReportedSide onChoose={() => setChoosing(true)} />
            <BillSide />
            <MetricsSide />
            <ScopeFacts />
            <SettlementClock />
          </>
        )}
      </div>
      <ImportRun />
      <div className={styles.foot}>
        <Button className={styles.add} icon={<FolderOpen />} disabled={!chosen} onClick={() => setChoosing(true)}>
          Add a session
        </Button>
        <Button
          className={styles.add}
          icon={<FileInput />}
          disabled={!chosen || asked}
          onClick={() => files.current?.click()}
        >
          Add an export
        </Button>
        <Tip text="A partitioned export: its manifest and all its parts, as one run.">
          <Button
            className={styles.add}
            icon={<Folder />}
            disabled={!chosen || asked}
            onClick={() => folder.current?.click()}
          >
            Add a folder
          </Button>
        </Tip>
        <Button
          className={styles.add}
          icon={<CloudDownload />}
          disabled={!chosen || asked}
          onClick={() => setFetching(true)}
        >
          Fetch costs
        </Button>
        <input
          ref={files}
          type="file"
          multiple
          accept=".csv,.json,.ndjson,.jsonl,.parquet,.gz"
          aria-label="Export files of Cost Management"
          tabIndex={-1}
          className={styles.files}
          onChange={(event) => {
            const picked = [...(event.target.files ?? [])];
            event.target.value = '';
            if (picked.length > 0) void store.importFiles(picked);
          }}
        />
        <input
          ref={folder}
          type="file"
          {...{ webkitdirectory: '' }}
          aria-label="Folder of a partitioned export"
          tabIndex={-1}
          className={styles.files}
          onChange={(event) => {
            const picked = [...(event.target.files ?? [])].filter(({ name }) => ofExport.test(name));
            event.target.value = '';
            if (picked.length > 0) void store.importFiles(picked);
            else store.complain(noExport);
          }}
        />
      </div>
      {fetching && <FetchDialog onClose={() => setFetching(false)} focusAfter={focusAfter} />}
      {choosing && <SessionsDialog onClose={() => setChoosing(false)} focusAfter={focusAfter} />}
    </aside>
  );
}
