import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import FileDown from 'lucide-react/icons/file-down';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { ExportFormat } from '../../../shared/contract/bench-api.ts';
import { useAppWindow, useStores } from '../../store/context.ts';
import { saveText } from '../../store/files.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/fields.tsx';
import { useMedia } from '../../ui/media.ts';
import { useCase, useCaseStore } from './case/case-store.ts';
import styles from './reconcile.module.css';

const formats = [
  { value: 'html', label: 'HTML', note: 'One file, prints well, for a support ticket' },
  { value: 'csv', label: 'CSV', note: 'The meters, for a spreadsheet' },
  { value: 'json', label: 'JSON', note: 'Everything, for a program' },
];

/** The name of the case: written over, kept when the field is left. */
function Name({ name }: { readonly name: string }) {
  const store = useCaseStore();
  const [text, setText] = useState(name);
  const keep = (): void => {
    const next = text.trim();
    if (next === '' || next === name) setText(name);
    else void store.change({ name: next });
  };
  return (
    <input
      className={styles.caseName}
      aria-label="Name of this reconciliation"
      value={text}
      maxLength={120}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

function Exports() {
  const store = useCaseStore();
  const { appWindow } = useStores();
  const [format, setFormat] = useState<ExportFormat>('html');
  const [copied, setCopied] = useState(false);
  const ready = useCase(({ view }) => view?.outcome.kind === 'report');
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
  const report = async (): Promise<void> => {
    const answer = await store.written(format);
    if (answer.ok) saveText(answer.fileName, answer.mediaType, answer.text);
  };
  return (
    <>
      <Button disabled={!ready} icon={copied ? <Check /> : <Copy />} onClick={() => void copy()}>
        <span className={styles.steady}>{copied ? 'Copied' : 'Copy as Markdown'}</span>
      </Button>
      <Select
        name="Format of the report"
        value={format}
        choices={formats}
        className={styles.format}
        onChoose={(value) => setFormat(value as ExportFormat)}
      />
      <Button disabled={!ready} icon={<FileDown />} onClick={() => void report()}>
        Report
      </Button>
    </>
  );
}

/** The model and the days that are compared. */
function useSubtitle(): string {
  return useCase(({ view }) => {
    if (view === null) return '';
    if (view.outcome.kind !== 'report') return view.case.example ? 'A public question, for looking around' : '';
    const { model, compared } = view.outcome.report;
    return [model.label, ...(compared?.days ?? [])].join(', ');
  });
}

/** What the top bar says of this page: which case, and what can be made of it. A bar too narrow for it leaves it to the page. */
export function PageHead() {
  const slot = useAppWindow((state) => state.pageHead);
  const shown = useCase(({ view }) => view?.case ?? null);
  const subtitle = useSubtitle();
  const narrow = useMedia('(max-width: 1023px)');
  if (shown === null) return null;
  const head = (
    <>
      <div className={styles.caseTitle}>
        <Name key={`${shown.caseId} ${shown.name}`} name={shown.name} />
        {subtitle !== '' && <p className={styles.subtitle}>{subtitle}</p>}
      </div>
      <Exports />
    </>
  );
  if (narrow) return <div className={styles.toolbar}>{head}</div>;
  return slot === null ? null : createPortal(head, slot);
}
