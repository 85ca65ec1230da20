import { plural } from '../../kit/numbers.ts';
import {
  cachedNames,
  fieldLabel,
  type Modality,
  type ResponseCount,
  responseCount,
  responsePath,
} from '../../usage/fields.ts';
import { at, findLastIndex, values } from '../../kit/chunk-list.ts';
import { asString } from '../../kit/json.ts';
import type { AlarmView, ItemView, ResponseView, SessionView } from '../view.ts';

/** Something that has just happened and that a rule may find worth a word. */
export type UsageMoment =
  | { readonly at: 'response created'; readonly response: ResponseView }
  | { readonly at: 'response done'; readonly response: ResponseView }
  /** Report and every count are in, so estimate and report can be held against each other. */
  | { readonly at: 'estimate settled'; readonly response: ResponseView }
  | { readonly at: 'transcription done'; readonly item: ItemView }
  | { readonly at: 'idle timeout' }
  /** `lost`: what will never report, in whole sentences. */
  | { readonly at: 'closed'; readonly lost: readonly string[] };

type MomentOf<At extends UsageMoment['at']> = Extract<UsageMoment, { at: At }>;

/** What an alarm says. Of the same kind and title there is one, counted: the title names the cause, the text the latest case. */
export interface Said {
  readonly title: string;
  /** @param count how often it has been raised, this time included */
  readonly text: (count: number) => string;
}

interface Rule<At extends UsageMoment['at']> {
  readonly kind: string;
  readonly level: AlarmView['level'];
  readonly at: At;
  /** What to say; null: nothing is wrong. */
  readonly find: (view: SessionView, moment: MomentOf<At>) => Said | null;
}

const rule = <At extends UsageMoment['at']>(
  kind: string,
  level: AlarmView['level'],
  moment: At,
  find: Rule<At>['find'],
): Rule<At> => ({ kind, level, at: moment, find });

const cachedOf = (response: ResponseView, kind: Modality): number =>
  responseCount(response.understood ?? {}, cachedNames[kind]) ?? 0;

/** The response before this one, when both answer the same turn: nothing was committed or asked for in between. */
function sameTurn(view: SessionView, response: ResponseView): ResponseView | null {
  const before = at(view.responses, response.number - 2);
  if (before === undefined) return null;
  const newTurn = findLastIndex(view.items, ({ role, addedSeq }) => role === 'user' && addedSeq > before.createdSeq);
  return newTurn < 0 ? before : null;
}

const estimated = ['audioIn', 'textIn', 'audioOut', 'textOut'] as const satisfies readonly ResponseCount[];

/** An estimate is far off when it misses the report by more than a tenth, and by more than a few words. */
const farOffShare = 0.1;
const farOffTokens = 32;

function farOff({ understood: usage, expected }: ResponseView): { name: string; made: number; said: number } | null {
  const { error, estimate } = expected;
  if (error === null || usage === null) return null;
  const reported = estimated.reduce((sum, name) => sum + (responseCount(usage, name) ?? 0), 0);
  // Where no rule is known the estimate says itself how far off it may be.
  const { ruleWidth } = expected;
  const off = estimated.reduce((sum, name) => sum + Math.max(0, Math.abs(error[name]) - ruleWidth[name]), 0);
  if (off <= farOffTokens || off <= reported * farOffShare) return null;
  const [worst] = estimated.toSorted((one, other) => Math.abs(error[other]) - Math.abs(error[one]));
  if (worst === undefined) return null;
  const made = responseCount(estimate, worst) ?? 0;
  const name = fieldLabel('response', responsePath(worst)).toLowerCase();
  return { name, made, said: made - error[worst] };
}

const heardBefore = (view: SessionView, model: string, itemId: string): boolean =>
  [...values(view.items)].some(
    ({ id, transcription }) => id !== itemId && transcription?.model === model && transcription.status === 'completed',
  );

/** Every word of warning that usage can cause. A new one is one entry. */
const rules = [
  rule('cached-on-first', 'alarm', 'response done', (_view, { response }) => {
    const cached = responseCount(response.understood ?? {}, 'cached') ?? 0;
    if (response.number !== 1 || cached === 0) return null;
    return {
      title: 'Cached tokens on the first response',
      text: () =>
        `${cachedOf(response, 'audio')} audio and ${cachedOf(response, 'text')} text. The same prompt and clip ran on this resource before; today is not isolated.`,
    };
  }),
  rule('usage-missing', 'notice', 'response done', (_view, { response }) => {
    const { usage, status, number, expected } = response;
    // A response that failed has an alarm of its own.
    if (status === 'failed' || expected.basis !== 'if billed') return null;
    // Cancelled before it began an item: nothing is counted then, so nothing is missing.
    if (responseCount(expected.estimate, 'total') === 0) return null;
    const how = usage === null || usage === undefined ? 'no usage' : 'every field zero';
    return {
      title: 'Responses without usage',
      text: (count) =>
        `${count === 1 ? '' : `${plural(count, 'response')} so far, the last `}R${number}, ended as ${status} with ${how}. It may be billed all the same; the expected total shows what it would come to, apart.`,
    };
  }),
  rule('nobody-asked', 'alarm', 'response created', (view, { response }) => {
    if (response.cause.kind !== 'nobody') return null;
    const first = sameTurn(view, response);
    if (first === null) {
      return {
        title: 'A response nobody asked for',
        text: (count) =>
          `R${response.number} began with no commit and no response.create waiting for it${count === 1 ? '' : ` (${count} so far)`}. It reads the whole conversation again and is charged like any other.`,
      };
    }
    return {
      title: 'Two responses to one turn',
      text: (count) =>
        `R${response.number} began after R${first.number} with no commit and no response.create in between${count === 1 ? '' : ` (${count} such so far)`}. It reads the whole conversation again, the answer before it included, and is charged like any other.`,
    };
  }),
  rule('estimate-far-off', 'notice', 'estimate settled', (_view, { response }) => {
    // Out of band the service splits text and audio in ways that no reading of the items makes: no evidence of anything.
    if (response.expected.evidence.input.unknown.includes('out of band')) return null;
    const off = farOff(response);
    if (off === null) return null;
    return {
      title: 'A report is far from what the conversation makes',
      text: (count) =>
        `R${response.number} reported ${off.said} tokens of ${off.name}, and the evidence makes ${off.made}${count === 1 ? '' : ` (${count} such responses so far)`}. Either the service read something the bench did not see, or it counts otherwise.`,
    };
  }),
  rule('transcription-apart', 'notice', 'transcription done', (view, { item }) => {
    const { transcription } = item;
    if (transcription === null || heardBefore(view, transcription.model, item.id)) return null;
    const session = asString(view.effective?.['model']) ?? 'the session’s model';
    return {
      title: `Transcription by ${transcription.model} is charged apart`,
      text: () =>
        `It has a price of its own and a meter of its own on the bill, beside those of ${session}. None of it is in the usage of a response.`,
    };
  }),
  rule('transcription-usage-missing', 'notice', 'transcription done', (_view, { item }) => {
    const { transcription } = item;
    if (transcription === null || transcription.status !== 'completed' || transcription.expected.basis !== 'if billed')
      return null;
    const how = transcription.usage === null ? 'None came' : 'Every field was zero';
    return {
      title: 'Transcription usage not reported',
      text: (count) =>
        `${how} with the transcript of ${item.id}${count === 1 ? '' : ` (${plural(count, 'transcript')} so far)`}. The expected total shows what it would come to, apart.`,
    };
  }),
  rule('idle-timeout', 'notice', 'idle timeout', () => ({
    title: 'Idle timeout made a response',
    text: (count) =>
      `Nobody spoke for the set time, so the service committed silence and answered it${count === 1 ? '' : `, ${count} times so far`}. It is charged like any turn.`,
  })),
  rule('usage-lost', 'alarm', 'closed', (_view, { lost }) =>
    lost.length === 0
      ? null
      : {
          title: 'Closed with usage outstanding',
          text: () =>
            `${lost.join(' ')} What they used was never reported and may be billed all the same; the expected total counts an estimate.`,
        },
  ),
] as const;

/** What the table has to say about a moment. */
export function alarmsAt(
  view: SessionView,
  moment: UsageMoment,
): readonly (Said & { kind: string; level: AlarmView['level'] })[] {
  return rules.flatMap(({ kind, level, at: when, find }) => {
    if (when !== moment.at) return [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The moment is the one the rule is for: its `at` was compared just now.
    const said = (find as (view: SessionView, moment: UsageMoment) => Said | null)(view, moment);
    return said === null ? [] : [{ kind, level, ...said }];
  });
}
