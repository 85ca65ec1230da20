import type { RuleSet } from '../../usage/rules/rules.ts';
import type { Place } from './places.ts';
import { from, point } from '../../kit/span.ts';
import { anyOutput, type FurtherInference, type FurtherKind, type ReadPart } from './story.ts';
import type { StoryKind } from './story-kind.ts';
import { count } from '../../kit/numbers.ts';

/** Another session's first spoken turn, with a prompt of the sessions at hand. */
export const firstTurn: StoryKind & FurtherKind = {
  id: 'first-turn',
  further: ({ places, rules }) => promptsOf(places, rules).map((prompt) => withPrompt(prompt, rules)),
  inRun: (_, { places, explained, rules }) => {
    const { plus } = rules.reads('spoken turn').text;
    // The prompt of the session that is explained, and that of the run.
    const prompts = [...promptsOf(explained, rules), ...promptsOf(places.slice(0, 1), rules)];
    return [...new Set(prompts)].map((prompt) => ({ audio: 0, text: prompt + plus }));
  },
};

/** The first turn of another session with the same prompt. `prompt` is in text tokens. */
function withPrompt(prompt: number, rules: RuleSet): FurtherInference {
  const { plus } = rules.reads('spoken turn').text;
  const whose = prompt === rules.prompt.defaultInstructions ? 'with the default instructions' : 'with the same prompt';
  const part: ReadPart = {
    tokens: prompt + plus,
    formula: count(prompt + plus),
    words: `prompt and a question, ${count(prompt)} + ${plus}`,
  };
  return {
    kind: firstTurn,
    context: firstTurn.id,
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
    outputs: anyOutput,
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
