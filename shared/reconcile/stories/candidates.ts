import type { RuleSet } from '../../usage/rules/rules.ts';
import type { LogEvidence } from '../evidence.ts';
import { contexts, type Context, type ReadPart } from './contexts.ts';
import { loggedInferences } from './logged.ts';
import type { Place } from './places.ts';
import { from, isPoint, point } from './span.ts';
import type { FurtherInference } from './story.ts';

/** Everything that is tried as a further inference, by how it is tried. */
export interface Candidates {
  /** Inputs that the rules tell to the token, or within a transcript's width. */
  readonly exact: readonly FurtherInference[];
  /** One modality of these is as large as the bill makes it. */
  readonly open: readonly FurtherInference[];
  /** No measured rule knows these; each is tried by itself. */
  readonly outside: readonly FurtherInference[];
  /** Those of `exact` and `open` that the log saw begin. */
  readonly logged: readonly FurtherInference[];
}

const anything = { audio: from(0), text: from(0) };

/** A context at a place as an inference; null: it cannot have run there. */
export function furtherAt(context: Context, place: Place, rules: RuleSet): FurtherInference | null {
  const reads = context.reads(place, rules);
  if (reads === null) return null;
  const { id, title, when, mechanisms } = context;
  return {
    context: id,
    turn: place.index,
    title,
    when,
    reads,
    // Of thousands of candidates a few are ever put into words.
    get words() {
      return context.words(place, rules);
    },
    outside: context.isOutside(place, rules),
    workedOut: reads.open !== 'text' && !isPoint(reads.text),
    mechanisms,
    response: null,
    outputs: anything,
  };
}

/** The first turn of another session with the same prompt. `prompt` is in text tokens. */
function firstTurn(prompt: number, rules: RuleSet): FurtherInference {
  const { plus } = rules.reads('spoken turn').text;
  const whose = prompt === rules.prompt.defaultInstructions ? 'with the default instructions' : 'with the same prompt';
  const part: ReadPart = {
    tokens: prompt + plus,
    formula: String(prompt + plus),
    words: `prompt and a question, ${prompt} + ${plus}`,
  };
  return {
    context: 'first-turn',
    turn: null,
    title: { one: `another first turn ${whose}`, many: `other first turns ${whose}` },
    when: null,
    reads: { audio: from(1), text: point(prompt + plus), open: 'audio' },
    words: {
      letters: { audio: 'its question', text: `its prompt + ${plus}` },
      audio: [{ tokens: 0, formula: '', words: 'a question of its own' }],
      text: [part],
    },
    outside: false,
    workedOut: false,
    mechanisms: ['another session, client or person on the same resource', 'a test run that was not recorded'],
    response: null,
    outputs: anything,
  };
}

/** Prompts of the sessions at hand: as the log has them, else what a first spoken turn leaves. */
export function promptsOf(places: readonly Place[], rules: RuleSet): number[] {
  const { plus } = rules.reads('spoken turn').text;
  const prompts = places
    .filter(({ first }) => first)
    .flatMap(({ turn }) => {
      if (turn.prompt !== undefined) return [turn.prompt];
      // A log that does not tell the prompt has none to go by.
      if (turn.conversation !== undefined && turn.after !== undefined) return [];
      return turn.audioIn > 0 && turn.textIn >= plus ? [turn.textIn - plus] : [];
    });
  return [...new Set(prompts)];
}

/** The further inferences that are tried. */
export function candidatesOf(places: readonly Place[], log: LogEvidence | null, rules: RuleSet): Candidates {
  const logged = loggedInferences(log?.unreported ?? [], places, rules);
  const plain = places.flatMap((place) => contexts.flatMap((context) => furtherAt(context, place, rules) ?? []));
  const within = [...logged, ...plain].filter(({ outside }) => !outside);
  return {
    exact: within.filter(({ reads }) => reads.open === null),
    open: [
      ...within.filter(({ reads }) => reads.open !== null),
      ...promptsOf(places, rules).map((prompt) => firstTurn(prompt, rules)),
    ],
    outside: [...logged, ...plain].filter(({ outside }) => outside),
    logged: logged.filter(({ outside }) => !outside),
  };
}
