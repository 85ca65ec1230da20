import { count, seconds } from '../../kit/numbers.ts';
import { noWidth } from '../../usage/expected.ts';
import { msPerAnswerToken, type RuleSet } from '../../usage/rules/rules.ts';
import type { UnreportedResponse } from '../evidence/evidence.ts';
import type { AtResponse } from './at-response.ts';
import type { Place } from './places.ts';
import { around, from, point, type Span } from '../../kit/span.ts';
import { asItWas, type FurtherInference, type FurtherKind, type Title } from './story.ts';
import type { StoryKind } from './story-kind.ts';

/** A response that the log saw begin and that never reported. `kinds`: what one can have read of which only the place is known. */
export const loggedResponse = (kinds: readonly AtResponse[]): StoryKind => ({
  id: 'logged',
  further: ({ log, places, rules }) => loggedInferences(log?.unreported ?? [], { kinds, places, rules }),
});

const known: FurtherKind = { inRun: asItWas };

const endedWords = ({ status, reason }: UnreportedResponse): string =>
  `${status}${reason === null ? '' : `, ${reason}`}`;

function titleOf(response: UnreportedResponse): string {
  const { number, audioOut } = response;
  const spoke = audioOut === 0 ? '' : `, ${seconds(audioOut * msPerAnswerToken)} of its answer had come`;
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
    kind: known,
    context: `logged-${number}`,
    turn: Math.max(0, Math.min(after - 1, last)),
    title: { one: titleOf(response), many: titleOf(response) },
    when: null,
    reads: { audio: around(audioIn, width.audioIn), text: around(textIn, width.textIn), open: null },
    words: {
      letters: { audio: count(audioIn), text: count(textIn) },
      audio: [{ tokens: audioIn, formula: count(audioIn), words: `${why} read` }],
      text: [{ tokens: textIn, formula: count(textIn), words: `${why} read` }],
    },
    // By the measured rules it comes to nothing: that it was billed is no story of theirs.
    outside: response.nothing === true,
    workedOut: false,
    mechanisms: [`response ${number}, ${response.status} before it reported, was billed for what it had read`],
    response: number,
    outputs: outputsOf(response, rules),
  };
}

/** What stands where a response can have run, and what it can have read there. */
interface Around {
  readonly kinds: readonly AtResponse[];
  readonly places: readonly Place[];
  readonly rules: RuleSet;
}

function placedTitle(response: UnreportedResponse, reads: string): Title {
  const one = `response ${response.number} (${endedWords(response)}), which reported nothing, as ${reads}`;
  return { one, many: one };
}

/** An unreported response of which only its place is known: it read what something at that place reads. */
function placed(response: UnreportedResponse, { kinds, places, rules }: Around): FurtherInference[] {
  return kinds.flatMap((kind): FurtherInference[] => {
    const place = kind.silentAt === undefined ? undefined : places[response.after + kind.silentAt];
    const reads = place === undefined ? null : kind.reads(place, rules);
    if (place === undefined || reads === null) return [];
    return [
      {
        kind: known,
        context: `logged-${response.number}`,
        turn: place.index,
        title: placedTitle(response, kind.title.one),
        when: kind.when,
        reads,
        words: kind.words(place, rules),
        outside: kind.isOutside(place, rules),
        workedOut: reads.open === null && reads.text.low !== reads.text.high,
        mechanisms: [`response ${response.number} was billed, and its usage reports none of it`],
        response: response.number,
        outputs: outputsOf(response, rules),
      },
    ];
  });
}

/** The responses that the log saw begin and that never reported, as further inferences. */
function loggedInferences(unreported: readonly UnreportedResponse[], around: Around): FurtherInference[] {
  const { places, rules } = around;
  const all = unreported.flatMap((response) => {
    const { audioIn, textIn, byPlace = false } = response;
    if (audioIn !== null && textIn !== null) {
      return [worked(response, { audio: audioIn, text: textIn }, places.length - 1, rules)];
    }
    return byPlace ? placed(response, around) : [];
  });
  // One that read nothing adds nothing to explain.
  return all.filter(({ reads }) => reads.audio.high + reads.text.high > 0);
}
