import { ifBilledWords, type LogEvidence, type UnreportedResponse } from '../evidence.ts';
import type { Turn } from '../facts.ts';
import type { Billed } from '../../billing/meter-kind.ts';
import { reportedTotals } from '../facts.ts';
import type { Story } from './story.ts';

/** What a session log and other witnesses hold for and against a story. */
export interface Weight {
  readonly supports: readonly string[];
  readonly contradictions: readonly string[];
}

const inferences = (count: number): string => `${count} further inference${count === 1 ? '' : 's'}`;

const named = (response: UnreportedResponse): string => {
  const { number, status, reason, width } = response;
  const ended = `${status}${reason === null ? '' : `, ${reason}`}`;
  return `R${number} (${ended}${width === undefined ? '' : `; ${ifBilledWords(response)}`})`;
};

function byLog(story: Story, log: LogEvidence): Weight {
  if (log.responsesCreated === null) return { supports: [], contradictions: [] };
  const count = story.further.length;
  const names = (log.unreported ?? []).map(named).join(', ');
  const silent = log.responsesCreated - log.responsesReported;
  if (count === 0) {
    return silent === 0
      ? { supports: [], contradictions: [] }
      : {
          supports: [],
          contradictions: [
            `The session log holds ${silent} response.created without usage${names === '' ? '' : `, ${names}`}; this story says that none of them was billed.`,
          ],
        };
  }
  if (silent < count) {
    return {
      supports: [],
      contradictions: [
        `The session log holds ${log.responsesCreated} response.created, ${log.responsesReported} of them with usage: ${count - silent} of the ${inferences(count)} left no trace in it.`,
      ],
    };
  }
  const supports = [
    `The session log holds ${silent} response.created without usage${names === '' ? '' : `, ${names}`}, enough for ${inferences(count)}.`,
  ];
  const tooEarly = story.further.filter(
    ({ context, turn }) =>
      context.when === 'after' && log.unreported !== undefined && !log.unreported.some(({ after }) => after > turn),
  );
  return tooEarly.length === 0
    ? { supports, contradictions: [] }
    : {
        supports: [],
        contradictions: [
          `The session log holds ${silent} response.created without usage, and none of them began after the answer that this story reads again.`,
        ],
      };
}

function byRequests(story: Story, turns: readonly Turn[], { requests }: LogEvidence): Weight {
  if (requests === undefined || requests === null) return { supports: [], contradictions: [] };
  const told = turns.length + story.further.length;
  const sentence = `${requests.source} counts ${requests.count} request${requests.count === 1 ? '' : 's'}; this story has ${told} inferences.`;
  return requests.count === told
    ? { supports: [sentence], contradictions: [] }
    : { supports: [], contradictions: [sentence] };
}

/** Cached tokens on a first response: the same prompt or clip had been read before, so the day may hold an earlier run. */
function byFirstCache(story: Story, turns: readonly Turn[], billed: Billed): readonly string[] {
  const first = turns[0];
  const speaksOfOther = story.events.some(({ kind }) => kind === 'other-session');
  if (first === undefined || speaksOfOther || billed.audio_in === undefined) return [];
  if (first.audioCached + first.textCached === 0) return [];
  const { audioIn, textIn } = first;
  return [
    `The first response reports ${first.audioCached} cached audio and ${first.textCached} cached text tokens, so this prompt or clip had run before. A run on the same UTC day would add ${audioIn} audio in and ${textIn} text in, and this story leaves no room for it.`,
  ];
}

/** Answers that the log heard: a further inference that spoke, and sent nothing, would be odd. */
function byAudio(story: Story, turns: readonly Turn[], billed: Billed, log: LogEvidence): readonly string[] {
  const extra = (billed.audio_out ?? 0) - reportedTotals(turns).audio_out;
  const { unreported } = log;
  if (unreported === undefined || unreported.length === 0 || extra <= 0 || story.further.length === 0) return [];
  return unreported.every(({ audioOut }) => audioOut === 0)
    ? [`${extra} audio out are billed beyond the report, and none of the responses without usage sent any audio.`]
    : [];
}

/** Everything at hand for or against a story. */
export function weigh(story: Story, turns: readonly Turn[], billed: Billed, log: LogEvidence | null): Weight {
  const cached = byFirstCache(story, turns, billed);
  if (log === null) return { supports: [], contradictions: cached };
  const weights = [byLog(story, log), byRequests(story, turns, log)];
  return {
    supports: weights.flatMap(({ supports }) => supports),
    contradictions: [
      ...weights.flatMap(({ contradictions }) => contradictions),
      ...byAudio(story, turns, billed, log),
      ...cached,
    ],
  };
}

/** Whether the log speaks against a story: between two as simple the one that it bears out is believed first. */
export function refutedByLog(story: Story, turns: readonly Turn[], log: LogEvidence | null): boolean {
  if (log === null) return false;
  return byLog(story, log).contradictions.length > 0 || byRequests(story, turns, log).contradictions.length > 0;
}
