import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { SecretOwner } from '../../../shared/protocol/endpoints/credential-id.ts';
import { diskError } from '../data/disk-errors.ts';
import type { Http } from '../net/http.ts';
import { readOtlpHeaders } from './otlp-headers.ts';
import type { SpanOrder } from './otlp-requests.ts';
import { OtlpDelivery, type OtlpTally } from './send-otlp.ts';
import { spansInWorker } from './spans-in-worker.ts';

export interface OtlpDeskParts {
  /** The built entry of the thread that makes spans. */
  readonly script: string;
  readonly http: Http;
  readonly secret: (owner: SecretOwner) => Promise<string | null>;
}

/** Resolves after so long, or when the signal says so. */
const waitOrStop = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });

/** Sends sessions to receivers of telemetry for a page: one order at a time, spans made in a thread, headers from the host's keys. */
export class OtlpDesk {
  readonly #parts: OtlpDeskParts;
  #sending: AbortController | null = null;

  constructor(parts: OtlpDeskParts) {
    this.#parts = parts;
  }

  /** @param to as `otlpAddress` gives it */
  async send(order: SpanOrder, to: URL): Promise<Result<{ tally: OtlpTally }>> {
    if (this.#sending !== null) {
      return refuse(
        benchError('refused', 'Sessions are being sent already.', { nextStep: 'Wait for them, or cancel that.' }),
      );
    }
    const sending = new AbortController();
    this.#sending = sending;
    try {
      return await this.#send(order, to, sending.signal);
    } finally {
      this.#sending = null;
    }
  }

  /** Gives up what is being sent. */
  stop(): void {
    this.#sending?.abort();
  }

  async #headers(to: URL): Promise<Result<{ headers: Readonly<Record<string, string>> }>> {
    const text = (await this.#parts.secret({ kind: 'otlp', url: to.href }))?.trim() ?? '';
    return text === '' ? ok({ headers: {} }) : readOtlpHeaders(text, `the headers kept for ${to.host}`);
  }

  async #send(order: SpanOrder, to: URL, signal: AbortSignal): Promise<Result<{ tally: OtlpTally }>> {
    const { script, http } = this.#parts;
    const headers = await this.#headers(to);
    if (!headers.ok) return headers;
    let folder = '';
    try {
      folder = await mkdtemp(join(tmpdir(), 'voxtally-spans-'));
      const made = await spansInWorker({ order, folder }, script, signal);
      if (!made.ok) return made;
      const { requests, ...taken } = made.files;
      const wait = (ms: number): Promise<void> => waitOrStop(ms, signal);
      const delivery = new OtlpDelivery({ to, headers: headers.headers }, { http, wait, signal });
      for (const { path, spans } of requests) await delivery.take({ body: await readFile(path, 'utf8'), spans });
      return delivery.tally(taken);
    } catch (error) {
      if (codeOf(error) === '') throw error;
      return refuse(diskError(error, 'the spans to send', folder === '' ? tmpdir() : folder));
    } finally {
      if (folder !== '') await rm(folder, { recursive: true, force: true });
    }
  }
}
