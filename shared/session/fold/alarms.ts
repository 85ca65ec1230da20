import { asString, atPath, isJsonObject, type JsonObject } from '../../kit/json.ts';
import { count as groups, plural, seconds } from '../../kit/numbers.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import { responseCount } from '../../usage/fields.ts';
import { problemWords, type UsageProblem } from '../../usage/problems.ts';
import type { BenchEvent, BenchEventOf } from '../bench-events.ts';
import type { LogEntry } from '../entry.ts';
import { durationText } from '../life.ts';
import { lostUsage } from '../open-work.ts';
import type { AlarmView, ItemView, ResponseView, SessionView } from '../view.ts';
import { cachedOf, farOff, heardBefore, missingSentence, sameTurn } from './alarm-evidence.ts';

/**
 * Every alarm and notice of the application, by what it looks at. A new one is one entry: an entry under an event is asked
 * whenever such an event has been folded in, one under a moment whenever the fold names that moment.
 */
const table = {
  server: {
    'input_audio_buffer.timeout_triggered': [
      {
        id: 'idle-timeout',
        level: 'notice',
        say: () => ({
          title: 'Idle timeout made a response',
          text: (count) =>
            `Nobody spoke for the set time, so the service committed silence and answered it${count === 1 ? '' : `, ${count} times so far`}. It is charged like any turn.`,
        }),
      },
    ],
    'conversation.item.input_audio_transcription.failed': [
      {
        id: 'transcription-failed',
        level: 'alarm',
        say: (_view, event) => ({ title: 'Transcription failed', text: reasonGiven(event) }),
      },
    ],
  },
  bench: {
    'bench.closed': [
      {
        id: 'usage-lost',
        level: 'alarm',
        say: (view, { openResponses, openTranscriptions }) => {
          const lost = lostUsage(view, openResponses, openTranscriptions);
          if (lost.length === 0) return null;
          return {
            title: 'Closed with usage outstanding',
            text: `${lost.join(' ')} What they used was never reported and may be billed all the same; the expected total counts an estimate.`,
          };
        },
      },
    ],
    'bench.input.lost': [
      {
        id: 'input-lost',
        level: 'alarm',
        say: (_view, { label, message }) => ({ title: microphoneTitles.lost(label), text: message }),
      },
    ],
    'bench.input.zeros': [
      {
        id: 'zeros',
        level: 'alarm',
        say: (_view, { label, forMs }) => ({
          title: microphoneTitles.zeros,
          text: `${label} has sent ${seconds(forMs)} in which every sample is 0, so nothing you say is heard. The usual causes: a mute switch on the device, the wrong input, or another program holding it.`,
        }),
      },
    ],
    'bench.input.cancelling': [
      {
        id: 'channels-cancel',
        level: 'alarm',
        say: (_view, { label, channels }) => ({
          title: `The ${channels === 2 ? 'two' : channels} channels cancel each other`,
          text: `${label} has a channel that is another one upside down, so their mean is next to silence and the voice is not heard. Choose one channel.`,
        }),
      },
    ],
    'bench.playback.stopped': [
      {
        id: 'answer-lost',
        level: 'notice',
        say: (_view, { why, playedMs, receivedMs }) =>
          why === 'lost' && playedMs < receivedMs
            ? {
                title: 'An answer was cut with its output',
                text: `The output, or the page it played in, went away after ${seconds(playedMs)} of ${seconds(receivedMs)} had been heard. The service was told so.`,
              }
            : null,
      },
    ],
    'bench.output.lost': [
      {
        id: 'output-lost',
        level: 'alarm',
        say: (_view, { label, message }) => ({ title: `${label} plays no more`, text: message }),
      },
    ],
    'bench.send.paused': [
      {
        id: 'send-paused',
        level: 'alarm',
        say: (_view, { droppedFrames, bufferedBytes }) => ({
          title: 'The connection is slower than your voice',
          text: `${groups(droppedFrames)} frames of 20 ms were not sent because ${groups(Math.round(bufferedBytes / 1024))} KB were still waiting.`,
        }),
      },
    ],
    'bench.self-interruption': [
      {
        id: 'self-interruption',
        level: 'alarm',
        say: (_view, { message }) => ({ title: 'The assistant may hear itself', text: message }),
      },
    ],
    'bench.error': [
      {
        id: 'bench-error',
        kind: ({ error }) => error.reason,
        level: 'alarm',
        say: (_view, { error }) => ({ title: error.message, text: error.nextStep ?? '' }),
      },
    ],
    'bench.repaired': [
      {
        id: 'repaired',
        level: 'notice',
        say: (_view, { message }) => ({ title: 'The record was repaired', text: message }),
      },
    ],
    'bench.slept': [
      {
        id: 'slept',
        level: 'notice',
        say: (_view, { forMs }) => ({
          title: `This computer slept for ${durationText(forMs)}`,
          text: 'Nothing was sent or received in that time, or the clock was set ahead. Whether the connection survived is being tried out.',
        }),
      },
    ],
    'bench.clock-set': [
      {
        id: 'clock-set',
        level: 'notice',
        say: (_view, { byMs }) => ({
          title: `The clock of this computer was set ${byMs > 0 ? 'ahead' : 'back'} by ${durationText(Math.abs(byMs))}`,
          text: 'Session time is not touched; times of day in the record before and after do not fit together.',
        }),
      },
    ],
    'bench.expiring': [
      {
        id: 'expiring',
        level: ({ leftMs }) => (leftMs <= 60_000 ? 'alarm' : 'notice'),
        say: (_view, { leftMs }) => ({
          title: `The service ends this session in ${durationText(leftMs)}`,
          text: 'Its longest time is then reached. Stop safely before that, or what is being answered then is lost with its usage.',
        }),
      },
    ],
    'bench.continued': [
      {
        id: 'continued',
        level: 'notice',
        say: (_view, { sessionId, items, losses }) => {
          const put =
            items === 0
              ? 'Nothing of its conversation was put back.'
              : `${groups(items)} of its items were put back as text.`;
          return { title: `This session continues ${sessionId}`, text: [put, ...losses].join(' ') };
        },
      },
    ],
  },
  moments: {
    'response created': [
      {
        id: 'nobody-asked',
        level: 'alarm',
        say: (view, response) => {
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
        },
      },
    ],
    'usage problem': [
      {
        id: 'usage-problem',
        kind: ({ problem }) => `usage-${problem.kind}`,
        level: ({ problem }) => problemWords[problem.kind].level,
        say: (_view, { name, problem }) => ({
          title: problemWords[problem.kind].title,
          text: (count) => `${count === 1 ? '' : `${count} so far, the last of `}${name}: ${problem.sentence}`,
        }),
      },
    ],
    'response done': [
      {
        id: 'response-failed',
        level: 'alarm',
        say: (_view, { status, number, error }) =>
          status === 'failed' ? { title: `R${number} failed`, text: error ?? noReason } : null,
      },
      {
        id: 'cached-on-first',
        level: 'alarm',
        say: (_view, response) => {
          const cached = responseCount(response.understood ?? {}, 'cached') ?? 0;
          if (response.number !== 1 || cached === 0) return null;
          return {
            title: 'Cached tokens on the first response',
            text: `${groups(cachedOf(response, 'audio'))} audio and ${groups(cachedOf(response, 'text'))} text. The same prompt and clip ran on this resource before; today is not isolated.`,
          };
        },
      },
      {
        id: 'usage-missing',
        level: 'notice',
        say: (_view, response) => {
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
        },
      },
    ],
    'estimate settled': [
      {
        id: 'estimate-far-off',
        level: 'notice',
        say: (_view, response) => {
          // Out of band the service splits text and audio in ways that no reading of the items makes: no evidence of anything.
          if (response.expected.evidence.input.unknown.includes('out of band')) return null;
          const off = farOff(response);
          if (off === null) return null;
          return {
            title: 'A report is far from what the conversation makes',
            text: (count) =>
              `R${response.number} reported ${groups(off.said)} tokens of ${off.name}, and the evidence makes ${groups(off.made)}${count === 1 ? '' : ` (${groups(count)} such responses so far)`}. Either the service read something the bench did not see, or it counts otherwise.`,
          };
        },
      },
    ],
    'transcription done': [
      {
        id: 'transcription-apart',
        level: 'notice',
        say: (view, item) => {
          const { transcription } = item;
          if (transcription === null || heardBefore(view, transcription.model, item.id)) return null;
          const session = asString(view.effective?.['model']) ?? 'the session’s model';
          return {
            title: `Transcription by ${transcription.model} is charged apart`,
            text: `It has a price of its own and a meter of its own on the bill, beside those of ${session}. None of it is in the usage of a response.`,
          };
        },
      },
      {
        id: 'transcription-usage-missing',
        level: 'notice',
        say: (_view, item) => {
          const { transcription } = item;
          if (
            transcription === null ||
            transcription.status !== 'completed' ||
            transcription.expected.basis !== 'if billed'
          )
            return null;
          const how = transcription.usage === null ? 'None came' : 'Every field was zero';
          return {
            title: 'Transcription usage not reported',
            text: (count) =>
              `${how} with the transcript of ${item.id}${count === 1 ? '' : ` (${plural(count, 'transcript')} so far)`}. The expected total shows what it would come to, apart.`,
          };
        },
      },
    ],
    'service error': [
      {
        id: 'service-error',
        kind: ({ code }) => code,
        level: 'alarm',
        say: (_view, { code, message }) => ({ title: `The service answered ${code}`, text: message }),
      },
    ],
    'budget reported': [
      {
        id: 'budget-unpriced',
        level: 'notice',
        say: (_view, { was, now, limit }) =>
          now.unpriced.length === 0 || was?.unpriced.join() === now.unpriced.join()
            ? null
            : {
                title: 'The budget does not see everything',
                text: `There is no price for ${now.unpriced.join(', ')}, so the session may be nearer to its limit of ${amount(limit, now)} than the expected total says. Choose the model behind the deployment, or set a budget in tokens.`,
              },
      },
      {
        id: 'budget-warning',
        level: 'notice',
        say: (_view, { was, now, limit }) =>
          now.state !== 'warning' || was?.state === 'warning'
            ? null
            : {
                title: `${Math.round(now.warnAt * 100)} % of the budget is used`,
                text: `${usedOf(limit, now)}${now.stop ? ' It is closed when it reaches the limit.' : ''}`,
              },
      },
      {
        id: 'budget-reached',
        level: 'alarm',
        say: (_view, { was, now, limit }) =>
          now.state !== 'reached' || was?.state === 'reached'
            ? null
            : {
                title: 'The budget is used up',
                text: `${usedOf(limit, now)} ${now.stop ? 'It is being closed; what is still running may report until then.' : 'It goes on, as was chosen.'}`,
              },
      },
    ],
    'entry left out': [
      {
        id: 'left-out',
        level: 'alarm',
        say: (_view, { seq, from, event }) => {
          const type = isJsonObject(event) ? asString(event['type']) : undefined;
          const what = type === undefined ? '' : `, ${visibleLine(type.slice(0, 60))}`;
          return {
            title: 'An entry of the record could not be understood',
            text: `Entry ${seq}${what}, ${saidBy[from]}, stands in the record as it came. Nothing of it is in what is shown or summed up.`,
          };
        },
      },
    ],
    'record read': [
      {
        id: 'record-gap',
        level: 'alarm',
        say: (view) => {
          const text = missingSentence(view);
          return text === null ? null : { title: 'The record has gaps', text };
        },
      },
    ],
  },
} as const satisfies AlarmTable;

/** The table as the fold asks it. */
export const alarms: AlarmTable = table;

type IdsOf<Group> = {
  [Key in keyof Group]: Group[Key] extends readonly { readonly id: infer Id }[] ? Id : never;
}[keyof Group];

/** The kinds of alarm by their ids. Two rows and all of `usage-problem` bring kinds from outside: codes, reasons, kinds of problems. */
export type AlarmId = IdsOf<typeof table.server> | IdsOf<typeof table.bench> | IdsOf<typeof table.moments>;

/** What an alarm says. Of the same kind and title there is one, counted: the title names the cause, the text the latest case. */
export interface Said {
  readonly title: string;
  /** As a function of how often it has been raised, this time included, where that is said. */
  readonly text: string | ((count: number) => string);
}

/** One entry of the table. */
export interface Alarm<About> {
  readonly id: string;
  /** Its kind in the view, where what it is about decides that; left out: its id. */
  readonly kind?: (about: About) => string;
  readonly level: AlarmView['level'] | ((about: About) => AlarmView['level']);
  /** What to say; null: nothing is wrong. `view`: as the event or moment has left it. */
  readonly say: (view: SessionView, about: About) => Said | null;
}

type Budget = BenchEventOf<'bench.budget'>;

/** Moments that are no event as it came, but what the fold finds in one; with what an alarm is told of it. */
export interface Moments {
  /** A response was created, and not only told again. */
  readonly 'response created': ResponseView;
  /** A response ended, for the first time. */
  readonly 'response done': ResponseView;
  /** Report and every count are in, so estimate and report can be held against each other. */
  readonly 'estimate settled': ResponseView;
  readonly 'transcription done': ItemView;
  /** One thing that is wrong with a report; `name`: of what it reports. */
  readonly 'usage problem': { readonly name: string; readonly problem: UsageProblem };
  /** The service answered with an error that belongs to no update of the options. */
  readonly 'service error': { readonly code: string; readonly message: string };
  /** The engine said where the session stands with its budget; `was`: as it was known before. */
  readonly 'budget reported': { readonly was: SessionView['budget']; readonly now: Budget; readonly limit: string };
  /** Nothing could be made of an entry. */
  readonly 'entry left out': LogEntry;
  /** A whole record has been read. */
  readonly 'record read': null;
}

interface AlarmTable {
  readonly server: Readonly<Record<string, readonly Alarm<JsonObject>[]>>;
  readonly bench: { readonly [Type in BenchEvent['type']]?: readonly Alarm<BenchEventOf<Type>>[] };
  readonly moments: { readonly [Moment in keyof Moments]: readonly Alarm<Moments[Moment]>[] };
}

/** What is said of a microphone that fails, here and in the window. */
export const microphoneTitles = {
  zeros: 'The microphone delivers only zeros',
  lost: (label: string): string => `${label} is gone`,
} as const;

export const noReason = 'The service gave no reason.';

/** Why the service says that something failed. */
export const reasonGiven = (event: JsonObject): string =>
  asString(atPath(event, 'error.message')) ?? asString(atPath(event, 'error.code')) ?? noReason;

const saidBy = { client: 'sent by the bench', server: 'from the service', bench: 'of the bench itself' } as const;

const amount = (value: string, { unit, currency }: Budget): string =>
  unit === 'tokens' ? `${value} tokens` : `${currency ?? ''} ${value}`.trim();

const usedOf = (limit: string, budget: Budget): string =>
  `The session may have used up to ${amount(budget.expected, budget)} of ${amount(limit, budget)}.`;
