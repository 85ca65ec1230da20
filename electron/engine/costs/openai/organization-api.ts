import { dayAfter, instantMs, isDay } from '../../../../shared/kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../../../shared/kit/errors.ts';
import { asArray, asString, atPath, readJson } from '../../../../shared/kit/json.ts';
import { plural } from '../../../../shared/kit/numbers.ts';
import { repeated } from '../../../../shared/kit/untrusted/quoting.ts';
import { authHeaders } from '../../context/credentials.ts';
import { cancelled, isSafe, later, mostTries, refusedWith, silenceMs } from '../net/cost-service.ts';
import {
  askPatiently,
  bad,
  failed,
  type PagedWords,
  type PatientServices,
  readPages,
  telling,
  type WholeAnswer,
} from '../net/patient-client.ts';

/** What the client of OpenAI's administration API needs from outside. */
export interface OrganizationServices extends PatientServices {
  /** The admin key; null: there is none. It goes to that API alone and into no error. */
  readonly getKey: () => Promise<string | null>;
}

/** What is asked for: UTC days, both included, of one project or of the whole organization. */
export interface OrganizationRequest {
  readonly from: string;
  readonly to: string;
  /** A project's id; empty: every project. */
  readonly project: string;
  /** The address of the API. */
  readonly url: string;
}

/** One list that the API answers in pages of buckets, and how it is asked for. */
interface OrganizationList {
  readonly path: string;
  /** What it is, within a sentence. */
  readonly what: string;
  readonly bucketWidth: '1d' | '1h';
  readonly groupBy: readonly string[];
  /** Buckets a page: the API has a limit for each width. */
  readonly limit: number;
}

/** The lists that a bill and its witness are made of. Costs come by the day alone; usage is asked for by the hour. */
export const organizationLists = {
  costs: {
    path: 'costs',
    what: 'the costs',
    bucketWidth: '1d',
    groupBy: ['line_item', 'project_id'],
    limit: 31,
  },
  usage: {
    path: 'usage/completions',
    what: 'the usage',
    bucketWidth: '1h',
    groupBy: ['model', 'project_id'],
    limit: 168,
  },
  transcriptions: {
    path: 'usage/audio_transcriptions',
    what: 'the usage of transcription',
    bucketWidth: '1h',
    groupBy: ['model', 'project_id'],
    limit: 168,
  },
} as const satisfies Readonly<Record<string, OrganizationList>>;

const words = (what: string): PagedWords => ({
  what,
  neverEnd: (host) =>
    `${what.charAt(0).toUpperCase()}${what.slice(1)} at ${host} never ${what === 'the costs' ? 'end' : 'ends'}`,
  nextStep: 'Ask for fewer days, or export the costs in the dashboard and add the file.',
  // A year by the hour is 53 pages.
  mostPages: 200,
});

/** The instant at which a UTC day begins, in seconds since 1970. */
const secondsOf = (day: string): string => String((instantMs(day) ?? 0) / 1000);

/** The first page's address, or what is wrong with the question. */
function listAddress(
  { path, bucketWidth, groupBy, limit }: OrganizationList,
  { from, to, project, url }: OrganizationRequest,
): Result<{ address: URL }> {
  const wrong = [from, to].find((day) => !isDay(day));
  if (wrong !== undefined) return bad(`${repeated(wrong)} is no day of the calendar.`, 'Give UTC days as YYYY-MM-DD.');
  if (from > to) return bad(`${from} is after ${to}.`, 'Give the first day first.');
  if (project !== '' && !/^[\w-]{1,100}$/.test(project)) {
    return bad(`${repeated(project)} is not the id of a project.`, 'Give it as the dashboard has it: proj_…');
  }
  if (!URL.canParse(url) || !isSafe(new URL(url))) {
    return bad(`${repeated(url)} is not an address that a key may go to.`, 'Give one that begins with https://.');
  }
  const address = new URL(`/v1/organization/${path}`, url);
  address.searchParams.set('start_time', secondsOf(from));
  address.searchParams.set('end_time', secondsOf(dayAfter(to)));
  address.searchParams.set('bucket_width', bucketWidth);
  address.searchParams.set('limit', String(limit));
  for (const name of groupBy) address.searchParams.append('group_by', name);
  if (project !== '') address.searchParams.append('project_ids', project);
  return ok({ address });
}

const adminKeys =
  'An owner of the organization makes one in the dashboard, under Admin keys; it begins with sk-admin-.';

function refusalOf(host: string, what: string, answer: WholeAnswer): Result<never> {
  const { status } = answer;
  const { facts, said } = refusedWith(answer);
  switch (status) {
    case 401:
      return refuse(
        benchError('not-authorised', `${host} does not take the key for ${what}: that needs an admin key.${said}`, {
          nextStep: `A project's key may not read costs. ${adminKeys}`,
          facts,
        }),
      );
    case 403:
      return refuse(
        benchError('not-authorised', `The key may not read ${what} of this organization.${said}`, {
          nextStep: 'Give the admin key the permission to read usage (api.usage.read), or take one that has it.',
          facts,
        }),
      );
    default:
      return status < 400
        ? failed(
            `${host} points to another address (HTTP ${status}), which was not followed because the key would travel with it.`,
            'A proxy or the sign-in page of a network may stand in the way: check the network settings.',
            facts,
          )
        : failed(
            `${host} refused the question about ${what} (HTTP ${status}).${said}`,
            'Check the days and the project.',
            facts,
          );
  }
}

/** The headers of a question. Refuses where there is no key, and one that cannot be sent, without repeating it. */
async function keyHeaders(
  getKey: OrganizationServices['getKey'],
): Promise<Result<{ headers: Record<string, string> }>> {
  const key = (await getKey())?.trim() ?? '';
  if (key !== '') return authHeaders('bearer', key);
  return refuse(
    benchError('not-authorised', 'There is no admin key of OpenAI, so it was not asked.', {
      nextStep: `Store it where costs are fetched, or set OPENAI_ADMIN_KEY before the start of the command line tool. ${adminKeys}`,
    }),
  );
}

const proxyAnswered = 'A proxy may have answered in its place: check the network settings, then try again.';

/** What a page must hold to be one, and the cursor of the next. */
function readPage(text: string, host: string, what: string): Result<{ cursor: string | null; rows: number }> {
  const read = readJson(text);
  if (!read.ok) return failed(`What ${host} answered ${read.problem}.`, proxyAnswered);
  const buckets = atPath(read.value, 'data');
  if (!Array.isArray(buckets)) return failed(`What ${host} answered holds no page of ${what}.`, proxyAnswered);
  const rows = asArray(buckets).reduce<number>((sum, bucket) => sum + asArray(atPath(bucket, 'results')).length, 0);
  const next = asString(atPath(read.value, 'next_page')) ?? '';
  if (next === '' && atPath(read.value, 'has_more') === true) {
    return failed(`${host} says that there are more pages of ${what}, and names no next one.`, later);
  }
  return ok({ cursor: next === '' ? null : next, rows });
}

/** The pages of a list, each byte for byte as it was answered. Nothing is kept of a list that does not come to its end. */
export async function readOrganizationList(
  list: OrganizationList,
  request: OrganizationRequest,
  services: OrganizationServices,
): Promise<Result<{ pages: readonly string[]; rows: number }>> {
  const { what } = list;
  const first = listAddress(list, request);
  if (!first.ok) return first;
  const pages: string[] = [];
  let rows = 0;
  const read = await readPages(first.address, words(what), async (address) => {
    const { host } = address;
    const questionOf = async (): Promise<Result<{ question: { headers: Record<string, string> } }>> => {
      const made = await keyHeaders(services.getKey);
      return made.ok ? ok({ question: { headers: { accept: 'application/json', ...made.headers } } }) : made;
    };
    const answered = await askPatiently(address, questionOf, services, {
      mostTries,
      silenceMs,
      who: host,
      later,
      retryAfter: (headers) => headers.get('retry-after'),
      cancelled,
      ...telling(services, host),
    });
    if (!answered.ok) return answered;
    if (answered.answer.status >= 300) return refusalOf(host, what, answered.answer);
    const { text } = answered.answer;
    const page = readPage(text, host, what);
    if (!page.ok) return page;
    pages.push(text);
    rows += page.rows;
    services.onProgress?.(
      `${plural(rows, 'row')} of ${what} ${rows === 1 ? 'is' : 'are'} here, on ${plural(pages.length, 'page')}.`,
    );
    if (page.cursor === null) return ok({ next: null });
    const next = new URL(first.address);
    next.searchParams.set('page', page.cursor);
    return ok({ next: next.href });
  });
  return read.ok ? ok({ pages, rows }) : read;
}
