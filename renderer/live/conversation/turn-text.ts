import type { ItemView, ResponseView } from '../../../shared/session/view.ts';
import { isEmptyUsage } from '../../../shared/usage/report.ts';
import { asNumber } from '../../../shared/json.ts';
import { count } from '../../format/count.ts';
import { seconds } from '../../format/time.ts';

/** The words of an answer that were played, and those that came and were not heard. */
export interface Heard {
  readonly heard: string;
  readonly unheard: string;
}

/**
 * Splits an interrupted answer where playback stopped. The service does not say which word that was: the share of the
 * audio played is taken of the words, cut at a word's end.
 */
export function splitHeard(item: ItemView): Heard {
  const { text, playedMs, audioMs, interrupted } = item;
  if (!interrupted || playedMs === null || audioMs <= 0 || playedMs >= audioMs) return { heard: text, unheard: '' };
  const cut = Math.round((playedMs / audioMs) * text.length);
  const space = text.indexOf(' ', cut);
  const at = cut === 0 ? 0 : space === -1 ? text.length : space;
  return { heard: text.slice(0, at), unheard: text.slice(at) };
}

/** The two lines at the right of a turn of the person. */
export function userMeta(item: ItemView): readonly string[] {
  if (item.medium === 'text') return ['typed'];
  const { transcription } = item;
  const spoken = item.audioMs > 0 ? `${seconds(item.audioMs)} spoken` : '';
  if (transcription === null) return [spoken, 'not transcribed'];
  switch (transcription.status) {
    case 'pending':
      return [spoken, 'transcribing'];
    case 'failed':
      return [spoken, 'transcription failed'];
    case 'lost':
      return [spoken, 'transcript lost'];
    case 'completed': {
      const waitedMs = (transcription.completedMs ?? 0) - (item.startMs + item.audioMs);
      return [spoken, waitedMs > 0 ? `transcript in ${seconds(waitedMs)}` : 'transcribed'];
    }
  }
}

function outcome(response: ResponseView): string {
  const { usage, status } = response;
  if (status === 'in_progress') return 'speaking';
  if (status === 'lost') return 'usage lost';
  if (usage === undefined || usage === null || isEmptyUsage(usage)) return 'usage not reported';
  return `${count(asNumber(usage['output_tokens']) ?? 0)} tok out`;
}

/** The two lines at the right of an answer. */
export function answerMeta(item: ItemView, response: ResponseView | undefined): readonly string[] {
  if (response === undefined) return [];
  const { firstAudioMs, firstTextMs, createdMs } = response;
  const first =
    firstAudioMs !== null
      ? `first audio ${seconds(firstAudioMs - createdMs)}`
      : firstTextMs !== null
        ? `first text ${seconds(firstTextMs - createdMs)}`
        : 'no answer yet';
  const length = item.audioMs > 0 ? `${seconds(item.audioMs)}, ` : '';
  return [first, `${length}${outcome(response)}`];
}
