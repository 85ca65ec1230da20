import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import FileDown from 'lucide-react/icons/file-down';
import FileText from 'lucide-react/icons/file-text';
import Pencil from 'lucide-react/icons/pencil';
import { useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { ExportFormat } from '../../../shared/contract/bench-api.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { useAction } from '../../actions/use-action.ts';
import { useAppWindow, useStores } from '../../store/context.ts';
import { saveText } from '../../store/files.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/fields.tsx';
import { cx } from '../../ui/cx.ts';
import { useMedia } from '../../ui/media.ts';
import { Tip } from '../../ui/overlays.tsx';
import { useCase, useCaseStore } from './case/case-store.ts';
import styles from './reconcile.module.css';

const formats = [
  { value: 'html', label: 'HTML', note: 'The one page, then everything; prints well' },
  { value: 'csv', label: 'CSV', note: 'The meters, for a spreadsheet' },
  { value: 'json', label: 'JSON', note: 'Everything, for a program' },
];

/** The name of the case, written over in place: Enter keeps it, Escape leaves it as it was, emptied it is named from its content again. */
function Name({ name }: { readonly name: string }) {
  const store = useCaseStore();
  const [text, setText] = useState(name);
  const [known, setKnown] = useState(name);
  if (known !== name) {
    setKnown(name);
    // What is being written is not written over.
    if (text === known) setText(name);
  }
  const button = useRef<HTMLButtonElement>(null);
  const left = useRef(false);
  const keep = (): void => {
    const next = text.trim();
    if (left.current || next === name) setText(name);
    else {
      setText(next === '' ? name : next);
      void store.change({ name: next === '' ? null : next });
    }
    left.current = false;
  };
  const begin = useAction('rename');
  return (
    <div className={styles.caseNamed}>
      <input
        data-rename
        className={styles.caseName}
        aria-label="Name of this reconciliation"
        aria-keyshortcuts={begin.shortcut}
        value={text}
        maxLength={120}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.stopPropagation();
          // The same Enter would press the button that the focus goes to.
          event.preventDefault();
          left.current = event.key === 'Escape';
          button.current?.focus();
        }}
      />
      <Button ref={button} size="dense" look="quiet" icon={<Pencil />} aria-label="Rename" {...begin} />
    </div>
  );
}

function Exports() {
  const store = useCaseStore();
  const { appWindow } = useStores();
  const [format, setFormat] = useState<ExportFormat>('html');
  const [copied, setCopied] = useState(false);
  const ready = useCase(({ view }) => view?.outcome.kind === 'report' || view?.outcome.kind === 'period');
  const copy = async (): Promise<void> => {
    const answer = await store.written('markdown');
    if (!answer.ok) return;
    await navigator.clipboard.writeText(answer.text).then(
      () => {
        setCopied(true);
        appWindow.say('The reconciliation is on the clipboard as Markdown.');
        setTimeout(() => setCopied(false), 2000);
      },
      () => {
        saveText(answer.fileName, answer.mediaType, answer.text);
        appWindow.say(`The clipboard could not be written, so the reconciliation is saved as ${answer.fileName}.`);
      },
    );
  };
  const save = async (as: ExportFormat): Promise<void> => {
    const answer = await store.written(as);
    if (answer.ok) saveText(answer.fileName, answer.mediaType, answer.text);
  };
  return (
    <>
      <Button disabled={!ready} icon={copied ? <Check /> : <Copy />} onClick={() => void copy()}>
        <span className={cx(styles.steady, styles.copyWord)}>{copied ? 'Copied' : 'Copy as Markdown'}</span>
      </Button>
      <Tip text="One page of A4 for whoever reads no more: the sentence, the money, what is left and the next step.">
        <Button disabled={!ready} icon={<FileText />} onClick={() => void save('summary')}>
          One page
        </Button>
      </Tip>
      <Select
        name="Format of the report"
        value={format}
        choices={formats}
        className={styles.format}
        onChoose={(value) => setFormat(value as ExportFormat)}
      />
      <Button disabled={!ready} icon={<FileDown />} onClick={() => void save(format)}>
        Full report
      </Button>
    </>
  );
}

/** The model and the days that are compared. */
function useSubtitle(): string {
  return useCase(({ view }) => {
    if (view === null) return '';
    if (view.outcome.kind === 'period') {
      const { blocks, sessions } = view.outcome.report;
      return [...blocks.map(({ model }) => model), plural(sessions.length, 'session')].join(', ');
    }
    if (view.outcome.kind !== 'report') return view.case.example ? 'A public question, for looking around' : '';
    const { model, compared } = view.outcome.report;
    return [model.label, ...(compared?.days ?? [])].join(', ');
  });
}

/** What the top bar says of this page: which case, and what can be made of it. A bar too narrow for it leaves it to the page. */
export function PageHead() {
  const slot = useAppWindow((state) => state.pageHead);
  const shown = useCase(({ view, reading }) => (reading === null ? (view?.case ?? null) : null));
  const subtitle = useSubtitle();
  const narrow = useMedia('(max-width: 1023px)');
  if (shown === null) return null;
  const head = (
    <>
      <div className={styles.caseTitle}>
        <Name key={shown.caseId} name={shown.name} />
        {subtitle !== '' && <p className={styles.subtitle}>{subtitle}</p>}
      </div>
      <Exports />
    </>
  );
  if (narrow) return <div className={styles.toolbar}>{head}</div>;
  return slot === null ? null : createPortal(head, slot);
}
