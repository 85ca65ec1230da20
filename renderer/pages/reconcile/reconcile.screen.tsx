import ArrowLeft from 'lucide-react/icons/arrow-left';
import CircleX from 'lucide-react/icons/circle-x';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { BookInfo } from '../../../shared/contract/prices.ts';
import { useAppInfo, useStores, useView } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { useMedia, useWindowTitle } from '../../ui/media.ts';
import { Strip } from '../../ui/strip.tsx';
import { Strips } from '../strips.tsx';
import { CaseProvider, createCaseStore, useCase, useCaseStore } from './case/case-store.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import { sumWords } from '../../../shared/reconcile/period/period-words.ts';
import { type Report, usePeriod, useReport } from './case/report.ts';
import { ColumnTabs, type Tab } from './column-tabs.tsx';
import { Conclusion, ConclusionParts, PlanFoot } from './conclusion/conclusion.tsx';
import { Evidence, useEvidenceFold } from './evidence/evidence.tsx';
import { FindingSentence } from './outcome/finding.tsx';
import { Outcome, outcomeParts } from './outcome/outcome.tsx';
import { PageHead } from './page-head.tsx';
import { PeriodAside, PeriodFoot, PeriodOutcome, PeriodSide, PeriodTables } from './period/period.tsx';
import { PeriodHead } from './period/period-head.tsx';
import bar from '../../ui/styles/status-bar.module.css';
import columnStyles from './column.module.css';
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

/** How far a search is, and the way out of it. */
function Progress() {
  const store = useCaseStore();
  const looking = useCase((state) => state.looking);
  if (looking === null) return <span role="status">Searching.</span>;
  const { day, ofDays, sessions, ofSessions } = looking;
  return (
    <>
      <span>{`Comparing day ${count(day)} of ${count(ofDays)}, ${count(sessions)} of ${plural(ofSessions, 'session')}.`}</span>
      <Button size="dense" look="quiet" onClick={() => store.cancelSearch()}>
        Cancel
      </Button>
    </>
  );
}

/** The foot of the page: how many stories fit and by which rules, whether a session is being recorded meanwhile, at what prices. */
export function Foot() {
  const busy = useCase((state) => state.busy);
  const recording = useView((session) =>
    session?.phase === 'open' ? (session.header?.endpoint.deployment ?? '') : null,
  );
  const book = useAppInfo((state) => state.info?.priceBook ?? null);
  const report = useReport();
  const period = usePeriod();
  return (
    <footer className={bar.bar}>
      {busy ? (
        <Progress />
      ) : (
        <span>
          {report !== null
            ? `${fitting(report)}, ${plural(report.responses, 'response')}`
            : period !== null
              ? period.totals.map(sumWords).join('; ')
              : 'Nothing compared yet'}
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

/** What went wrong with something that was asked for, until it is dismissed. */
function Problem() {
  const store = useCaseStore();
  const problem = useCase((state) => state.problem);
  const refused = useCase((state) => state.refused);
  if (problem === null) return null;
  return (
    <Strip
      level="alarm"
      icon={<CircleX />}
      title={problem.message}
      actions={
        <>
          {refused !== null && (
            <Button size="small" onClick={() => void store.importAgain()}>
              Import it again
            </Button>
          )}
          <Button size="small" onClick={() => store.dismiss()}>
            Dismiss
          </Button>
        </>
      }
    >
      {problem.nextStep}
    </Strip>
  );
}

/** A side of the evidence is missing, so there is no outcome to be covered by it. */
const useLacking = (): boolean =>
  useCase(({ view }) => view !== null && [view.reported, view.billed].some(({ kind }) => kind !== 'read'));

function BackButton() {
  const store = useCaseStore();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The table that had the focus gave way to the day: a key goes on from here, and leads back.
    if (document.activeElement === document.body) button.current?.focus();
  }, []);
  return (
    <Button ref={button} size="dense" look="quiet" icon={<ArrowLeft />} onClick={() => void store.openPeriod()}>
      All days of the bill
    </Button>
  );
}

/** From one day of a period back to all of it. */
function BackToPeriod() {
  const canGo = useCase(
    ({ view, reading }) =>
      reading === null &&
      view?.case.wanted.days.length === 1 &&
      view.billed.kind === 'read' &&
      view.billed.read.kind === 'imports' &&
      view.billed.read.days.length > 1,
  );
  if (!canGo) return null;
  return (
    <div className={styles.back}>
      <BackButton />
    </div>
  );
}

interface LayoutProps {
  readonly page: RefObject<HTMLElement | null>;
}

/** Side by side: evidence, what the numbers force, and what would settle the rest. Where that is too narrow the evidence lies over it. */
function Wide({ page }: LayoutProps) {
  const period = usePeriod();
  // A month of meters takes all the width there is.
  const narrow = useMedia('(max-width: 1279px)') || period !== null;
  const reading = useCase((state) => state.reading !== null);
  const handle = useRef<HTMLButtonElement>(null);
  const fold = useEvidenceFold(narrow, useLacking(), handle);
  return (
    <main ref={page} tabIndex={-1} className={styles.page}>
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
        <Problem />
        {period === null || reading ? (
          <>
            <BackToPeriod />
            <Outcome />
          </>
        ) : (
          <PeriodOutcome report={period} />
        )}
      </div>
      {period === null || reading ? (
        <Conclusion className={styles.side} />
      ) : (
        <PeriodAside report={period} className={styles.side} />
      )}
    </main>
  );
}

const withoutReport: readonly Tab[] = ['finding', 'evidence'];
const withPeriod: readonly Tab[] = ['finding', 'days', 'day', 'evidence'];
const withReport: readonly Tab[] = ['finding', 'stories', 'excluded', 'next', 'evidence'];

function ColumnPart({ report, tab }: { readonly report: Report; readonly tab: Tab }) {
  switch (tab) {
    case 'evidence':
    case 'days':
    case 'day':
      return null;
    case 'next':
      return <ConclusionParts report={report} />;
    default: {
      const Part = outcomeParts[tab];
      return <Part report={report} />;
    }
  }
}

function PeriodPart({ report, tab }: { readonly report: PeriodReport; readonly tab: Tab }) {
  switch (tab) {
    case 'finding':
      return <PeriodHead report={report} below />;
    case 'days':
      return <PeriodTables report={report} />;
    case 'day':
      return <PeriodSide report={report} />;
    default:
      return null;
  }
}

/** The parts of the page that there are, by what it shows. */
const partsOf = (report: Report | null, period: PeriodReport | null): readonly Tab[] =>
  report !== null ? withReport : period !== null ? withPeriod : withoutReport;

/** One column, its sentence and the next step always in sight, one part at a time between them. */
function Column({ page }: LayoutProps) {
  const evidence = useRef<HTMLButtonElement>(null);
  const lacking = useLacking();
  const fold = useEvidenceFold(true, lacking, evidence);
  const [chosen, setChosen] = useState<Tab>('finding');
  const report = useReport();
  const period = usePeriod();
  const reading = useCase((state) => state.reading !== null);
  const none = useCase(({ view }) => view === null);
  const parts = partsOf(report, period);
  const shown = fold.folded ? (parts.includes(chosen) ? chosen : 'finding') : 'evidence';
  const headline = report?.finding.headline ?? period?.headline ?? null;
  const show = (tab: Tab): void => {
    if (tab !== 'evidence') setChosen(tab);
    if ((tab === 'evidence') === fold.folded) fold.toggle();
  };
  return (
    <main ref={page} tabIndex={-1} className={columnStyles.column}>
      <div className={columnStyles.scroll} data-region tabIndex={-1} role="group" aria-label="Reconciliation">
        <PageHead />
        <Strips />
        <Problem />
        {!reading && !none && (
          <div className={columnStyles.head}>
            {headline !== null && <FindingSentence headline={headline} />}
            <ColumnTabs parts={parts} shown={shown} onShow={show} evidence={evidence} />
          </div>
        )}
        <BackToPeriod />
        {(report !== null || period !== null) && !reading ? (
          <div className={columnStyles.panel}>
            {report !== null && <ColumnPart report={report} tab={shown} />}
            {period !== null && <PeriodPart report={period} tab={shown} />}
          </div>
        ) : (
          (shown !== 'evidence' || lacking) && <Outcome />
        )}
        <Evidence box={fold.box} overlay={fold.overlay} folded={fold.folded} handle={evidence} onFold={fold.toggle} />
      </div>
      {!reading && (period === null ? <PlanFoot pinned /> : <PeriodFoot report={period} pinned />)}
    </main>
  );
}

/** The bill against the record: evidence, what the numbers force, and what would settle the rest. */
export default function ReconcilePage() {
  const { bench, host, reconcileWith } = useStores();
  const [store] = useState(() => createCaseStore(bench, host));
  const zoomed = useMedia('(max-width: 1023px)');
  const page = useRef<HTMLElement>(null);
  useWindowTitle(useStore(store, ({ view }) => view?.case.name ?? null));
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
      {zoomed ? <Column page={page} /> : <Wide page={page} />}
      <Foot />
    </CaseProvider>
  );
}
