import { z } from 'zod';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { readJson } from '../../../shared/kit/json.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { addressFault } from '../../../shared/kit/untrusted/secrets-in-addresses.ts';
import { isLoopback } from '../../../shared/protocol/endpoints/address.ts';
import type { SessionGaps } from '../costs/export/take-sessions.ts';
import { type Http, textOf, waitBeforeRetry } from '../net/http.ts';
import { type SpanOrder, type SpanRequest, spanRequests } from './otlp-requests.ts';

/** Where spans are sent. */
export interface OtlpTarget {
  readonly to: URL;
  /** Values may be secrets: they stand in the request and nowhere else. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface OtlpOrder extends SpanOrder, OtlpTarget {}

export interface OtlpTally extends SessionGaps {
  readonly sessions: number;
  readonly spans: number;
  /** Spans that the receiver did not take. */
  readonly rejected: number;
  /** What the receiver said of these, in whole sentences. */
  readonly notes: readonly string[];
}

const badAddress = (why: string): Result<never> =>
  refuse(
    benchError('invalid-address', why, {
      nextStep: 'Give an address such as https://collector.example.com:4318; a key goes into a header.',
    }),
  );

/** Where spans are sent: https, or this machine. A bare address is that of a collector, whose traces have their own path. */
export function otlpAddress(text: string): Result<{ to: URL }> {
  if (!URL.canParse(text)) return badAddress(`${repeatable(text, 200)} is no address.`);
  const to = new URL(text);
  if (to.username !== '' || to.password !== '' || addressFault(text) !== null) {
    return badAddress('The address holds what may be a secret, so it is neither repeated nor asked.');
  }
  const isHere = to.protocol === 'http:' && isLoopback(to.hostname);
  if (to.protocol !== 'https:' && !isHere) {
    return badAddress(`${to.protocol}//${to.host} would be sent to unencrypted.`);
  }
  if (to.pathname === '' || to.pathname === '/') to.pathname = '/v1/traces';
  return ok({ to });
}

const answerSchema = z.object({
  partialSuccess: z
    .object({ rejectedSpans: z.coerce.number().int().min(0).default(0), errorMessage: z.string().default('') })
    .optional(),
});

const silenceMs = 30_000;
const mostTries = 4;
const longestWaitMs = 30_000;
/** What a receiver answers that is busy. */
const busy: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The parts of a header's value that must come back in no answer. */
const secretsIn = (headers: Readonly<Record<string, string>>): string[] =>
  Object.values(headers).flatMap((value) => [value, value.replace(/^[A-Za-z]+\s+/, '')]);

/** What carries requests to a receiver. */
export interface OtlpSender {
  readonly http: Http;
  /** Resolves after so long, or as soon as the signal says so. */
  readonly wait: (ms: number) => Promise<void>;
  /** Gives up. */
  readonly signal?: AbortSignal;
}

/** Sends one body, again where the receiver is busy. Nothing of an answer but through the gate of the question. */
async function post(
  { to, headers }: OtlpTarget,
  body: string,
  { http, wait, signal }: OtlpSender,
): Promise<Result<{ rejected: number; note: string | null }>> {
  for (let attempt = 1; ; attempt += 1) {
    const asked = await http(to, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      secrets: secretsIn(headers),
      signal,
      silenceMs,
    });
    if (!asked.ok) return asked;
    const { answer } = asked;
    const said = await textOf(answer);
    if (!said.ok) return said;
    if (answer.status >= 200 && answer.status < 300) {
      const read = readJson(said.text.trim() === '' ? '{}' : said.text);
      const partial = read.ok ? answerSchema.safeParse(read.value).data?.partialSuccess : undefined;
      const note = partial === undefined || partial.errorMessage === '' ? null : repeatable(partial.errorMessage, 300);
      return ok({ rejected: partial?.rejectedSpans ?? 0, note });
    }
    if (!busy.has(answer.status) || attempt === mostTries) {
      const hint =
        answer.status === 401 || answer.status === 403 ? 'Check the headers that let it in.' : 'Check the address.';
      return refuse(
        benchError(
          'refused',
          `${to.host} answered ${answer.status} to the spans: ${repeatable(said.text, 200) || 'nothing'}.`,
          {
            nextStep: hint,
            facts: { status: String(answer.status) },
          },
        ),
      );
    }
    await wait(Math.min(longestWaitMs, waitBeforeRetry(answer.headers.get('retry-after'), attempt, Date.now())));
  }
}

/** Requests on their way to a receiver, and what came of them. The first that is not taken ends it. */
export class OtlpDelivery {
  readonly #target: OtlpTarget;
  readonly #sender: OtlpSender;
  readonly #notes: string[] = [];
  #spans = 0;
  #rejected = 0;
  /** What ended it; null: nothing did. */
  failure: Extract<Result, { ok: false }> | null = null;

  constructor(target: OtlpTarget, sender: OtlpSender) {
    this.#target = target;
    this.#sender = sender;
  }

  /** Sends one, unless one before was not taken. */
  async take({ body, spans }: SpanRequest): Promise<void> {
    if (this.failure !== null) return;
    const sent = await post(this.#target, body, this.#sender);
    if (!sent.ok) {
      this.failure = sent;
      return;
    }
    this.#spans += spans;
    this.#rejected += sent.rejected;
    if (sent.note !== null) this.#notes.push(`The receiver says: ${sent.note}`);
  }

  /** What came of it. */
  tally({ sessions, gaps }: { readonly sessions: number; readonly gaps: SessionGaps }): Result<{ tally: OtlpTally }> {
    if (this.failure !== null) return this.failure;
    return ok({ tally: { sessions, spans: this.#spans, rejected: this.#rejected, notes: this.#notes, ...gaps } });
  }
}

/** Sends sessions as spans to a receiver of OTLP, a request a session. The first that is not taken ends it. */
export async function sendOtlp(order: OtlpOrder, sender: OtlpSender): Promise<Result<{ tally: OtlpTally }>> {
  const delivery = new OtlpDelivery(order, sender);
  const taken = await spanRequests(order, async (request) => {
    await delivery.take(request);
    return ok({});
  });
  return taken.ok ? delivery.tally(taken) : taken;
}
