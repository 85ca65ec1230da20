import CircleX from 'lucide-react/icons/circle-x';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { BookInfo } from '../../../shared/contract/prices.ts';
import { useAppInfo, useStores, useView } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { useMedia } from '../../ui/media.ts';
import { Strip } from '../../ui/strip.tsx';
import { Strips } from '../strips.tsx';
import { CaseProvider, createCaseStore, useCase } from './case/case-store.ts';
import { type Report, useReport } from './case/report.ts';
import { Conclusion } from './conclusion/conclusion.tsx';
import { Evidence, useEvidenceFold } from './evidence/evidence.tsx';
import { Outcome } from './outcome/outcome.tsx';
import { PageHead } from './page-head.tsx';
import bar from '../../ui/styles/status-bar.module.css';
import styles from './reconcile.module.css';

type Book = Pick<BookInfo, 'id' | 'validFrom'>;
const listOf = ({ validFrom }: Book): string => `list of ${validFrom}`;

/** The prices that a report was made with, which need not be those in use: a bill in another currency has a book of its own. */
function pricesOf({ model, priceBook, money }: Report, inUse: Book): string {
  if (priceBook === null) return `none of ${model.label}`;
  const other = `${priceBook}${money === null ? '' : ` in ${money.currency}`}`;
  return `${model.label}, ${priceBook === inUse.id ? listOf(inUse) : other}`;
}

/** `1 story fits every meter` */
function fitting({ storiesFound, explanations }: Report): string {
  const within = storiesFound - explanations.filter(({ outside }) => outside).length;
  if (within === 0) return 'No story fits every meter';
  return within === 1 ? '1 story fits every meter' : `${count(within)} stories fit every meter`;
}

/** The foot of the page: how many stories fit and by which rules, whether a session is being recorded meanwhile, at what prices. */
export function Foot() {
  const busy = useCase((state) => state.busy);
  const recording = useView((session) =>
    session?.phase === 'open' ? (session.header?.endpoint.deployment ?? '') : null,
  );
  const book = useAppInfo((state) => state.info?.priceBook ?? null);
  const report = useReport();
  return (
    <footer className={bar.bar}>
      {busy ? (
        <span role="status">Searching.</span>
      ) : (
        <span>
          {report === null ? 'Nothing compared yet' : `${fitting(report)}, ${plural(report.responses, 'response')}`}
        </span>
      )}
      {recording !== null && (
        <span className={bar.recording}>
          <span className={bar.dot} aria-hidden="true" />
          {`Recording ${recording}`}
        </span>
      )}
      {report !== null && !busy && (
        <span className={styles.rules} title={report.rules.sentence}>
          {report.rules.sentence}
        </span>
      )}
      <span className={bar.space} />
      {book !== null && <span>{`Prices: ${report === null ? listOf(book) : pricesOf(report, book)}`}</span>}
    </footer>
  );
}

/** The bill against the record: evidence, what the numbers force, and what would settle the rest. */
export default function ReconcilePage() {
  const { bench, host, reconcileWith } = useStores();
  const [store] = useState(() => createCaseStore(bench, host));
  const problem = useStore(store, (state) => state.problem);
  /** A side of the evidence is missing, so there is no outcome to be covered by it. */
  const lacking = useStore(
    store,
    ({ view }) => view !== null && [view.reported, view.billed].some(({ kind }) => kind !== 'read'),
  );
  const narrow = useMedia('(max-width: 1279px)');
  const handle = useRef<HTMLButtonElement>(null);
  const fold = useEvidenceFold(narrow, lacking, handle);
  const page = useRef<HTMLElement>(null);
  useEffect(() => {
    // Whoever comes by a key left nothing behind that has the focus: they begin here, and not at the top of the window.
    if (document.activeElement === document.body) page.current?.focus();
  }, []);
  useEffect(() => {
    void store.load(reconcileWith.take());
    const stop = bench.onReconnected(() => void store.load(null));
    return () => {
      stop();
      store.close();
    };
  }, [bench, store, reconcileWith]);
  return (
    <CaseProvider value={store}>
      <main ref={page} tabIndex={-1} className={styles.page} data-evidence={fold.overlay ? 'over' : undefined}>
        <PageHead />
        {narrow && (
          <Button
            ref={handle}
            look="quiet"
            className={styles.handle}
            aria-expanded={!fold.folded}
            aria-controls="reconcile-evidence"
            onClick={fold.toggle}
            onKeyDown={({ key }) => {
              if (fold.overlay && key === 'Escape') fold.toggle();
            }}
          >
            Evidence
          </Button>
        )}
        <Evidence box={fold.box} overlay={fold.overlay} folded={fold.folded} handle={handle} onFold={fold.toggle} />
        <div className={styles.middle}>
          <Strips />
          {problem !== null && (
            <Strip
              level="alarm"
              icon={<CircleX />}
              title={problem.message}
              actions={
                <Button size="small" onClick={() => store.dismiss()}>
                  Dismiss
                </Button>
              }
            >
              {problem.nextStep}
            </Strip>
          )}
          <Outcome />
        </div>
        <Conclusion className={styles.side} />
      </main>
      <Foot />
    </CaseProvider>
  );
}
