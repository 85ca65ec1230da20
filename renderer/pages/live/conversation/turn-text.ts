import { responseCount } from '../../../../shared/usage/fields.ts';
import { moneyWithin, shortMoney } from '../../../../shared/kit/money-format.ts';
import { mayBeBilled, type ResponseRow } from '../../../../shared/session/costs/response-costs.ts';
import { isReplayed } from '../../../../shared/session/reconnect.ts';
import { transcriptionFailureText } from '../../../../shared/session/transcription-failures.ts';
import {
  type BargeIn,
  type ItemView,
  type ResponseView,
  statusWord,
  type TranscriptionView,
  type TurnLatency,
} from '../../../../shared/session/view.ts';
import { isEmptyUsage } from '../../../../shared/usage/ledger.ts';
import { turnTokens } from '../../../../shared/usage/rules/rules.ts';
import { nothingWords } from '../../../../shared/usage/estimate-words.ts';
import { clockTime, seconds } from '../../../ui/format.ts';
import { count, plural } from '../../../../shared/kit/numbers.ts';

function transcriptOf(item: ItemView, latency: TurnLatency | undefined): string {
  const { transcription } = item;
  if (transcription === null) return 'not transcribed';
  switch (transcription.status) {
    case 'pending':
      return 'transcribing';
    case 'failed':
      return 'transcription failed';
    case 'lost':
      return 'transcript lost';
    case 'completed': {
      const waitedMs = latency?.transcriptMs ?? 0;
      return waitedMs > 0 ? `transcript in ${seconds(waitedMs)}` : 'transcribed';
    }
  }
}

/** What of a turn says why it has no words. */
export interface Wordless extends Pick<ItemView, 'images' | 'role'> {
  readonly transcription: Pick<TranscriptionView, 'status' | 'failure'> | null;
}

/** What stands in place of the words of a turn that has none. */
export function withoutWords({ images, role, transcription }: Wordless): string {
  if (images > 0) return 'An image.';
  if (role !== 'user') return 'No words.';
  if (transcription === null) return 'Spoken. Transcription is off, so there are no words to show.';
  switch (transcription.status) {
    case 'pending':
      return 'Waiting for the transcript.';
    case 'failed':
      return transcription.failure === null
        ? 'The transcription failed.'
        : transcriptionFailureText(transcription.failure);
    case 'lost':
      return 'Spoken. The transcript never came.';
    case 'completed':
      return 'Spoken. The transcript has no words.';
  }
}

/** The two lines at the right of a turn of the person. `waits`: what became of its answer, where there is none. */
function userMeta(item: ItemView, latency: TurnLatency | undefined, waits: string): readonly string[] {
  const images = item.images > 0 ? plural(item.images, 'image') : '';
  if (item.medium === 'text') return ['typed', images].filter((line) => line !== '');
  const tokens = turnTokens(item.audioMs);
  const spoken = item.audioMs > 0 ? `${seconds(item.audioMs)}, ${count(tokens)} tok in` : '';
  const rest = [transcriptOf(item, latency), waits].filter((word) => word !== '').join(', ');
  return [spoken, rest].filter((line) => line !== '');
}

/** What an answer used, where no money can be said of it. */
function outcome(response: ResponseView): string {
  const { usage, status } = response;
  if (status === 'in_progress') return 'speaking';
  if (status === 'lost') return 'report lost';
  if (usage === undefined || usage === null || isEmptyUsage(usage)) return 'never reported';
  return `${count(responseCount(usage, 'output') ?? 0)} out`;
}

/** What an answer cost, in the words of its row; null: a price of it is unknown. */
export function answerCost(row: ResponseRow, currency: string): string | null {
  const { basis, cost, costHigh, costWidth, output } = row;
  if (mayBeBilled(row)) return costHigh === null ? null : `up to ${shortMoney(costHigh, currency)} if billed`;
  if (cost === null) return null;
  switch (basis) {
    case 'reported':
      return `${shortMoney(cost, currency)} · ${count(output)} out`;
    case 'if billed':
      return nothingWords;
    case 'estimated':
      return `~${shortMoney(cost, currency)}, report lost`;
    case 'live':
      return moneyWithin(cost, costWidth ?? '0', currency);
  }
}

/** How long the answer took to begin: from the person's last word where that is known, else from its own beginning. */
function firstOf(response: ResponseView, latency: TurnLatency | undefined): string {
  const since = latency?.endMs ?? response.createdMs;
  const { firstAudioMs, firstTextMs, outOfBand } = response;
  if (firstAudioMs !== null) return `first audio ${seconds(firstAudioMs - since)}`;
  if (firstTextMs !== null) return `first text ${seconds(firstTextMs - since)}`;
  return outOfBand ? 'out of band' : response.status === 'in_progress' ? 'no answer yet' : 'no answer';
}

/** What part of an answer an item is; nothing where it is the answer itself, or that is not said. */
const phaseWords = (phase: string | null): string =>
  phase === null || phase === 'final_answer' ? '' : phase.replaceAll('_', ' ');

/** The two lines at the right of an answer: what it cost, at the first of its items; how it ended, when it began and how long it is. */
function answerMeta(
  item: ItemView,
  response: ResponseView | undefined,
  latency: TurnLatency | undefined,
  cost: string | null,
): readonly string[] {
  if (response === undefined) return [];
  const { interrupted, playedMs, audioMs } = item;
  const { status } = response;
  const used = response.itemIds[0] === item.id ? (cost ?? outcome(response)) : '';
  const first = firstOf(response, latency);
  const began = response.outOfBand && first !== 'out of band' ? `out of band, ${first}` : first;
  const end = ['cancelled', 'failed', 'incomplete', 'other'].includes(status) ? statusWord(response) : '';
  const isHeardInPart = interrupted && playedMs !== null && audioMs > playedMs;
  // Of an answer that was cut, how much was heard says more than when it began, which the hover has.
  const rest = isHeardInPart
    ? [`${(playedMs / 1000).toFixed(2)} of ${seconds(audioMs)} heard`]
    : response.expected.basis === 'if billed'
      ? ['never reported']
      : [phaseWords(item.phase), began, audioMs > 0 ? seconds(audioMs) : ''];
  const second = [end, ...rest].filter((word) => word !== '').join(', ');
  return [used, second].filter((line) => line !== '');
}

/** What stands at the right of a turn. */
export function metaOf(
  item: ItemView,
  response: ResponseView | undefined,
  latency: TurnLatency | undefined,
  cost: string | null = null,
  waits = '',
): readonly string[] {
  if (item.deletedMs !== null) return [`deleted at ${clockTime(item.deletedMs)}`];
  if (isReplayed(item.id)) return ['put back as text'];
  switch (item.role) {
    case 'user':
      return userMeta(item, latency, waits);
    case 'assistant':
      return answerMeta(item, response, latency, cost);
    case 'tool':
    case 'system':
      return [];
  }
}

/** Everything measured of a turn, for the hover of its meta. */
export function latencyWords(latency: TurnLatency | undefined): string | undefined {
  if (latency === undefined) return undefined;
  const from = {
    vad: 'your last word',
    audio: 'your last word',
    decision: 'the end the service heard',
    commit: 'the commit',
    sent: latency.source === 'typed' ? 'the message' : 'the request',
  }[latency.endFrom];
  const parts = [
    ['first text', latency.firstTextMs],
    ['first audio', latency.firstAudioMs],
    ['loudspeaker', latency.audibleMs],
    ['transcript', latency.transcriptMs],
  ].flatMap(([name, ms]) => (typeof ms === 'number' ? [`${name} ${seconds(ms)}`] : []));
  return parts.length === 0 ? undefined : `After ${from}: ${parts.join(', ')}.`;
}

/** The line under an answer that was cut short. */
export function cutWords(item: ItemView, bargeIn: BargeIn | undefined): string {
  const at = item.playedMs === null ? '' : `, truncated at ${count(Math.floor(item.playedMs))} ms`;
  if (bargeIn === undefined || bargeIn.silentMs === null) return `Cut short${at}`;
  const silent = seconds(Math.max(0, bargeIn.silentMs - bargeIn.beganMs));
  return `${clockTime(bargeIn.silentMs)} interrupted${at}, silent ${silent} after you began`;
}
