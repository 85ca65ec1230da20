import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { waitWords } from '../../../../shared/kit/numbers.ts';
import { type Http, type HttpQuestion, textOf, waitBeforeRetry } from '../../net/http.ts';

/**
 * What the clients of cost and price services have in common: one question asked with patience, and pages that neither lead
 * to another host nor back.
 */

/** What asking takes from outside. */
export interface PatientServices {
  readonly http: Http;
  /** `onTick` hears at most once a second how long is left. */
  readonly wait: (ms: number, signal: AbortSignal | undefined, onTick?: (leftMs: number) => void) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** `leftMs`: of a wait that was told before, and is counted down. */
  readonly onProgress?: (sentence: string, leftMs?: number) => void;
}

/** `Azure asks to wait 4 min 10 s.` */
const waitSentence = (who: string, ms: number, isAsked: boolean): string =>
  isAsked ? `${who} asks to wait ${waitWords(ms)}.` : `${who} is busy. The next try is in ${waitWords(ms)}.`;

/** Tells of waits and counts them down. `who`: at the beginning of a sentence. */
export const telling = ({ onProgress }: PatientServices, who: string): Pick<Patience, 'onWait' | 'onTick'> => ({
  onWait: (ms, isAsked) => onProgress?.(waitSentence(who, ms, isAsked)),
  onTick: (ms, isAsked) => onProgress?.(waitSentence(who, ms, isAsked), ms),
});

/** The clock of this machine. */
export const systemClock: Pick<PatientServices, 'wait'> = {
  // Waiting ends early when the reading is cancelled; the next try then says so. A timer takes no more than 24 days.
  wait: async (ms, signal, onTick) => {
    const untilMs = performance.now() + ms;
    for (let leftMs = ms; leftMs > 0; leftMs = untilMs - performance.now()) {
      if (signal?.aborted === true) return;
      if (leftMs < ms) onTick?.(leftMs);
      const step = Math.min(leftMs, tickMs);
      await sleep(step, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  },
};

/** All waits for one answer together: whoever has to wait for longer asks again then. */
export const longestInAllMs = 2 * 3_600_000;

/** Why a wait is not begun; null: it is within what is waited in all. */
export function tooLong(who: string, waitMs: number, waitedMs: number, nowMs: number): Result<never> | null {
  if (waitedMs + waitMs <= longestInAllMs) return null;
  const before = waitedMs === 0 ? '' : ` after ${waitWords(waitedMs)} of waiting`;
  const message = `${who} asks to wait ${waitWords(waitMs)}${before}; the bench waits ${waitWords(longestInAllMs)} in all.`;
  const at = new Date(nowMs + waitMs);
  const when = Number.isNaN(at.getTime()) ? 'later' : `after ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return failed(message, `Ask again ${when}, or ask for fewer days.`);
}

const tickMs = 1000;

export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** How long one question is tried, and how it is said when that was not enough. */
export interface Patience {
  readonly mostTries: number;
  /** The longest silence of the service. */
  readonly silenceMs: number;
  /** Who is asked, at the beginning of a sentence. */
  readonly who: string;
  /** What to do when it stays busy or failing. */
  readonly later: string;
  /** How long the service asks to wait, as `Retry-After` says it; null: it does not say. */
  readonly retryAfter: (headers: Headers) => string | null;
  readonly cancelled: () => Result<never>;
  /** Hears of each wait before it begins. `isAsked`: the service asks for it. */
  readonly onWait?: (ms: number, isAsked: boolean) => void;
  /** Hears while it waits how long is left. */
  readonly onTick?: (leftMs: number, isAsked: boolean) => void;
}

/** Who cannot be reached, or answers what cannot be used. */
export const failed = (message: string, nextStep: string, facts: Record<string, string> = {}): Result<never> =>
  refuse(benchError('unreachable', message, { nextStep, facts }));

/** What is wrong with a question, before anybody is asked. */
export const bad = (message: string, nextStep: string): Result<never> =>
  refuse(benchError('invalid-argument', message, { nextStep }));

const busyOrFailing = (status: number): boolean => status === 429 || status >= 500;

/**
 * Asks one thing, again while the service is busy or failing, waiting as it asks to be waited for. Any other status is an answer.
 * @param questionOf makes the question of each try: a token may have to be renewed in between
 */
export async function askPatiently(
  address: URL,
  questionOf: () => Promise<Result<{ question: Omit<HttpQuestion, 'signal' | 'silenceMs'> }>>,
  { http, signal, wait }: PatientServices,
  { mostTries, silenceMs, who, later, retryAfter, cancelled, onWait, onTick }: Patience,
): Promise<Result<{ answer: WholeAnswer }>> {
  const isCancelled = (): boolean => signal?.aborted === true;
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    if (isCancelled()) return cancelled();
    const made = await questionOf();
    if (!made.ok) return made;
    const answered = await http(address, { ...made.question, signal, silenceMs });
    const read = answered.ok ? await textOf(answered.answer) : answered;
    if (isCancelled()) return cancelled();
    if (!answered.ok) return answered;
    if (!read.ok) return read;
    const { status, headers } = answered.answer;
    if (!busyOrFailing(status)) return ok({ answer: { status, headers, text: read.text } });
    if (attempt === mostTries) {
      const why = status === 429 ? 'asks for fewer questions' : 'is failing';
      return failed(`${who} ${why} (HTTP ${status}), ${mostTries} times in a row.`, later, { status: String(status) });
    }
    const asked = retryAfter(headers);
    const waitMs = waitBeforeRetry(asked, attempt, Date.now());
    const refused = tooLong(who, waitMs, waitedMs, Date.now());
    if (refused !== null) return refused;
    const isAsked = asked !== null;
    onWait?.(waitMs, isAsked);
    await wait(waitMs, signal, (leftMs) => onTick?.(leftMs, isAsked));
    waitedMs += waitMs;
  }
}

/** The address that an answer of `host` names, when it is one of that very host: a token or a question goes to no other. */
export function onSameHost(link: string, host: string): URL | null {
  const address = URL.canParse(link) ? new URL(link) : null;
  return address?.host === host ? address : null;
}

/** What is read page by page, for the sentences. */
export interface PagedWords {
  /** `the costs`. */
  readonly what: string;
  /** `The costs at … never end`. */
  readonly neverEnd: (host: string) => string;
  readonly nextStep: string;
  /** More pages are a service that goes in circles. */
  readonly mostPages: number;
}

/** Reads page after page until one names no next. Refuses pages that lead back, never end, or lead to another host. */
export async function readPages(
  first: URL,
  { what, neverEnd, nextStep, mostPages }: PagedWords,
  readPage: (address: URL) => Promise<Result<{ next: string | null }>>,
): Promise<Result<{ pages: number }>> {
  const seen = new Set<string>();
  for (let address = first; ;) {
    const { host } = address;
    if (seen.has(address.href) || seen.size >= mostPages) {
      return failed(`${neverEnd(host)}: page ${seen.size + 1} leads back.`, nextStep);
    }
    seen.add(address.href);
    const page = await readPage(address);
    if (!page.ok) return page;
    if (page.next === null) return ok({ pages: seen.size });
    const next = onSameHost(page.next, host);
    if (next === null) {
      return failed(`Page ${seen.size} of ${what} leads away from ${host}, so it was not followed.`, nextStep);
    }
    address = next;
  }
}
