import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import Download from 'lucide-react/icons/download';
import GitCompare from 'lucide-react/icons/git-compare';
import Scale from 'lucide-react/icons/scale';
import Trash2 from 'lucide-react/icons/trash-2';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { focusFiles, type FocusFormat, focusFormats } from '../../../shared/session/costs/focus-formats.ts';
import { type UsageFormat, usageFormats } from '../../../shared/session/costs/usage-export.ts';
import { useStores } from '../../store/context.ts';
import { saveHandedOn, saveText } from '../../store/files.ts';
import { Button, Key } from '../../ui/button.tsx';
import { errorText } from '../../../shared/kit/errors.ts';
import { count } from '../../../shared/kit/numbers.ts';
import styles from './sessions.module.css';

export interface Chosen {
  /** In the order of the list. */
  readonly sessions: readonly SessionSummary[];
  readonly ids: ReadonlySet<string>;
  /** Chooses one or lets it go; `range`: all rows from the one touched last. */
  readonly choose: (sessionId: string, range: boolean) => void;
  readonly clear: () => void;
}

/** One that cannot be read can still be deleted. */
const canBeChosen = ({ live }: SessionSummary): boolean => !live;

/** What is chosen of a list: only what is there and in view of the search. */
export function useChosen(rows: readonly SessionSummary[]): Chosen {
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const sessions = useMemo(() => rows.filter((row) => wanted.has(row.sessionId) && canBeChosen(row)), [rows, wanted]);
  const ids = useMemo(() => new Set(sessions.map(({ sessionId }) => sessionId)), [sessions]);
  const choose = (sessionId: string, range: boolean): void => {
    const at = rows.findIndex((row) => row.sessionId === sessionId);
    const from = rows.findIndex((row) => row.sessionId === anchor.current);
    const row = rows[at];
    if (row === undefined || !canBeChosen(row)) return;
    const next = new Set(ids);
    if (range && from >= 0) {
      for (const one of rows.slice(Math.min(at, from), Math.max(at, from) + 1)) next.add(one.sessionId);
    } else if (next.has(sessionId)) next.delete(sessionId);
    else next.add(sessionId);
    anchor.current = sessionId;
    setWanted(next);
  };
  const clear = useCallback(() => setWanted(new Set()), []);
  return { sessions, ids, choose, clear };
}

const formatNames: Readonly<Record<UsageFormat, string>> = { csv: 'CSV', json: 'JSON', markdown: 'Markdown' };

/** How long the button says that it has copied. */
const copiedForMs = 1500;

export interface UsageActionsProps {
  readonly sessionIds: readonly string[];
  readonly onProblem: (text: string) => void;
  /** Hears what has to be known beside a file that was written, in whole sentences. */
  readonly onWritten: (notes: readonly string[]) => void;
}

/** Usage and cost of the sessions chosen: as a file, or on the clipboard as Markdown. */
function UsageActions({ sessionIds, onProblem, onWritten }: UsageActionsProps) {
  const { bench, appWindow } = useStores();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const none = sessionIds.length === 0;
  const written = async (format: UsageFormat) => {
    const answer = await bench.call('library.usage', { sessionIds: [...sessionIds], format });
    if (!answer.ok) onProblem(`The usage could not be written. ${answer.error.message}`);
    return answer.ok ? answer : null;
  };
  const save = async (format: UsageFormat): Promise<void> => {
    const file = await written(format);
    if (file !== null) {
      saveText(file.fileName, file.mediaType, file.text);
      onWritten([]);
    }
    setOpen(false);
  };
  const focus = async (format: FocusFormat): Promise<void> => {
    const saved = await saveHandedOn(bench, { sessionIds, format, redacted: false });
    if (saved.ok) onWritten(saved.notes);
    else onProblem(`The expected cost could not be written. ${errorText(saved.error)}`);
    setOpen(false);
  };
  const copy = async (): Promise<void> => {
    const file = await written('markdown');
    if (file === null) return;
    await navigator.clipboard.writeText(file.text).then(
      () => {
        setCopied(true);
        appWindow.say('Usage and cost are on the clipboard as Markdown.');
      },
      () => onProblem('The clipboard refused. Export writes the same as a file.'),
    );
  };
  return (
    <>
      <Button
        look="quiet"
        size="small"
        icon={<Download />}
        title="Usage and cost as a file"
        disabled={none}
        aria-expanded={open && !none}
        onClick={() => setOpen(!open)}
      >
        Export
      </Button>
      {open &&
        !none &&
        usageFormats.map((format) => (
          <Button
            key={format}
            size="dense"
            aria-label={`Export as ${formatNames[format]}`}
            onClick={() => void save(format)}
          >
            {formatNames[format]}
          </Button>
        ))}
      {open &&
        !none &&
        focusFormats.map((format) => (
          <Button
            key={format}
            size="dense"
            title="Expected cost, a row for each response and meter, for a FinOps hub"
            aria-label={`Export as ${focusFiles[format].label}`}
            onClick={() => void focus(format)}
          >
            {focusFiles[format].label}
          </Button>
        ))}
      <Button
        look="quiet"
        size="small"
        icon={copied ? <Check /> : <Copy />}
        title="Usage and cost as Markdown"
        disabled={none}
        onClick={() => void copy()}
      >
        {copied ? 'Copied' : 'Copy usage'}
      </Button>
    </>
  );
}

export interface SelectionFootProps {
  readonly sessionIds: readonly string[];
  /** False: the record of one of them cannot be read, so it can only be deleted. */
  readonly readable: boolean;
  /** Why they cannot be held against one another; null: they can. */
  readonly notComparable: string | null;
  readonly onCompare: () => void;
  readonly onReconcile: () => void;
  readonly onDelete: () => void;
  readonly onProblem: UsageActionsProps['onProblem'];
  readonly onWritten: UsageActionsProps['onWritten'];
}

/** What can be done with the sessions that are chosen, and the keys of the list. */
export function SelectionFoot({
  sessionIds,
  readable,
  notComparable,
  onCompare,
  onReconcile,
  onDelete,
  onProblem,
  onWritten,
}: SelectionFootProps) {
  const number = sessionIds.length;
  return (
    <div className={styles.foot} role="group" aria-label="Sessions selected">
      <p className={styles.count} role="status">
        {number === 0 ? 'None selected' : `${count(number)} selected`}
      </p>
      <UsageActions sessionIds={readable ? sessionIds : []} onProblem={onProblem} onWritten={onWritten} />
      <Button look="quiet" size="small" icon={<Trash2 />} disabled={number === 0} onClick={onDelete}>
        To the trash
      </Button>
      <Button
        look="quiet"
        size="small"
        icon={<GitCompare />}
        title={notComparable ?? 'Compare the sessions selected'}
        aria-keyshortcuts="c"
        disabled={notComparable !== null}
        onClick={onCompare}
      >
        Compare
      </Button>
      <Button look="quiet" size="small" icon={<Scale />} disabled={number === 0 || !readable} onClick={onReconcile}>
        {number > 1 ? `Reconcile these ${count(number)} sessions` : 'Reconcile this session'}
      </Button>
      <p className={styles.keys} aria-hidden="true">
        <Key name="Space" /> select <Key name="Enter" /> open <Key name="c" /> compare
      </p>
    </div>
  );
}
