import type { BargeIn, TurnLatency } from '../../../shared/session/latency/turn-latency.ts';
import { isReplayed } from '../../../shared/session/reconnect/replay.ts';
import type { ItemView, ResponseView } from '../../../shared/session/view.ts';
import { userAudioTokens } from '../../../shared/usage/recurrence.ts';
import { isEmptyUsage } from '../../../shared/usage/report.ts';
import { asNumber } from '../../../shared/json.ts';
import { count, plural } from '../../format/count.ts';
import { clockTime, seconds } from '../../format/time.ts';

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

/** The two lines at the right of a turn of the person. */
function userMeta(item: ItemView, latency: TurnLatency | undefined): readonly string[] {
  const images = item.images > 0 ? plural(item.images, 'image') : '';
  if (item.medium === 'text') return ['typed', images].filter((line) => line !== '');
  const tokens = userAudioTokens(item.audioMs);
  const spoken = item.audioMs > 0 ? `${seconds(item.audioMs)}, ${count(tokens)} tok in` : '';
  return [spoken, transcriptOf(item, latency)].filter((line) => line !== '');
}

function outcome(response: ResponseView): string {
  const { usage, status } = response;
  if (status === 'in_progress') return 'speaking';
  if (status === 'lost') return 'usage lost';
  if (usage === undefined || usage === null || isEmptyUsage(usage)) return 'not reported';
  return `${count(asNumber(usage['output_tokens']) ?? 0)} tok out`;
}

/** How long the answer took to begin: from the person's last word where that is known, else from its own beginning. */
function firstOf(response: ResponseView, latency: TurnLatency | undefined): string {
  const since = latency?.endMs ?? response.createdMs;
  const { firstAudioMs, firstTextMs, outOfBand } = response;
  if (firstAudioMs !== null) return `first audio ${seconds(firstAudioMs - since)}`;
  if (firstTextMs !== null) return `first text ${seconds(firstTextMs - since)}`;
  return outOfBand ? 'out of band' : response.status === 'in_progress' ? 'no answer yet' : 'no answer';
}

/** The two lines at the right of an answer. */
function answerMeta(
  item: ItemView,
  response: ResponseView | undefined,
  latency: TurnLatency | undefined,
): readonly string[] {
  if (response === undefined) return [];
  const { interrupted, playedMs, audioMs } = item;
  const cut = interrupted && playedMs !== null && audioMs > playedMs;
  const length = cut
    ? `${(playedMs / 1000).toFixed(2)} of ${seconds(audioMs)} heard`
    : [audioMs > 0 ? seconds(audioMs) : '', outcome(response)].filter((part) => part !== '').join(', ');
  const first = firstOf(response, latency);
  return [response.outOfBand && first !== 'out of band' ? `out of band, ${first}` : first, length];
}

/** What stands at the right of a turn. */
export function metaOf(
  item: ItemView,
  response: ResponseView | undefined,
  latency: TurnLatency | undefined,
): readonly string[] {
  if (item.deletedMs !== null) return [`deleted at ${clockTime(item.deletedMs)}`];
  if (isReplayed(item.id)) return ['put back as text'];
  switch (item.role) {
    case 'user':
      return userMeta(item, latency);
    case 'assistant':
      return answerMeta(item, response, latency);
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
