import { basename, join } from 'node:path';
import type { ImportNews, ImportOutcome } from '../../../../shared/bench-api.ts';
import type { Conventions } from '../../../../shared/billing/columns/conventions.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/errors.ts';
import type { BooksByCurrency } from '../../../../shared/pricing/books-by-currency.ts';
import type { ImportSummary } from '../../../../shared/reconcile/case/case-view.ts';
import { importInWorker } from '../import/import-in-worker.ts';
import { billSources, type BillSource } from '../import/sources.ts';
import type { BillStore } from './bill-store.ts';

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
    return await this.#one(answers, () => billSources(paths, root));
  }

  /** Imports what was fetched. */
  async importSource(source: BillSource, answers: Partial<Conventions>): Promise<Result<{ outcome: ImportOutcome }>> {
    return await this.#one(answers, () => Promise.resolve(ok({ sources: [source] })));
  }

  async #one(
    answers: Partial<Conventions>,
    sources: () => Promise<Result<{ sources: readonly BillSource[] }>>,
  ): Promise<Result<{ outcome: ImportOutcome }>> {
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
    sources: () => Promise<Result<{ sources: readonly BillSource[] }>>,
    signal: AbortSignal,
  ): Promise<Result<{ outcome: ImportOutcome }>> {
    try {
      const found = await sources();
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
    const { store, books, workersFolder, onNews } = this.#parts;
    const imports: ImportSummary[] = [];
    for (const [index, source] of sources.entries()) {
      const file = source.files.map((path) => basename(path)).join(', ');
      const where = { file, part: index + 1, ofParts: sources.length };
      onNews({ ...where, bytes: 0, ofBytes: 0, rows: 0 });
      const read = await importInWorker(
        { source, books: books(), answers },
        {
          script: join(workersFolder, 'import-worker.js'),
          signal,
          onProgress: (progress) => onNews({ ...where, ...progress }),
        },
      );
      if (!read.ok) return read;
      if (read.answer.kind === 'question') {
        const { question } = read.answer;
        return ok({ outcome: { kind: 'question', question, file: read.answer.file, imports } });
      }
      const kept = await store.keep(read.answer.bill);
      if (!kept.ok) return kept;
      imports.push(kept.summary);
    }
    return ok({ outcome: { kind: 'imported', imports } });
  }
}
