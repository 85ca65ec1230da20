import { meterKinds, type WholeTokens, type MeterKind } from '../../shared/billing/meter-kind.ts';
import { reconcile, type Reconciliation } from '../../shared/reconcile/reconcile.ts';
import { usageOfSession } from '../../shared/reconcile/evidence/session-evidence.ts';
import { isJsonObject, type Json } from '../../shared/kit/json.ts';
import { foldSession } from '../../shared/session/fold/fold.ts';
import { coverageOf, familyOf, hasReport, type Family } from './coverage.ts';
import type { SessionFact, UsageFact } from './facts.ts';
import { recordedLog, responseId, type Recorded } from './log.ts';

/** How cached tokens stand on the bill: on meters of their own, or on those of uncached ones. */
export const cachedWays = ['apart', 'folded'] as const;
export type CachedWay = (typeof cachedWays)[number];

/** A recorded session whose bill is known, and the response in it whose report was taken away. */
export interface HiddenCase {
  readonly session: string;
  readonly family: Family;
  /** Index of the response, from 0; null: nothing is hidden. */
  readonly hidden: number | null;
  readonly cached: CachedWay;
  readonly answer: Reconciliation;
}

const known = (count: number | null | undefined): count is number => typeof count === 'number';

/** The report says what each meter of a bill would hold. */
const isWhole = ({ inText, inAudio, outText, outAudio }: UsageFact): boolean =>
  known(inText) && known(inAudio) && known(outText) && known(outAudio);

/** Cached tokens by their kind; null: the report has their sum alone, and they may be of several. */
function cachedOf({ cached, cachedText, cachedAudio, inAudio, inText, inImage }: UsageFact): Amounts | null {
  if (known(cachedText) || known(cachedAudio)) return { audio: cachedAudio ?? 0, text: cachedText ?? 0 };
  if ((cached ?? 0) === 0) return { audio: 0, text: 0 };
  if ((inImage ?? 0) > 0) return null;
  if ((inAudio ?? 0) === 0) return { audio: 0, text: cached ?? 0 };
  return (inText ?? 0) === 0 ? { audio: cached ?? 0, text: 0 } : null;
}

interface Amounts {
  readonly audio: number;
  readonly text: number;
}

/** The bill of a session follows from its reports: they are whole, and where cached tokens stand apart their kinds are told. */
export const isBillKnown = ({ responses }: SessionFact, way: CachedWay): boolean =>
  responses.length > 0 &&
  responses.every(
    ({ usage }) =>
      usage === null || usage === undefined || (isWhole(usage) && (way === 'folded' || cachedOf(usage) !== null)),
  );

/** The true bill: everything that was reported. */
export function trueBill({ responses }: SessionFact, way: CachedWay): WholeTokens {
  const sums: Record<MeterKind, number> = {
    audio_in: 0,
    audio_cached: 0,
    audio_out: 0,
    text_in: 0,
    text_cached: 0,
    text_out: 0,
  };
  for (const { usage } of responses) {
    if (usage === null || usage === undefined) continue;
    const cached = (way === 'apart' ? cachedOf(usage) : null) ?? { audio: 0, text: 0 };
    sums.audio_in += (usage.inAudio ?? 0) - cached.audio;
    sums.audio_cached += cached.audio;
    sums.audio_out += usage.outAudio ?? 0;
    sums.text_in += (usage.inText ?? 0) - cached.text;
    sums.text_cached += cached.text;
    sums.text_out += usage.outText ?? 0;
  }
  return Object.fromEntries(meterKinds.map((meter) => [meter, sums[meter]]));
}

/** The event of a log without what the response used, if it is the end of that one. */
function withoutUsage(event: Json, id: string): Json {
  if (!isJsonObject(event) || event['type'] !== 'response.done') return event;
  const { response } = event;
  return isJsonObject(response) && response['id'] === id ? { ...event, response: { ...response, usage: null } } : event;
}

/** Tokens of an answer in text beside its words. */
const writtenFrame = 2;

/**
 * The session with the words of a response told, of which only the report is left: its deltas would have shown them. Only an
 * answer in text that is one item is as long as its report says.
 */
function wordsTold(session: SessionFact, hidden: number): SessionFact {
  const usage = session.responses[hidden]?.usage;
  const own = session.items.filter(({ fromResponse }) => fromResponse === hidden);
  const [only] = own;
  if (only === undefined || own.length > 1 || only.kind !== 'answer' || known(only.o200k)) return session;
  if (!known(usage?.outText) || (usage.outAudio ?? 0) > 0) return session;
  const told = { ...only, o200k: Math.max(0, usage.outText - (usage.reasoning ?? 0) - writtenFrame) };
  return { ...session, items: session.items.map((item) => (item === only ? told : item)) };
}

/** The log of a session in which one response never reported. Its other events stay. */
export function logWithout(session: SessionFact, hidden: number | null): Recorded {
  const { header, entries } = recordedLog(hidden === null ? session : wordsTold(session, hidden), 'visible');
  if (hidden === null) return { header, entries };
  const id = responseId(hidden);
  return { header, entries: entries.map((entry) => ({ ...entry, event: withoutUsage(entry.event, id) })) };
}

/** The responses whose input the rules can tell while they do not report it themselves. */
export function hideable(session: SessionFact): number[] {
  const { responses } = coverageOf(session, 'visible');
  return session.responses.flatMap((response, k) => (hasReport(response) && responses[k]?.input === true ? [k] : []));
}

/** Holds the true bill of a session against a log in which one response never reported. */
export function reconcileHidden(session: SessionFact, hidden: number | null, cached: CachedWay): HiddenCase {
  const { header, entries } = logWithout(session, hidden);
  const { turns, log } = usageOfSession(foldSession(header, entries));
  const family = familyOf(session);
  const service = (session.endpoint ?? '').startsWith('azure') ? 'azure' : 'openai';
  const answer = reconcile(turns, trueBill(session, cached), null, log, {
    counting: { family, service, certain: true },
  });
  return { session: session.id, family, hidden, cached, answer };
}

/** `right`: the hidden response is named and no other; `silent`: nothing untrue, and it is not named. */
export type HiddenVerdict = 'right' | 'silent' | 'false';

/** Numbers of the responses that the story standing first names, beside those that were reported. */
function namedFirst({ explanations }: Reconciliation): (number | null)[] {
  const further = explanations[0]?.inferences.filter(({ kind }) => kind === 'further') ?? [];
  return further.map(({ response }) => response);
}

/** What a finding is worth, where it is known which response never reported. */
export function verdictOf({ hidden, answer }: HiddenCase): HiddenVerdict {
  const { claim } = answer.finding;
  // Responses are numbered from 1.
  const number = hidden === null ? null : hidden + 1;
  switch (claim.kind) {
    case 'seen':
      return number !== null && claim.responses.length === 1 && claim.responses[0] === number ? 'right' : 'false';
    case 'seen among': {
      const holds = number !== null && claim.count === 1 && claim.responses.includes(number);
      return holds ? 'silent' : 'false';
    }
    case 'further': {
      // The log saw everything, so one more ran at most, and it is the hidden one.
      const named = namedFirst(answer);
      if (number === null || claim.atLeast > 1 || (claim.contexts ?? []).length > 1) return 'false';
      if (named.length === 1 && named[0] === number) return 'right';
      return claim.contexts === null ? 'silent' : 'false';
    }
    case 'as reported':
      return number === null ? 'right' : 'false';
    case 'as reported in part':
    case 'no bill':
    case 'ratio':
      return 'false';
    case 'undecided':
    case 'nothing fits': {
      const named = namedFirst(answer);
      if (number === null) return 'silent';
      return named.length === 1 && named[0] === number ? 'right' : 'silent';
    }
  }
}

/** Every session whose bill its reports make, each response hidden in turn whose input the rules can tell without it. */
export const hiddenCases = (sessions: readonly SessionFact[]): HiddenCase[] =>
  cachedWays.flatMap((way) =>
    sessions
      .filter((session) => isBillKnown(session, way))
      .flatMap((session) => hideable(session).map((k) => reconcileHidden(session, k, way))),
  );

/** The same sessions with nothing hidden. */
export const wholeCases = (sessions: readonly SessionFact[]): HiddenCase[] =>
  cachedWays.flatMap((way) =>
    sessions.filter((session) => isBillKnown(session, way)).map((session) => reconcileHidden(session, null, way)),
  );
