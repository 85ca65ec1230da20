import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { LookNews } from '../../../shared/contract/reconcile.ts';
import type { BooksByCurrency } from '../../../shared/pricing/choose-book.ts';
import type { CaseView } from '../../../shared/reconcile/case/case-view.ts';
import { isNamedByHand, nameFromContent } from '../../../shared/reconcile/case/case-name.ts';
import { type CaseChange, type ReconcileCase, unnamed } from '../../../shared/reconcile/case/case.ts';
import type { SessionVerdict } from '../../../shared/reconcile/case/session-verdict.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { exampleMeters, exampleName, exampleUsage } from '../../../shared/reconcile/case/pasted-texts.ts';
import type { BillStore } from '../data/bills.ts';
import type { CaseStore } from '../data/case-store.ts';
import type { VerdictStore } from '../data/verdict-store.ts';
import { logName } from '../record/session-folder.ts';
import { inWorker } from '../data/in-worker.ts';
import type { Looked, LookOrder } from './search-case.ts';

const searchDied = (why: string): BenchError =>
  benchError('engine', `The search stopped: ${why}.`, { nextStep: 'Search again; the evidence is kept.' });

const searchCancelled = (): BenchError =>
  benchError('refused', 'The search was cancelled; the evidence is kept.', { nextStep: 'Search again.' });

/** What the thread says: how far it is, and at the end what came of it. */
export type LookWorkerNews =
  { readonly type: 'progress'; readonly news: LookNews } | ({ readonly type: 'ended' } & Looked);

/** Reads and searches in a thread of its own, which is ended when the signal says so. */
const lookInWorker = (
  order: LookOrder,
  script: string,
  signal: AbortSignal,
  onNews: (news: LookNews | null) => void,
): Promise<Result<Looked>> =>
  inWorker<Looked>({
    script,
    order,
    signal,
    answerOf: (message) => {
      const said = message as LookWorkerNews;
      if (said.type === 'ended') return ok({ view: said.view, verdicts: said.verdicts });
      onNews(said.news);
      return null;
    },
    died: searchDied,
    onCancel: searchCancelled,
  });

export interface CasesParts {
  readonly store: CaseStore;
  readonly bills: BillStore;
  /** The books that price what is compared now. */
  readonly books: () => BooksByCurrency;
  readonly workersFolder: string;
  /** The folder of a saved session, or why there is none. */
  readonly placeOf: (sessionId: string) => Promise<Result<{ folder: string }>>;
  /** Ids of all saved sessions. */
  readonly savedIds: () => Promise<readonly string[]>;
  /** Keeps what a case says of its sessions. */
  readonly verdicts: Pick<VerdictStore, 'keep'>;
  /** Hears that something else is said of sessions than before. */
  readonly onVerdicts: () => void;
  /** Hears what a person should know, as a sentence. */
  readonly note: (text: string) => void;
  /** Hears how far a look is; null: it is over. */
  readonly onNews: (news: LookNews | null) => void;
}

/** Where a new case begins. */
export type CaseStart =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'example' }
  | { readonly kind: 'sessions'; readonly sessionIds: readonly string[] };

/** The reconciliations of this bench: kept, looked at in threads, one look a case at a time. */
export class Cases {
  readonly #parts: CasesParts;
  readonly #looking = new Map<string, AbortController>();

  constructor(parts: CasesParts) {
    this.#parts = parts;
  }

  async begin(from: CaseStart): Promise<Result<{ view: CaseView }>> {
    const started = await this.#start(from);
    return started.ok ? this.look(started.found.caseId) : started;
  }

  look(caseId: string): Promise<Result<{ view: CaseView }>> {
    return this.#look(caseId, this.#parts.store.read(caseId));
  }

  /** The change is kept even when a newer one makes its search needless. */
  change(caseId: string, change: CaseChange): Promise<Result<{ view: CaseView }>> {
    return this.#look(caseId, this.#parts.store.change(caseId, change));
  }

  cancel(caseId: string): void {
    this.#looking.get(caseId)?.abort();
  }

  async delete(caseId: string): Promise<Result> {
    this.cancel(caseId);
    const deleted = await this.#parts.store.delete(caseId);
    if (deleted.ok) await this.#keep(caseId, []);
    return deleted;
  }

  /** Ends every search; nobody waits for it any more. */
  close(): void {
    for (const looking of this.#looking.values()) looking.abort();
  }

  #start(from: CaseStart): Promise<Result<{ found: ReconcileCase }>> {
    const { store } = this.#parts;
    switch (from.kind) {
      case 'nothing':
        return store.create(unnamed, { namedBy: 'content' });
      case 'example':
        return store.create(exampleName, {
          example: true,
          namedBy: 'hand',
          reported: { kind: 'usage', text: exampleUsage },
          billed: { kind: 'table', text: exampleMeters },
        });
      case 'sessions': {
        const reported = { kind: 'sessions' as const, sessionIds: [...new Set(from.sessionIds)] };
        return store.create(unnamed, { namedBy: 'content', reported });
      }
    }
  }

  /** Everything the case names, fetched: what is gone is told apart from what is there. */
  async #fetch(found: ReconcileCase): Promise<LookOrder> {
    const { bills, books, placeOf, savedIds } = this.#parts;
    const folders: string[] = [];
    const missingSessions: string[] = [];
    for (const id of found.reported.kind === 'sessions' ? found.reported.sessionIds : []) {
      const place = await placeOf(id);
      const there = place.ok && (await lstat(join(place.folder, logName)).catch(() => null)) !== null;
      if (there) folders.push(place.folder);
      else missingSessions.push(id);
    }
    const others: { sessionId: string; folder: string }[] = [];
    for (const sessionId of found.reported.kind === 'sessions' ? await savedIds() : []) {
      const place = await placeOf(sessionId);
      if (place.ok && !folders.includes(place.folder)) others.push({ sessionId, folder: place.folder });
    }
    const importIds = found.billed.kind === 'imports' ? found.billed.importIds : [];
    const read = await Promise.all(importIds.map((id) => bills.read(id)));
    return {
      case: found,
      folders,
      missingSessions,
      others,
      bills: read.filter((bill) => bill !== null),
      missingImports: importIds.filter((_, index) => read[index] === null),
      books: books(),
    };
  }

  async #look(caseId: string, finding: Promise<Result<{ found: ReconcileCase }>>): Promise<Result<{ view: CaseView }>> {
    this.cancel(caseId);
    const looking = new AbortController();
    this.#looking.set(caseId, looking);
    try {
      const found = await finding;
      if (!found.ok) return found;
      const order = await this.#fetch(found.found);
      const script = join(this.#parts.workersFolder, 'reconcile-worker.js');
      const looked = await lookInWorker(order, script, looking.signal, this.#parts.onNews);
      if (!looked.ok) return looked;
      // A newer look stands in for this one, in what it says of sessions, too.
      const isNewest = this.#looking.get(caseId) === looking;
      if (looked.verdicts !== null && isNewest) await this.#keep(caseId, looked.verdicts);
      return ok({ view: await this.#named(looked.view) });
    } finally {
      this.#parts.onNews(null);
      if (this.#looking.get(caseId) === looking) this.#looking.delete(caseId);
    }
  }

  /** What cannot be kept is no reason to withhold the answer: it is said, and made again by the next look. */
  async #keep(caseId: string, verdicts: readonly SessionVerdict[]): Promise<void> {
    const { verdicts: store, onVerdicts, note } = this.#parts;
    const kept = await store.keep(caseId, verdicts);
    if (!kept.ok) note(`What a reconciliation says of its sessions is not in their list. ${kept.error.message}`);
    else if (kept.changed) onVerdicts();
  }

  /** The view under the name that its content gives, kept; a name that cannot be kept is no reason to withhold the answer. */
  async #named(view: CaseView): Promise<CaseView> {
    if (isNamedByHand(view.case)) return view;
    const name = nameFromContent(view);
    if (name === view.case.name) return view;
    const kept = await this.#parts.store.nameByContent(view.case.caseId, name);
    return { ...view, case: { ...view.case, name: kept.ok ? kept.found.name : name } };
  }
}

/** The report of a view, or why there is none to export. */
export function reportOf({ outcome, reported, billed }: CaseView): Result<{ report: ReconcileReport | PeriodReport }> {
  switch (outcome.kind) {
    case 'report':
    case 'period':
      return ok({ report: outcome.report });
    case 'refused':
      return refuse(outcome.error);
    case 'choose':
      return refuse(
        benchError('invalid-argument', outcome.sentence, { nextStep: 'Choose one, then export the report.' }),
      );
    case 'waiting': {
      const side = [reported, billed].find((one) => one.kind === 'refused');
      if (side?.kind === 'refused') return refuse(side.error);
      return refuse(
        benchError('invalid-argument', 'There is nothing to report: one side of the evidence is empty.', {
          nextStep: 'Give the reported usage and the bill.',
        }),
      );
    }
  }
}
