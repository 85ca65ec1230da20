import { isBilled } from '../../billing/meter-kind.ts';
import { count as groups, plural } from '../../kit/numbers.ts';
import { ifBilledWords, type LogEvidence, type UnreportedResponse } from '../evidence/evidence.ts';
import type { Coverage, Explanation, Inference } from '../stories/answer-types.ts';
import { cacheWords } from '../stories/cached-tokens.ts';
import { capital } from '../stories/phrases.ts';
import type { Space } from '../stories/space.ts';
import { compareComplexity, complexity, type FurtherInference, type Story } from '../stories/story.ts';
import { marksOf } from './marks.ts';
import { isExact, predictMeters } from './predicted-meters.ts';

/** What a session log and other witnesses hold for and against a story. */
export interface Weight {
  readonly supports: readonly string[];
  readonly contradictions: readonly string[];
}

const inferences = (count: number): string => plural(count, 'further inference');

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
            `The session log holds ${groups(silent)} response.created without usage${names === '' ? '' : `, ${names}`}; this story says that none of them was billed.`,
          ],
        };
  }
  if (silent < count) {
    return {
      supports: [],
      contradictions: [
        `The session log holds ${groups(log.responsesCreated)} response.created, ${groups(log.responsesReported)} of them with usage: ${count - silent === count ? (count === 1 ? 'the further inference' : 'the further inferences') : `${groups(count - silent)} of the ${inferences(count)}`} left no trace in it.`,
      ],
    };
  }
  const supports = [
    `The session log holds ${groups(silent)} response.created without usage${names === '' ? '' : `, ${names}`}, enough for ${inferences(count)}.`,
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
          `The session log holds ${groups(silent)} response.created without usage, and none of them began after the answer that this story reads again.`,
        ],
      };
}

function byRequests(story: Story, { turns }: Space, { requests }: LogEvidence): Weight {
  if (requests === undefined || requests === null) return { supports: [], contradictions: [] };
  const told = turns.length + story.further.length;
  const sentence = `${requests.source} counts ${plural(requests.count, 'request')}; this story has ${plural(told, 'inference')}.`;
  return requests.count === told
    ? { supports: [sentence], contradictions: [] }
    : { supports: [], contradictions: [sentence] };
}

/** Answers that the log heard: a further inference that spoke, and sent nothing, would be odd. */
function byAudio(story: Story, { billed, reported }: Space, log: LogEvidence): readonly string[] {
  const extra = (billed.audio_out?.low ?? 0) - reported.audio_out;
  const { unreported } = log;
  if (unreported === undefined || unreported.length === 0 || extra <= 0 || story.further.length === 0) return [];
  return unreported.every(({ audioOut, byPlace = false }) => audioOut === 0 && !byPlace)
    ? [
        `${groups(extra)} audio out are billed beyond the report, and none of the responses without usage sent any audio.`,
      ]
    : [];
}

/** Everything at hand for or against a story. */
function weigh(story: Story, space: Space): Weight {
  const { log } = space;
  if (log === null) return { supports: [], contradictions: [] };
  const weights = [byLog(story, log), byRequests(story, space, log)];
  return {
    supports: weights.flatMap(({ supports }) => supports),
    contradictions: [...weights.flatMap(({ contradictions }) => contradictions), ...byAudio(story, space, log)],
  };
}

/** Whether the log speaks against a story: between two as simple the one that it bears out is believed first. */
function refutedByLog(story: Story, space: Space): boolean {
  const { log } = space;
  if (log === null) return false;
  return byLog(story, log).contradictions.length > 0 || byRequests(story, space, log).contradictions.length > 0;
}

/** An explanation with the story that it tells, which the plan of experiments works on. */
export interface Explained extends Explanation {
  readonly story: Story;
}

function cacheClause({ audio, text }: Story['cache']): string {
  const [heard, read] = [cacheWords[audio].clause, cacheWords[text].clause];
  if (heard === read || heard === null || read === null) {
    const one = heard ?? read;
    if (one === null) return '';
    const which = audio === 'apart' ? 'cached text' : text === 'apart' ? 'cached audio' : 'cached tokens';
    return `, ${which} ${one}`;
  }
  return `, cached audio ${heard}, cached text ${read}`;
}

/** Where an inference ran, where there is a choice: ` after response 3`. */
const placeWords = ({ turn, when, response }: FurtherInference, turns: number): string =>
  turn === null || turns < 2 || response !== null ? '' : ` ${when === 'after' ? 'after' : 'at'} response ${turn + 1}`;

const counts = ['no', 'one', 'two', 'three'] as const;

/** Further inferences in words, those alike counted: `A further response over the finished conversation, nothing new added`. */
export function titleOf({ further, events, pattern }: Story, turns: number): string {
  if (further.length === 0) {
    return events.length === 0
      ? 'What was reported'
      : `What was reported, but ${events.map(({ title }) => title).join(', and ')}`;
  }
  const [one] = further;
  if (pattern !== undefined) return `${capital(one?.title.one ?? '')}, once in each of ${further.length} sessions`;
  const places = new Set(further.map(({ turn }) => turn));
  const everywhere = turns > 1 && further.length === turns && places.size === turns && !places.has(null);
  if (everywhere && further.every(({ context }) => context === one?.context)) {
    return `${capital(one?.title.one ?? '')}, at every response`;
  }
  const each = further.map((inference) => ({ ...inference.title, place: placeWords(inference, turns) }));
  const unlike = each.filter(
    ({ one, place }, index) => each.findIndex((other) => other.one === one && other.place === place) === index,
  );
  const parts = unlike.map(({ one, many, place }) => {
    const times = each.filter((other) => other.one === one && other.place === place).length;
    return `${times === 1 ? one : `${counts[times] ?? String(times)} ${many}`}${place}`;
  });
  return capital(parts.join(', and '));
}

function statementOf(story: Story, turns: number): string {
  const cached = cacheClause(story.cache);
  const beside = story.events.map(({ title }) => title).join(', and ');
  if (story.further.length === 0) {
    return beside === '' ? `The bill is what was reported${cached}.` : `What was reported, but ${beside}${cached}.`;
  }
  return `${titleOf(story, turns)}${cached}${beside === '' ? '' : `; ${beside}`}.`;
}

/** `cached tokens billed without the discount` as a sentence of its own. */
const sentence = (text: string): string => `${capital(text)}.`;

function inferencesOf(story: Story, turns: number): Inference[] {
  const within = story.events.find((event) => event.turns !== null)?.turns ?? [0, turns];
  const reported = Array.from({ length: turns }, (_, turn) => turn).filter(
    (turn) => turn >= within[0] && turn < within[1],
  );
  return [
    ...reported.map((turn): Inference => ({
      kind: 'reported',
      turn,
      context: null,
      response: null,
      measured: true,
      statement: 'The response that was reported.',
    })),
    ...story.further.map((one): Inference => ({
      kind: 'further',
      turn: one.turn,
      context: one.context,
      response: one.response,
      measured: !one.outside,
      statement: `${capital(one.title.one)}${placeWords(one, turns)}.`,
    })),
  ];
}

/** Stories that nothing tells apart: equally simple, and equally borne out by the log. */
const isLike = (one: Keyed, other: Keyed): boolean => compareKeyed(one, other) === 0;

interface Keyed {
  readonly story: Story;
  readonly complexity: ReturnType<typeof complexity>;
  readonly refuted: number;
}

const compareKeyed = (one: Keyed, other: Keyed): number =>
  compareComplexity(one.complexity, other.complexity) || one.refuted - other.refuted;

/** Stories with their ranks, in the order in which they are believed: the simplest first, and of those the ones that the log bears out. */
export function rankStories(stories: readonly Story[], space: Space): { story: Story; rank: number }[] {
  const keyed = stories
    .map((story): Keyed => ({ story, complexity: complexity(story), refuted: refutedByLog(story, space) ? 1 : 0 }))
    .sort(compareKeyed);
  let rank = 1;
  return keyed.map((one, index) => {
    const before = keyed[index - 1];
    if (before !== undefined && !isLike(before, one)) rank = index + 1;
    return { story: one.story, rank };
  });
}

/** A ranked story ready to be read. */
export function explain(
  { story, rank }: { readonly story: Story; readonly rank: number },
  space: Space,
  chance: (story: Story) => Coverage | null,
): Explained {
  const meters = predictMeters(story, space);
  const marks = marksOf(story, space);
  const outside = story.further.some((one) => one.outside);
  return {
    rank,
    exact: isExact(meters),
    outside,
    title: titleOf(story, space.turns.length),
    statement: statementOf(story, space.turns.length),
    inferences: inferencesOf(story, space.turns.length),
    events: story.events.map(({ title }) => title),
    cached: story.cache,
    meters,
    freeParameters: meters.filter((meter) => isBilled(meter) && !meter.checked).map(({ meter }) => meter),
    marks,
    assumptions: [
      ...marks
        .filter(({ certainty, text }) => certainty === 'assumed' && story.events.every(({ title }) => title !== text))
        .map(({ text }) => sentence(text)),
      ...story.events.flatMap(({ assumption }) => assumption ?? []),
    ],
    mechanisms: [
      ...new Set([
        ...story.further.flatMap(({ mechanisms }) => mechanisms),
        ...story.events.flatMap(({ mechanisms }) => mechanisms),
      ]),
    ],
    coverage: outside ? null : chance(story),
    ...weigh(story, space),
    story,
  };
}
