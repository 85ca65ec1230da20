import { redactionWords } from '../record-state.ts';
import { asString, atPath, isJsonObject } from '../../kit/json.ts';
import { count as groups, plural } from '../../kit/numbers.ts';
import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import { responseCount } from '../../usage/fields.ts';
import { problemWords } from '../../usage/problems.ts';
import { durationText } from '../life.ts';
import { createItem } from '../../protocol/client-events.ts';
import { approvalResponse } from '../../protocol/conversation-items.ts';
import { errorTold, failureOf, failureText, noReason } from '../failure.ts';
import { lostUsage } from '../open-work.ts';
import { mcpTitle } from '../mcp.ts';
import { transcriptionFailureText } from '../transcription-failures.ts';
import { leastWaitMs, turnName, unansweredSentences } from '../unanswered.ts';
import { statusWord } from '../view.ts';
import {
  cachedOf,
  cacheLost,
  farOff,
  heardBefore,
  incompleteText,
  lacksAudio,
  sameTurn,
  silentText,
} from './alarm-evidence.ts';
import type { AlarmTable } from './alarm-terms.ts';
import { budgetAlarms } from './budget-alarms.ts';
import { dialectAlarms } from './dialect-alarms.ts';
import { soundAlarms } from './sound-alarms.ts';

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
  },
  bench: {
    'bench.closed': [
      {
        id: 'unanswered',
        level: 'alarm',
        say: (view) => {
          const sentences = unansweredSentences(view, leastWaitMs(view));
          return sentences.length === 0 ? null : { title: 'Never answered', text: sentences.join(' ') };
        },
      },
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
    ...soundAlarms,
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
    ...dialectAlarms.bench,
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
        say: (_view, { status, number, failure }) =>
          status === 'failed'
            ? { title: `R${number} failed`, text: failure === null ? noReason : failureText(failure) }
            : null,
      },
      {
        id: 'response-ended-otherwise',
        level: 'alarm',
        say: (_view, response) => {
          const { status, number, failure } = response;
          if (status !== 'other') return null;
          const why = failure === null ? '' : ` ${failureText(failure)}`;
          return {
            title: `R${number} ended as ${statusWord(response)}`,
            text: `The protocol has no such end of a response, so whether it is whole is not known.${why}`,
          };
        },
      },
      {
        id: 'response-incomplete',
        level: 'notice',
        say: (_view, { status, number, statusReason }) =>
          status === 'incomplete' ? { title: `R${number} is incomplete`, text: incompleteText(statusReason) } : null,
      },
      {
        id: 'answer-without-audio',
        level: 'alarm',
        say: (view, response) =>
          lacksAudio(view, response)
            ? {
                title: 'An answer without audio',
                text: silentText(response),
              }
            : null,
      },
      {
        id: 'cache-lost',
        level: 'alarm',
        say: (view, response) => {
          const lost = cacheLost(view, response);
          if (lost === null) return null;
          return {
            title: `Cache lost at R${response.number}`,
            text: `R${response.number} reported ${groups(lost.said)} cached tokens, and ${groups(lost.made)} of what it read stood unchanged in the conversation before. What was not cached costs its full price.`,
          };
        },
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
              `${count === 1 ? '' : `${plural(count, 'response')} so far, the last `}R${number}, ended as ${statusWord(response)} with ${how}. It may be billed all the same; the expected total shows what it would come to, apart.`,
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
    'transcription failed': [
      {
        id: 'transcription-failed',
        level: 'alarm',
        say: (_view, { failure }) => ({ title: 'Transcription failed', text: transcriptionFailureText(failure) }),
      },
    ],
    'turn committed': [
      {
        id: 'turn-without-speech',
        level: 'notice',
        say: (view, { itemId, isHeard, isIdle }) => {
          const detection = asString(atPath(view.effective ?? {}, 'audio.input.turn_detection.type'));
          if (isHeard || isIdle || detection === undefined || view.input.commitAskedMs !== null) return null;
          return {
            title: 'A turn without the word that speech began',
            text: (count) =>
              `${turnName(view, { itemId, t: view.t })}, was committed by ${detection} and no input_audio_buffer.speech_started came before it${count === 1 ? '' : ` (${count} so far)`}. So nothing tells when you began, and speaking cannot interrupt an answer. Semantic VAD does this on some Azure deployments.`,
          };
        },
      },
    ],
    'mcp changed': [
      {
        id: 'mcp-failed',
        level: 'alarm',
        say: (_view, one) =>
          one.state === 'failed'
            ? {
                title: `${mcpTitle({ ...one, arguments: '' })} failed`,
                text: failureText(one.failure ?? failureOf(undefined)),
              }
            : null,
      },
      {
        id: 'mcp-approval',
        level: 'notice',
        say: (_view, one) =>
          one.state === 'waiting'
            ? {
                title: `${mcpTitle({ ...one, arguments: '' })} waits for approval`,
                text: `The service calls it once you approve, in the conversation or with the event ${JSON.stringify(createItem(approvalResponse(one.itemId, true)))}.`,
              }
            : null,
      },
    ],
    'session status': [
      {
        id: 'session-status',
        level: 'notice',
        say: (_view, { status }) =>
          ['active', 'in_progress', 'open'].includes(status)
            ? null
            : {
                title: `The service calls the session ${visibleLine(status.slice(0, 60))}`,
                text: 'That is its own word for where the session stands.',
              },
      },
    ],
    'sent again': [
      {
        id: 'sent-again',
        level: 'notice',
        say: (view, { what }) => ({
          title: 'The service sent something twice',
          text: (count) =>
            `Entry ${groups(view.seq)} repeats ${visibleLine(what.slice(0, 100))}${count === 1 ? '' : `; ${groups(count)} such entries so far`}. Nothing of it was counted again.`,
        }),
      },
    ],
    'event in binary': [
      {
        id: 'event-in-binary',
        level: 'notice',
        say: (_view, type) => ({
          title: 'Events come as binary frames',
          text: (count) =>
            `The protocol sends text. The JSON in them, ${visibleLine(type.slice(0, 60))} the last of ${groups(count)}, is read like any other event.`,
        }),
      },
    ],
    'service error': [
      {
        id: 'service-error',
        kind: ({ code, type }) => code ?? type ?? 'error',
        level: 'alarm',
        say: (_view, failure) => errorTold(failure),
      },
    ],
    ...dialectAlarms.moments,
    'budget reported': budgetAlarms,
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
    'record redacted': [
      {
        id: 'record-redacted',
        level: 'notice',
        say: (_view, redaction) => ({ title: 'The record holds no words', text: redactionWords[redaction] }),
      },
    ],
    'record read': [
      {
        id: 'record-damaged',
        kind: ({ kind }) => kind,
        level: 'alarm',
        say: (_view, { title, text }) => ({ title, text }),
      },
    ],
  },
} as const satisfies AlarmTable;

/** The table as the fold asks it. */
export const alarms: AlarmTable = table;

type IdsOf<Group> = {
  [Key in keyof Group]: Group[Key] extends readonly { readonly id: infer Id }[] ? Id : never;
}[keyof Group];

/** The kinds of alarm by their ids. Some rows and all of `usage-problem` bring kinds from outside: codes, reasons, kinds of problems. */
export type AlarmId = IdsOf<typeof table.server> | IdsOf<typeof table.bench> | IdsOf<typeof table.moments>;

const saidBy = { client: 'sent by the bench', server: 'from the service', bench: 'of the bench itself' } as const;
