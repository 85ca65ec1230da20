import { basename, join } from 'node:path';
import type { Conventions } from '../../../../shared/billing/number-and-date-marks.ts';
import type { ImportNews, ImportOutcome } from '../../../../shared/contract/bench-api.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import type { BooksByCurrency } from '../../../../shared/pricing/choose-book.ts';
import type { ImportSummary } from '../../../../shared/reconcile/case/case-view.ts';
import type { BillStore } from '../../data/bills.ts';
import { inWorker } from '../../data/in-worker.ts';
import type { ImportAnswer, ImportProgress } from './import-bill.ts';
import type { BillSource } from './sources.ts';

/** Files and folders as a person named them, to be sorted into imports: some have to be read for that. */
export interface SortOrder {
  readonly paths: readonly string[];
  /** Folder of an upload, which is no part of the export's own path. */
  readonly root?: string | undefined;
}

/** One import, as plain data. */
export interface ImportOrder {
  readonly source: BillSource;
  readonly books: BooksByCurrency;
  readonly answers: Partial<Conventions>;
}

/** What a worker is started with. */
export type ImportWorkerOrder = SortOrder | ImportOrder;

/** What it says: how far it is, as often as a bar can move, and once how it ended. */
export type ImportWorkerNews =
  | { readonly type: 'sorted'; readonly result: Result<{ sources: readonly BillSource[] }> }
  | { readonly type: 'progress'; readonly progress: ImportProgress }
  | { readonly type: 'ended'; readonly result: Result<{ answer: ImportAnswer }> };

export interface WorkerOptions {
  /** The built entry of the worker: `out/node/import-worker.js`. */
  readonly script: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

const importDied = (why: string): BenchError =>
  benchError('engine', `The import stopped: ${why}.`, { nextStep: 'Import the file again; nothing of it was stored.' });

const cancelled = (): BenchError => benchError('refused', 'The import was cancelled; nothing of it was kept.');

/** Sorts what a person named into imports, in a thread of its own. */
const sortInWorker = (
  order: SortOrder,
  { script, signal }: WorkerOptions,
): Promise<Result<{ sources: readonly BillSource[] }>> =>
  inWorker<{ sources: readonly BillSource[] }>({
    script,
    order,
    signal,
    answerOf: (message) => {
      const news = message as ImportWorkerNews;
      return news.type === 'sorted' ? news.result : null;
    },
    died: importDied,
    onCancel: cancelled,
  });

/** Imports one export in a thread of its own, which is ended when the signal says so. */
export const importInWorker = (
  order: ImportOrder,
  { script, signal, onProgress }: WorkerOptions,
): Promise<Result<{ answer: ImportAnswer }>> =>
  inWorker<{ answer: ImportAnswer }>({
    script,
    order,
    signal,
    answerOf: (message) => {
      const news = message as ImportWorkerNews;
      if (news.type === 'ended') return news.result;
      if (news.type === 'progress') onProgress?.(news.progress);
      return null;
    },
    died: importDied,
    onCancel: cancelled,
  });

type Sort = (signal: AbortSignal) => Promise<Result<{ sources: readonly BillSource[] }>>;

export interface ImporterParts {
  readonly store: BillStore;
  /** The books that price what is compared now. */
  readonly books: () => BooksByCurrency;
  readonly workersFolder: string;
  readonly onNews: (news: ImportNews | null) => void;
}

/** Imports exports of costs, one after the other, each in a worker thread. */
export class Importer {
  readonly #parts: ImporterParts;
  #running: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  cancel(): void {
    this.#running?.abort();
  }

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Resolves when no import runs. */
  async free(): Promise<void> {
    while (this.#running !== null) await this.#ended;
  }

  /**
   * Imports what the paths hold. What came whole before a question or a refusal is kept.
   * @param root folder of an upload, which is no part of the export's own path
   */
  async import(
    paths: readonly string[],
    answers: Partial<Conventions>,
    root?: string,
  ): Promise<Result<{ outcome: ImportOutcome }>> {
    return await this.#one(answers, (signal) => sortInWorker({ paths, root }, { script: this.#script, signal }));
  }

  /** Imports what was fetched. */
  async importSource(source: BillSource, answers: Partial<Conventions>): Promise<Result<{ outcome: ImportOutcome }>> {
    return await this.#one(answers, () => Promise.resolve(ok({ sources: [source] })));
  }

  get #script(): string {
    return join(this.#parts.workersFolder, 'import-worker.js');
  }

  async #one(answers: Partial<Conventions>, sources: Sort): Promise<Result<{ outcome: ImportOutcome }>> {
    if (this.#running !== null) {
      return refuse(
        benchError('refused', 'Another import is still running.', { nextStep: 'Wait for it, or cancel it.' }),
      );
    }
    const running = new AbortController();
    this.#running = running;
    const work = this.#work(answers, sources, running.signal);
    this.#ended = work.catch(() => undefined);
    return await work;
  }

  async #work(
    answers: Partial<Conventions>,
    sources: Sort,
    signal: AbortSignal,
  ): Promise<Result<{ outcome: ImportOutcome }>> {
    try {
      const found = await sources(signal);
      return found.ok ? await this.#all(found.sources, answers, signal) : found;
    } finally {
      this.#running = null;
      this.#parts.onNews(null);
    }
  }

  async #all(
    sources: readonly BillSource[],
    answers: Partial<Conventions>,
    signal: AbortSignal,
  ): Promise<Result<{ outcome: ImportOutcome }>> {
    const { store, books, onNews } = this.#parts;
    const imports: ImportSummary[] = [];
    for (const [index, source] of sources.entries()) {
      const file = source.files.map((path) => basename(path)).join(', ');
      const where = { file, part: index + 1, ofParts: sources.length };
      onNews({ ...where, bytes: 0, ofBytes: 0, rows: 0 });
      const read = await importInWorker(
        { source, books: books(), answers },
        {
          script: this.#script,
          signal,
          onProgress: (progress) => onNews({ ...where, ...progress }),
        },
      );
      if (!read.ok) return read;
      if (read.answer.kind === 'question') {
        const { question } = read.answer;
        return ok({ outcome: { kind: 'question', question, file: read.answer.file, imports } });
      }
      const stored = await store.keep(read.answer.bill);
      if (!stored.ok) return stored;
      imports.push(stored.summary);
    }
    return ok({ outcome: { kind: 'imported', imports } });
  }
}
