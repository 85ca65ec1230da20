import { noWidth } from '../../usage/expected.ts';
import { msPerAnswerToken, type RuleSet } from '../../usage/rules/rules.ts';
import type { UnreportedResponse } from '../evidence/evidence.ts';
import { contexts, type Title } from './further-response.ts';
import type { Place } from './places.ts';
import { around, from, point, type Span } from './span.ts';
import type { FurtherInference } from './story.ts';

const endedWords = ({ status, reason }: UnreportedResponse): string =>
  `${status}${reason === null ? '' : `, ${reason}`}`;

function titleOf(response: UnreportedResponse): string {
  const { number, audioOut } = response;
  const spoke = audioOut === 0 ? '' : `, ${((audioOut * msPerAnswerToken) / 1000).toFixed(1)} s of its answer had come`;
  return `response ${number} of the log (${endedWords(response)}${spoke}), which reported nothing`;
}

/** What it can have put out: all of it where its report was lost, any part of it where it was cut off. */
function outputsOf(
  { audioOut, textOut, width, basis, nothing = false, byPlace = false }: UnreportedResponse,
  rules: RuleSet,
): FurtherInference['outputs'] {
  // A log that does not tell what is read does not tell what came of it.
  if (byPlace) return { audio: from(0), text: from(0) };
  if (nothing) return { audio: point(0), text: point(0) };
  if (width === undefined || textOut === undefined) return { audio: from(0), text: from(0) };
  const span = (tokens: number, half: number): Span =>
    basis === 'estimated' ? around(tokens, half) : { low: 0, high: tokens + half };
  const text = span(textOut, width.textOut + width.reasoning);
  // How much one response thought nothing tells, least of all what others thought.
  const most = rules.reasoning === null ? text.high : Number.POSITIVE_INFINITY;
  return { audio: span(audioOut, width.audioOut), text: { low: Math.max(0, text.low), high: most } };
}

/** An unreported response whose input is worked out from the log. */
function worked(
  response: UnreportedResponse,
  input: { readonly audio: number; readonly text: number },
  last: number,
  rules: RuleSet,
): FurtherInference {
  const { number, after, width = noWidth } = response;
  const { audio: audioIn, text: textIn } = input;
  const why = `response ${number} of the log`;
  return {
    context: `logged-${number}`,
    turn: Math.max(0, Math.min(after - 1, last)),
    title: { one: titleOf(response), many: titleOf(response) },
    when: null,
    reads: { audio: around(audioIn, width.audioIn), text: around(textIn, width.textIn), open: null },
    words: {
      letters: { audio: String(audioIn), text: String(textIn) },
      audio: [{ tokens: audioIn, formula: String(audioIn), words: `${why} read` }],
      text: [{ tokens: textIn, formula: String(textIn), words: `${why} read` }],
    },
    // By the measured rules it comes to nothing: that it was billed is no story of theirs.
    outside: response.nothing === true,
    workedOut: false,
    mechanisms: [`response ${number}, ${response.status} before it reported, was billed for what it had read`],
    response: number,
    outputs: outputsOf(response, rules),
  };
}

/** What can have been read at each end of the gap in which an unreported response ran. */
const guessed = [
  ['finished', -1],
  ['finished+spoken', -1],
  ['retry', 0],
] as const;

function placedTitle(response: UnreportedResponse, reads: string): Title {
  const one = `response ${response.number} (${endedWords(response)}), which reported nothing, as ${reads}`;
  return { one, many: one };
}

/** An unreported response of which only its place is known: it read what something at that place reads. */
function placed(response: UnreportedResponse, places: readonly Place[], rules: RuleSet): FurtherInference[] {
  return guessed.flatMap(([id, step]): FurtherInference[] => {
    const place = places[response.after + step];
    const context = contexts.find((one) => one.id === id);
    const reads = place === undefined ? null : (context?.reads(place, rules) ?? null);
    if (place === undefined || context === undefined || reads === null) return [];
    return [
      {
        context: `logged-${response.number}`,
        turn: place.index,
        title: placedTitle(response, context.title.one),
        when: context.when,
        reads,
        words: context.words(place, rules),
        outside: context.isOutside(place, rules),
        workedOut: reads.open === null && reads.text.low !== reads.text.high,
        mechanisms: [`response ${response.number} was billed, and its usage reports none of it`],
        response: response.number,
        outputs: outputsOf(response, rules),
      },
    ];
  });
}

/** The responses that the log saw begin and that never reported, as further inferences. */
export function loggedInferences(
  unreported: readonly UnreportedResponse[],
  places: readonly Place[],
  rules: RuleSet,
): FurtherInference[] {
  const all = unreported.flatMap((response) => {
    const { audioIn, textIn, byPlace = false } = response;
    if (audioIn !== null && textIn !== null) {
      return [worked(response, { audio: audioIn, text: textIn }, places.length - 1, rules)];
    }
    return byPlace ? placed(response, places, rules) : [];
  });
  // One that read nothing adds nothing to explain.
  return all.filter(({ reads }) => reads.audio.high + reads.text.high > 0);
}
