import type { IncomingMessage } from 'node:http';
import type { Gate } from './gate.ts';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/errors.ts';

/** More text than any service of the bench writes into one answer. */
const mostTextBytes = 64 * 1024 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The answer's bytes, once. Throws when they end early, which `explain` turns into words. */
  readonly body: AsyncIterable<Buffer>;
  explain(error: unknown): BenchError;
}

/** Thrown in the middle of an answer of which nothing more comes. */
export class Silence extends Error {
  readonly silenceMs: number;

  constructor(silenceMs: number) {
    super(`nothing more came within ${silenceMs / 1000} s`);
    this.silenceMs = silenceMs;
  }
}

function headersBehind(gate: Gate, response: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, headerValue(gate.text(one)));
  }
  return headers;
}

/** The mark of what is hidden is none of the letters that a header may have. */
const headerValue = (text: string): string => text.replaceAll(/[^\t -~\u0080-\u00ff]/g, '*');

async function* watched(response: IncomingMessage, signal: AbortSignal | undefined, silenceMs: number) {
  const stop = (): void => void response.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  const timer = setTimeout(() => response.destroy(new Silence(silenceMs)), silenceMs);
  try {
    for await (const chunk of response) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    response.destroy();
  }
}

/** An answer as it is handed on: nothing of it but through the gate. */
export const answerBehind = (
  gate: Gate,
  response: IncomingMessage,
  {
    signal,
    silenceMs,
    explain,
  }: { signal: AbortSignal | undefined; silenceMs: number; explain: HttpAnswer['explain'] },
): HttpAnswer => ({
  status: response.statusCode ?? 0,
  headers: headersBehind(gate, response),
  body: gate.body(watched(response, signal, silenceMs)),
  explain,
});

/** The whole answer as text. */
export async function textOf(answer: HttpAnswer): Promise<Result<{ text: string }>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of answer.body) {
      bytes += part.length;
      if (bytes > mostTextBytes) {
        return refuse(benchError('unreachable', 'The answer is larger than any that is expected, so it was not read.'));
      }
      parts.push(part);
    }
  } catch (error) {
    return refuse(answer.explain(error));
  }
  return ok({ text: Buffer.concat(parts).toString('utf8') });
}
