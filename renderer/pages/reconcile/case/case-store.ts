import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Args,
  CaseSummary,
  FetchQuestion,
  ExportFormat,
  ImportNews,
  ImportOutcome,
} from '../../../../shared/contract/bench-api.ts';
import { plural } from '../../../../shared/kit/numbers.ts';
import type { LookNews } from '../../../../shared/contract/reconcile.ts';
import type { BenchError, Result } from '../../../../shared/kit/errors.ts';
import type { CaseView, ImportSummary } from '../../../../shared/reconcile/case/case-view.ts';
import type { ReconcileCase } from '../../../../shared/reconcile/case/case.ts';
import { dayRefusal } from '../../../../shared/reconcile/period/open-day.ts';
import type { PeriodReport } from '../../../../shared/reconcile/period/period-report.ts';
import type { HostServices } from '../../../store/services.ts';
import type { Bench } from '../../../store/first-stores.ts';
import { uploadBill } from '../../../store/upload-bill.ts';
import { followSentFiles } from './sent-files.ts';

/** What an import asks before it can go on. */
export interface ImportQuestion extends Extract<ImportOutcome, { kind: 'question' }> {
  readonly from: Args<'bill.import'>['from'];
  readonly answers: Args<'bill.import'>['answers'];
}

/** A case that is on its way to the screen: nothing of another one stands for it meanwhile. */
interface Reading {
  /** null: it has no id yet, or which one it is has to be read first. */
  readonly caseId: string | null;
  /** `Reading March 31.` */
  readonly words: string;
}

/** A day of a period, by its place in the report. */
export interface ChosenDay {
  readonly block: number;
  readonly day: number;
}

interface CaseState {
  /** null: not read yet. */
  readonly cases: readonly CaseSummary[] | null;
  readonly view: CaseView | null;
  /** null: what is on screen is what was asked for. */
  readonly reading: Reading | null;
  /** The day of a period that is shown beside its table; null: none. */
  readonly chosenDay: ChosenDay | null;
  /** A search runs. */
  readonly busy: boolean;
  /** How far the look at a period is; null: none runs, or it is of one day. */
  readonly looking: LookNews | null;
  readonly problem: BenchError | null;
  readonly imports: readonly ImportSummary[];
  readonly importing: ImportNews | null;
  readonly question: ImportQuestion | null;
  /** An import that was refused: the engine has its files still. */
  readonly refused: Args<'bill.import'> | null;
  /** Costs are being fetched, and what is waited for; null: none are. */
  readonly fetching: string | null;
  /** What is fetched waits, and the sentence counts it down. */
  readonly countingDown: boolean;
}

type Change = Args<'reconcile.change'>['change'];

interface CaseStore extends StoreApi<CaseState> {
  /** Reads what is kept, and opens the last changed case; over sessions it begins a new one. */
  load(sessionIds: readonly string[] | null): Promise<void>;
  open(caseId: string): Promise<void>;
  begin(from: Args<'reconcile.create'>['from']): Promise<void>;
  /** Changes the case on screen, or one that was left in the middle of typing. */
  change(change: Change, caseId?: string): Promise<void>;
  chooseDay(day: ChosenDay | null): void;
  /** Compares one day of a period by itself. */
  openDay(report: PeriodReport, chosen: ChosenDay): Promise<void>;
  /** Goes back from a day to all that sessions and bill have in common. */
  openPeriod(): Promise<void>;
  cancelSearch(): void;
  remove(): Promise<void>;
  importFiles(files: readonly File[]): Promise<void>;
  /** Fetches costs and takes them into the case, what the service counted too where it has no counts; what went wrong, or null. */
  fetchCosts(question: FetchQuestion): Promise<BenchError | null>;
  answer(value: string): Promise<void>;
  /** Imports what was refused once more, without sending it again. */
  importAgain(): Promise<void>;
  leaveQuestion(): void;
  cancelImport(): void;
  forget(importId: string): Promise<void>;
  written(format: ExportFormat): Promise<Result<{ fileName: string; mediaType: string; text: string }>>;
  complain(problem: BenchError): void;
  dismiss(): void;
  /** Stops listening to the engine. */
  close(): void;
}

function beginning(from: Args<'reconcile.create'>['from']): string {
  switch (from.kind) {
    case 'nothing':
      return 'Beginning a reconciliation.';
    case 'example':
      return 'Reading the example.';
    case 'sessions':
      return `Reading ${plural(from.sessionIds.length, 'session')}.`;
  }
}

const initial: CaseState = {
  cases: null,
  view: null,
  reading: { caseId: null, words: 'Reading the reconciliations.' },
  chosenDay: null,
  busy: false,
  looking: null,
  problem: null,
  imports: [],
  importing: null,
  question: null,
  refused: null,
  fetching: null,
  countingDown: false,
};

/** The reconciliation on screen, and the bills at hand. */
export function createCaseStore(bench: Bench, host: HostServices): CaseStore {
  const store = createStore<CaseState>(() => initial);
  let lastLook = 0;
  let upload: AbortController | null = null;
  /** Imports run one after the other; what is chosen meanwhile waits its turn. */
  let imported: Promise<void> = Promise.resolve();

  const sent = followSentFiles(store, bench);
  const complain = (problem: BenchError): void => store.setState({ problem, refused: null });
  const caseId = (): string => store.getState().view?.case.caseId ?? '';

  /** Shows the answer of the newest look alone: an older one that gave way is no news. */
  const show = async (asked: Promise<Result<{ view: CaseView }>>, reading: Reading | null = null): Promise<void> => {
    lastLook += 1;
    const look = lastLook;
    store.setState({ busy: true, reading });
    const answer = await asked;
    if (look !== lastLook) return;
    const now = { busy: false, reading: null };
    if (!answer.ok) store.setState({ ...now, problem: answer.error });
    else {
      const same = store.getState().view?.case.caseId === answer.view.case.caseId;
      store.setState({ ...now, view: answer.view, ...(same ? {} : { chosenDay: null }) });
    }
    await listCases();
  };
  const listCases = async (): Promise<boolean> => {
    const listed = await bench.call('reconcile.list', {});
    if (listed.ok) store.setState({ cases: listed.cases });
    else complain(listed.error);
    return listed.ok;
  };
  const listImports = async (): Promise<void> => {
    const listed = await bench.call('bill.list', {});
    if (listed.ok) store.setState({ imports: listed.imports });
  };
  const change = (wanted: Change, of?: string): Promise<void> => {
    store.setState({ problem: null });
    return write(wanted, of);
  };
  const write = async (wanted: Change, of = caseId()): Promise<void> => {
    const changed = bench.call('reconcile.change', { caseId: of, change: wanted });
    // What a case that leaves the screen still had to say does not call it back.
    if (of === caseId() && store.getState().reading === null) await show(changed);
    else await changed;
  };

  /** What was imported belongs to the case that asked for it, whichever is on screen by then. */
  const take = async (imports: readonly ImportSummary[], asked: ReconcileCase | undefined): Promise<void> => {
    await listImports();
    const shown = store.getState().view?.case;
    const of = asked === undefined || shown?.caseId === asked.caseId ? shown : asked;
    const had = of?.billed.kind === 'imports' ? of.billed.importIds : [];
    const importIds = [...new Set([...had, ...imports.map(({ importId }) => importId)])];
    if (imports.length > 0) await write({ billed: { kind: 'imports', importIds } }, of?.caseId);
  };
  const runImport = async (
    from: Args<'bill.import'>['from'],
    answers: Args<'bill.import'>['answers'],
  ): Promise<void> => {
    sent.begin(from);
    store.setState({ problem: null, refused: null });
    const asked = store.getState().view?.case;
    const answer = await bench.call('bill.import', { from, answers });
    store.setState({ importing: null });
    if (answer.ok) {
      const { outcome } = answer;
      if (outcome.kind === 'question') store.setState({ question: { ...outcome, from, answers } });
      await take(outcome.imports, asked);
    } else {
      complain(answer.error);
      const gone = answer.error.reason === 'not-found' && from.kind === 'upload';
      store.setState({ refused: gone ? null : { from, answers } });
    }
    sent.end(from);
  };
  /** What waited for a person goes on: in its turn, and its files stay until then. */
  const goOn = async (
    { from, answers }: Args<'bill.import'>,
    waiting: Pick<CaseState, 'question'> | Pick<CaseState, 'problem' | 'refused'>,
  ): Promise<void> => {
    sent.begin(from);
    store.setState(waiting);
    imported = imported.then(() => runImport(from, answers));
    await imported;
  };

  /** Until the case that is on its way to the screen is there: what is given meanwhile is given to it. */
  const arrived = (): Promise<void> =>
    new Promise((resolve) => {
      if (store.getState().reading === null) return resolve();
      const stop = store.subscribe(({ reading }) => {
        if (reading !== null) return;
        stop();
        resolve();
      });
    });

  const importThem = async (files: readonly File[]): Promise<void> => {
    await arrived();
    const paths = files.map((file) => host.pathOf(file)).filter((path) => path !== null);
    if (paths.length === files.length) return runImport({ kind: 'paths', paths }, {});
    upload = new AbortController();
    const came = await uploadBill(host, files, upload.signal, (file, bytes, ofBytes) =>
      store.setState({ importing: { file, part: 1, ofParts: 1, bytes, ofBytes, rows: 0 } }),
    );
    upload = null;
    if (came.ok) return runImport({ kind: 'upload', uploadId: came.uploadId }, {});
    store.setState({ importing: null });
    complain(came.error);
  };

  const stopListening = bench.onPush((push) => {
    if (push.type === 'import') store.setState({ importing: push.news });
    if (push.type === 'changed' && push.what === 'bills') void listImports();
    if (push.type === 'changed' && push.what === 'reconciliations') void listCases();
    if (push.type === 'look') store.setState({ looking: push.news });
    if (push.type === 'fetch') store.setState({ fetching: push.sentence, countingDown: push.leftMs !== undefined });
  });

  return Object.assign(store, {
    async load(sessionIds: readonly string[] | null) {
      if (store.getState().view === null) store.setState({ reading: initial.reading, problem: null });
      const [listed] = await Promise.all([listCases(), listImports()]);
      // Without the list nothing says that there is none: an empty one is not begun in its place.
      if (!listed) return store.setState({ reading: null });
      const last = store.getState().cases?.[0];
      if (sessionIds !== null) await this.begin({ kind: 'sessions', sessionIds: [...sessionIds] });
      else await (last === undefined ? this.begin({ kind: 'nothing' }) : this.open(last.caseId));
    },
    open(id: string) {
      store.setState({ problem: null });
      const name = store.getState().cases?.find((one) => one.caseId === id)?.name ?? 'the reconciliation';
      const again = store.getState().view?.case.caseId === id;
      return show(
        bench.call('reconcile.look', { caseId: id }),
        again ? null : { caseId: id, words: `Reading ${name}.` },
      );
    },
    begin: (from: Args<'reconcile.create'>['from']) =>
      show(bench.call('reconcile.create', { from }), { caseId: null, words: beginning(from) }),
    change,
    chooseDay: (chosenDay: ChosenDay | null) => store.setState({ chosenDay }),
    async openDay({ blocks }: PeriodReport, chosen: ChosenDay) {
      const block = blocks[chosen.block];
      const day = block?.days[chosen.day];
      if (block === undefined || day === undefined) return;
      store.setState({ chosenDay: chosen });
      const refusal = dayRefusal(day);
      // The period stays: a day that cannot be compared would take its place with a refusal.
      if (refusal !== null) return complain(refusal);
      await change({ wanted: { days: [day.day], model: block.model, resource: block.resourceId ?? block.resource } });
    },
    openPeriod: () => change({ wanted: { days: [], model: null, resource: null } }),
    cancelSearch: () => void bench.call('reconcile.cancel', { caseId: store.getState().reading?.caseId ?? caseId() }),
    async remove() {
      const removed = await bench.call('reconcile.delete', { caseId: caseId() });
      if (!removed.ok) return complain(removed.error);
      store.setState({ view: null, reading: { caseId: null, words: 'Reading the reconciliations.' } });
      const listed = await listCases();
      const next = store.getState().cases?.[0];
      if (listed && next !== undefined) await this.open(next.caseId);
      else store.setState({ reading: null });
    },
    importFiles(files: readonly File[]) {
      imported = imported.then(() => importThem(files));
      return imported;
    },
    async fetchCosts(question: FetchQuestion) {
      store.setState({ problem: null });
      const asked = store.getState().view?.case;
      await imported;
      const answer = await bench.call('bill.fetch', question);
      store.setState({ importing: null, fetching: null });
      if (!answer.ok) return answer.error;
      const { outcome, fetchId, witness } = answer;
      if (outcome.kind === 'question')
        store.setState({ question: { ...outcome, from: { kind: 'fetched', fetchId }, answers: {} } });
      await take(outcome.imports, asked);
      const shown = store.getState().view?.case;
      const of = asked === undefined || shown?.caseId === asked.caseId ? shown : asked;
      if (witness !== null && of?.metrics === '') await write({ metrics: witness.text }, of.caseId);
      return null;
    },
    async answer(value: string) {
      const { question } = store.getState();
      if (question === null) return;
      const answers = { ...question.answers, [question.question.about]: value };
      await goOn({ from: question.from, answers }, { question: null });
    },
    async importAgain() {
      const { refused } = store.getState();
      if (refused !== null) await goOn(refused, { problem: null, refused: null });
    },
    leaveQuestion: () => store.setState({ question: null }),
    cancelImport() {
      upload?.abort();
      void bench.call('bill.cancel', {});
    },
    async forget(importId: string) {
      const forgotten = await bench.call('bill.forget', { importId });
      if (!forgotten.ok) return complain(forgotten.error);
      await listImports();
      const billed = store.getState().view?.case.billed;
      if (billed?.kind !== 'imports') return;
      await change({ billed: { kind: 'imports', importIds: billed.importIds.filter((id) => id !== importId) } });
    },
    async written(format: ExportFormat) {
      const answer = await bench.call('reconcile.export', { caseId: caseId(), format });
      if (!answer.ok) complain(answer.error);
      return answer;
    },
    complain,
    dismiss: () => store.setState({ problem: null, refused: null }),
    close() {
      stopListening();
      upload?.abort();
      sent.close();
    },
  });
}

const CaseContext = createContext<CaseStore | null>(null);
export const CaseProvider = CaseContext.Provider;

/** The store of the reconciliation on screen. */
export function useCaseStore(): CaseStore {
  const store = useContext(CaseContext);
  if (store === null) throw new Error('A part of the Reconcile page was drawn outside <CaseProvider>.');
  return store;
}

export const useCase = <T>(pick: (state: CaseState) => T): T => useStore(useCaseStore(), pick);
