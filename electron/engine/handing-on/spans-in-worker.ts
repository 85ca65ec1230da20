import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchError, codeOf, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { SessionGaps } from '../costs/export/take-sessions.ts';
import { diskError } from '../data/disk-errors.ts';
import { inWorker } from '../data/in-worker.ts';
import { type SpanOrder, spanRequests } from './otlp-requests.ts';

/** Sessions that become spans, and the folder that takes their requests, a file each. */
export interface SpanFilesOrder {
  readonly order: SpanOrder;
  readonly folder: string;
}

/** Requests that wait to be sent, in their order. */
export interface SpanFiles {
  readonly requests: readonly { readonly path: string; readonly spans: number }[];
  readonly sessions: number;
  readonly gaps: SessionGaps;
}

/** Writes the requests. Reads records whole, for seconds each: an engine has it done in a thread. */
export async function writeSpans({ order, folder }: SpanFilesOrder): Promise<Result<{ files: SpanFiles }>> {
  const requests: { path: string; spans: number }[] = [];
  try {
    const made = await spanRequests(order, async ({ body, spans }) => {
      const path = join(folder, `${requests.length}.json`);
      await writeFile(path, body, { flag: 'wx', mode: 0o600 });
      requests.push({ path, spans });
      return ok({});
    });
    if (!made.ok) return made;
    return ok({ files: { requests, sessions: made.sessions, gaps: made.gaps } });
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return refuse(diskError(error, 'the spans to send', folder));
  }
}

/** The same in a thread of its own. The thread's one message is its answer. */
export const spansInWorker = (
  order: SpanFilesOrder,
  script: string,
  signal: AbortSignal,
): Promise<Result<{ files: SpanFiles }>> =>
  inWorker<{ files: SpanFiles }>({
    script,
    order,
    signal,
    answerOf: (message) => message as Result<{ files: SpanFiles }>,
    died: (why) => benchError('engine', `The sessions could not be sent: ${why}.`, { nextStep: 'Try it again.' }),
    onCancel: () => benchError('refused', 'Nothing was sent: that was cancelled.'),
  });
