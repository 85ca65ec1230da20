import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { asArray, asNumber, asString, atPath, type Json, parseJson } from '../../../../shared/kit/json.ts';
import { diskError, isDiskError } from '../../data/disk-errors.ts';
import { textOf, waitBeforeRetry } from '../../net/http.ts';
import { cancelled, type FetchedCosts, isSafe, later, saidIn, silenceMs } from '../net/cost-service.ts';
import { bad, failed, onSameHost, tooLong, type WholeAnswer } from '../net/patient-client.ts';
import {
  askCostManagement,
  costAddress,
  type CostRequest,
  type CostServices,
  dayCount,
  fetchedSource,
  noCosts,
  retryAfter,
} from './cost-management.ts';
import { count, waitWords } from '../../../../shared/kit/numbers.ts';

const apiVersion = '2022-05-01';
/** At most a month a report. */
const mostDays = 31;
/** A report of a month takes minutes; after this many looks it is given up. */
const mostLooks = 240;

interface Blob {
  readonly link: URL;
  readonly bytes: number | null;
}

/** The parts of a finished report, or why there are none. */
function blobsOf(body: Json | undefined): Result<{ blobs: readonly Blob[] }> {
  const blobs = asArray(atPath(body ?? null, 'manifest.blobs')).flatMap((blob): Blob[] => {
    const link = asString(atPath(blob, 'blobLink')) ?? '';
    return URL.canParse(link) ? [{ link: new URL(link), bytes: asNumber(atPath(blob, 'byteCount')) ?? null }] : [];
  });
  const promised = asNumber(atPath(body ?? null, 'manifest.blobCount')) ?? blobs.length;
  if (blobs.length === 0 || promised !== blobs.length || blobs.some(({ link }) => !isSafe(link))) {
    return failed('The report of costs is finished, and its list of files cannot be read.', later);
  }
  return ok({ blobs });
}

const making = (leftMs: number): string =>
  `Azure is making the report of costs. The next look is in ${waitWords(leftMs)}.`;

/** Looks at a report being made until it is done. `accepted` is the answer that said so. */
async function finished(
  accepted: WholeAnswer,
  host: string,
  services: CostServices,
): Promise<Result<{ body: Json | undefined }>> {
  let answer = accepted;
  // The token goes to the host that was asked and to no other.
  const location = onSameHost(accepted.headers.get('location') ?? '', host);
  let waitedMs = 0;
  for (let look = 1; answer.status === 202; look += 1) {
    if (location === null) return failed(`${host} does not say where the report of costs will be.`, later);
    if (look > mostLooks) return failed('The report of costs was not finished in time.', later);
    const waitMs = waitBeforeRetry(retryAfter(answer.headers), 1, Date.now());
    const refused = tooLong('Azure', waitMs, waitedMs, Date.now());
    if (refused !== null) return refused;
    services.onProgress?.(making(waitMs));
    await services.wait(waitMs, services.signal, (leftMs) => services.onProgress?.(making(leftMs), leftMs));
    waitedMs += waitMs;
    const answered = await askCostManagement(location, { method: 'GET' }, services);
    if (!answered.ok) return answered;
    answer = answered.answer;
  }
  return ok({ body: answer.status === 204 ? { status: 'NoDataFound' } : parseJson(answer.text) });
}

/** Brings one part onto disk. Its address is signed, so it is sent no token and stands in no error; a token that it holds is not kept. */
async function download({ link, bytes }: Blob, file: string, services: CostServices): Promise<Result> {
  const { http, signal } = services;
  const token = await services.getToken();
  if (!token.ok) return token;
  const answered = await http(link, { signal, silenceMs, secrets: [token.token] });
  if (!answered.ok) return signal?.aborted === true ? cancelled() : answered;
  const { answer } = answered;
  if (answer.status !== 200) {
    await textOf(answer);
    return failed(
      `A part of the report of costs could not be downloaded (HTTP ${answer.status}).`,
      'Ask for the report again: its links expire.',
    );
  }
  try {
    let received = 0;
    const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        received += chunk.length;
        yield chunk;
      }
    };
    await pipeline(answer.body, counted, createWriteStream(file, { mode: 0o600 }));
    return bytes === null || received === bytes
      ? ok({})
      : failed(
          `A part of the report of costs has ${count(received)} bytes where ${count(bytes)} were promised.`,
          'Ask for the report again.',
        );
  } catch (error) {
    if (signal?.aborted === true) return cancelled();
    return refuse(isDiskError(error) ? diskError(error, 'what was fetched', file) : answer.explain(error));
  }
}

/**
 * Orders a Cost Details report, waits until it is made and brings its parts onto disk, whole or not at all. For Enterprise and
 * Customer Agreements; at most a month.
 */
export async function costDetails(
  request: CostRequest,
  folder: string,
  services: CostServices,
): Promise<Result<FetchedCosts>> {
  const first = costAddress(request, 'generateCostDetailsReport', apiVersion);
  if (!first.ok) return first;
  if (dayCount(request.from, request.to) > mostDays) {
    return bad(
      `A report of costs holds at most a month; ${request.from} to ${request.to} is longer.`,
      'Ask for one month at a time.',
    );
  }
  const order = JSON.stringify({ metric: 'ActualCost', timePeriod: { start: request.from, end: request.to } });
  const answered = await askCostManagement(first.address, { method: 'POST', body: order }, services);
  if (!answered.ok) return answered;
  const done = await finished(answered.answer, first.address.host, services);
  if (!done.ok) return done;
  const status = asString(atPath(done.body ?? null, 'status')) ?? '';
  if (status === 'NoDataFound') {
    return refuse(noCosts(request));
  }
  if (status !== 'Completed') {
    return failed(`Azure did not make the report of costs: ${saidIn(done.body) ?? 'it gave no reason'}.`, later);
  }
  const list = blobsOf(done.body);
  if (!list.ok) return list;
  const files: string[] = [];
  for (const [index, blob] of list.blobs.entries()) {
    const file = join(folder, `part_0_${String(index + 1).padStart(4, '0')}.csv`);
    files.push(file);
    services.onProgress?.(`Part ${index + 1} of ${list.blobs.length} is coming.`);
    const brought = await download(blob, file, services);
    if (!brought.ok) {
      for (const one of files) await rm(one, { force: true });
      return brought;
    }
  }
  return ok({ source: fetchedSource('Cost Details API', request, files, null) });
}
