import { Worker } from 'node:worker_threads';
import type { FoundSession, SearchStanding } from '../../../shared/contract/library-search.ts';
import { benchError, messageOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { SearchIndex } from './search-index.ts';
import { searchLibrary, searchSession } from './search-library.ts';

/** Where the thread finds what it searches. */
export interface SearchPlaces {
  readonly sessionsFolder: string;
  readonly indexFolder: string;
}

/** One thing that is asked of the thread. `renew` brings the index to what the library holds. */
export type SearchAsk =
  | { readonly what: 'renew' }
  | { readonly what: 'search'; readonly typed: string }
  | { readonly what: 'hits'; readonly sessionId: string; readonly typed: string };

export interface SearchOrder {
  readonly id: number;
  readonly ask: SearchAsk;
}

export interface SearchAnswer {
  readonly found: readonly FoundSession[];
  readonly standing: SearchStanding;
}

/** What the thread says: of an order that it is done, or that it cannot be; between them, how far the index is. */
export type SearchNews =
  | { readonly type: 'answer'; readonly id: number; readonly answer: SearchAnswer }
  | { readonly type: 'problem'; readonly id: number; readonly problem: string }
  | { readonly type: 'standing'; readonly standing: SearchStanding };

/** Answers orders in turn, except that a search waits for no renewal: it finds what is there by then. */
export class SearchDesk {
  readonly #index: SearchIndex;
  readonly #tell: (standing: SearchStanding) => void;
  #renewing: Promise<SearchStanding> | null = null;
  #again = false;
  /** Settles once the index that was on disk is in memory. */
  #read: Promise<void> | null = null;

  constructor({ sessionsFolder, indexFolder }: SearchPlaces, tell: (standing: SearchStanding) => void) {
    this.#index = new SearchIndex(sessionsFolder, indexFolder);
    this.#tell = tell;
  }

  /** Rejects with the system's error. */
  async answer(ask: SearchAsk): Promise<SearchAnswer> {
    switch (ask.what) {
      case 'renew':
        return { found: [], standing: await this.#renew() };
      case 'search':
        await this.#begun();
        return { found: await searchLibrary(this.#index, ask.typed), standing: this.#index.standing };
      case 'hits': {
        await this.#begun();
        const found = await searchSession(this.#index, ask.sessionId, ask.typed);
        return { found: found === null ? [] : [found], standing: this.#index.standing };
      }
    }
  }

  /** What was on disk is found from the first search on; what has to be made comes into it behind that. */
  #begun(): Promise<void> {
    this.#read ??= new Promise<void>((resolve, reject) => {
      this.#run(resolve).catch((error: unknown) => {
        this.#read = null;
        reject(error);
      });
    });
    return this.#read;
  }

  /** One renewal at a time; what is asked for meanwhile is one more after it. */
  async #renew(): Promise<SearchStanding> {
    if (this.#read === null) await this.#begun();
    if (this.#renewing === null) return await this.#run();
    this.#again = true;
    return await this.#renewing;
  }

  #run(onRead?: () => void): Promise<SearchStanding> {
    const running = this.#renewUntilDone(onRead).finally(() => {
      this.#renewing = null;
    });
    this.#renewing = running;
    return running;
  }

  async #renewUntilDone(onRead: () => void = () => undefined): Promise<SearchStanding> {
    for (;;) {
      this.#again = false;
      const standing = await this.#index.renew(this.#tell, onRead);
      if (!this.#again) return standing;
    }
  }
}

/** Searches the library away from the loop that carries the audio. */
export interface Searcher {
  ask(ask: SearchAsk): Promise<Result<SearchAnswer>>;
  close(): Promise<void>;
}

const failed = (why: string): Result<never> =>
  refuse(
    benchError('engine', `The sessions could not be searched: ${why}.`, {
      nextStep: 'Search again. The index of the search lies in search/ of the data folder and may be deleted.',
    }),
  );

/** The index in memory goes with the thread when nobody has searched for so long. */
const idleMs = 600_000;

/** A searcher in a thread of its own, begun when it is first asked and ended when it is asked no more. */
class WorkerSearcher implements Searcher {
  readonly #script: string;
  readonly #places: SearchPlaces;
  readonly #tell: (standing: SearchStanding) => void;
  readonly #waiting = new Map<number, (answer: Result<SearchAnswer>) => void>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #closed = false;

  constructor(script: string, places: SearchPlaces, tell: (standing: SearchStanding) => void) {
    this.#script = script;
    this.#places = places;
    this.#tell = tell;
  }

  ask(ask: SearchAsk): Promise<Result<SearchAnswer>> {
    if (this.#closed) return Promise.resolve(failed('the bench ends'));
    const worker = (this.#worker ??= this.#start());
    clearTimeout(this.#idle);
    this.#lastId += 1;
    const order: SearchOrder = { id: this.#lastId, ask };
    return new Promise((resolve) => {
      this.#waiting.set(order.id, resolve);
      worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end('the bench ends');
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#places });
    // Nobody waits for it when everything else has ended.
    worker.unref();
    worker.on('message', (news: SearchNews) => this.#hear(news));
    worker.on('error', (error) => void this.#end(error.message));
    worker.on('exit', (code) => {
      if (this.#worker === worker) void this.#end(`its thread ended with code ${code}`);
    });
    return worker;
  }

  #hear(news: SearchNews): void {
    if (news.type === 'standing') return this.#tell(news.standing);
    const waiting = this.#waiting.get(news.id);
    this.#waiting.delete(news.id);
    waiting?.(news.type === 'answer' ? ok({ ...news.answer }) : failed(news.problem));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.#end('it was idle'), idleMs);
    this.#idle.unref();
  }

  async #end(why: string): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const answer of waiting) answer(failed(why));
    await worker?.terminate();
  }
}

/**
 * What searches the library of a bench. @param script the built entry of the thread; null: in this process, as where nobody's audio
 * waits. @param tell hears how far the index is while it is made
 */
export function makeSearcher(
  script: string | null,
  places: SearchPlaces,
  tell: (standing: SearchStanding) => void,
): Searcher {
  if (script !== null) return new WorkerSearcher(script, places, tell);
  const desk = new SearchDesk(places, tell);
  return {
    ask: (ask) =>
      desk.answer(ask).then(
        (answer) => ok({ ...answer }),
        (error: unknown) => failed(messageOf(error)),
      ),
    close: () => Promise.resolve(),
  };
}
