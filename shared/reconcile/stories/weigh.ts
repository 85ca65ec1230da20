import { ifBilledWords, type LogEvidence, type UnreportedResponse } from '../evidence.ts';
import type { Space } from './space.ts';
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
        `The session log holds ${log.responsesCreated} response.created, ${log.responsesReported} of them with usage: ${count - silent === count ? (count === 1 ? 'the further inference' : 'the further inferences') : `${count - silent} of the ${inferences(count)}`} left no trace in it.`,
      ],
    };
  }
  const supports = [
    `The session log holds ${silent} response.created without usage${names === '' ? '' : `, ${names}`}, enough for ${inferences(count)}.`,
  ];
  const tooEarly = story.further.filter(
    ({ when, turn, response }) =>
      when === 'after' &&
      turn !== null &&
      response === null &&
      log.unreported !== undefined &&
      !log.unreported.some(({ after }) => after > turn),
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

function byRequests(story: Story, { turns }: Space, { requests }: LogEvidence): Weight {
  if (requests === undefined || requests === null) return { supports: [], contradictions: [] };
  const told = turns.length + story.further.length;
  const sentence = `${requests.source} counts ${requests.count} request${requests.count === 1 ? '' : 's'}; this story has ${told} inferences.`;
  return requests.count === told
    ? { supports: [sentence], contradictions: [] }
    : { supports: [], contradictions: [sentence] };
}

/** Answers that the log heard: a further inference that spoke, and sent nothing, would be odd. */
function byAudio(story: Story, { billed, reported }: Space, log: LogEvidence): readonly string[] {
  const extra = (billed.audio_out ?? 0) - reported.audio_out;
  const { unreported } = log;
  if (unreported === undefined || unreported.length === 0 || extra <= 0 || story.further.length === 0) return [];
  return unreported.every(({ audioOut, byPlace = false }) => audioOut === 0 && !byPlace)
    ? [`${extra} audio out are billed beyond the report, and none of the responses without usage sent any audio.`]
    : [];
}

/** Everything at hand for or against a story. */
export function weigh(story: Story, space: Space): Weight {
  const { log } = space;
  if (log === null) return { supports: [], contradictions: [] };
  const weights = [byLog(story, log), byRequests(story, space, log)];
  return {
    supports: weights.flatMap(({ supports }) => supports),
    contradictions: [...weights.flatMap(({ contradictions }) => contradictions), ...byAudio(story, space, log)],
  };
}

/** Whether the log speaks against a story: between two as simple the one that it bears out is believed first. */
export function refutedByLog(story: Story, space: Space): boolean {
  const { log } = space;
  if (log === null) return false;
  return byLog(story, log).contradictions.length > 0 || byRequests(story, space, log).contradictions.length > 0;
}
