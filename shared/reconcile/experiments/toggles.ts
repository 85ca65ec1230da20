import { msPerSpokenToken, spokenTurnPlus } from '../../usage/rules/rules.ts';
import type { Turn } from '../evidence/reported-responses.ts';
import { count, groupDigits } from '../../kit/numbers.ts';

/** One factor that a run can change, with how it changes what the run reports. */
export interface Toggle {
  readonly id: string;
  /** Sizes to try, the first that keeps all sums apart is taken; null: there is nothing to size. */
  readonly sizes: ((turn: Turn) => readonly number[]) | null;
  readonly change: (size: number, turn: Turn) => string;
  /** What to set and do, as steps. */
  readonly steps: (size: number, turn: Turn) => readonly string[];
  readonly apply: (turn: Turn, size: number) => Turn;
  /** Lengths that the answer to it can have, against the one that was reported: sums have to differ at all of them. */
  readonly answerScales: readonly number[];
}

/** The answer to a changed run is not known beforehand: sums are kept apart for answers from half to twice as long. */
const anyAnswer = [1, 0.5, 0.67, 0.8, 1.25, 1.5, 2] as const;
/** A question chosen so that its answer is longer. */
const longerAnswer = [1.5, 1.75, 2, 2.5, 3] as const;

/** Primes, so that no small multiple of one is another: a prompt larger than any answer cannot be mistaken for one. */
const promptSizes = [619, 743, 911, 1103, 1327, 1601, 1933, 2311, 2789, 3373, 4057, 4903] as const;
const questionFactors = [3, 2, 4, 5, 7] as const;

/** A prompt is told from an answer's text when it is at least this much longer. */
const promptOverAnswer = 3;

const seconds = (tokens: number): string => groupDigits(((tokens * msPerSpokenToken) / 1000).toFixed(1));

function longPrompts(turn: Turn): readonly number[] {
  const least = promptOverAnswer * turn.textOut;
  const long = promptSizes.filter((size) => size >= least);
  return long.length > 0 ? long : [least + 1];
}

const setInstructions = (size: number): string =>
  `Set instructions of ${count(size)} tokens, so that the first spoken turn reads ${count(size + spokenTurnPlus)}; its report says how many it is. No sentence of them has been used before.`;

/** Changes of one factor that change the sums of some stories and not of others. Each is one entry. */
export const toggles: readonly Toggle[] = [
  {
    id: 'instructions-and-question',
    sizes: longPrompts,
    change: (size) => `Instructions of ${count(size)} tokens, and a question that takes a longer answer`,
    steps: (size, turn) => [
      setInstructions(size),
      `Ask something whose answer is at least half as long again as ${count(turn.textOut)} text tokens: one of ${count(turn.textOut)} again would read like another first turn, whatever the instructions.`,
    ],
    apply: (turn, size) => ({ ...turn, textIn: size + spokenTurnPlus }),
    answerScales: longerAnswer,
  },
  {
    id: 'instructions',
    sizes: longPrompts,
    change: (size) => `Instructions of ${count(size)} tokens`,
    steps: (size) => [setInstructions(size)],
    apply: (turn, size) => ({ ...turn, textIn: size + spokenTurnPlus }),
    answerScales: anyAnswer,
  },
  {
    id: 'transcription-off',
    sizes: null,
    change: () => 'Transcription off',
    steps: () => ['Switch input transcription off; change nothing else.'],
    apply: (turn) => ({ ...turn, userTranscript: 0 }),
    answerScales: anyAnswer,
  },
  {
    id: 'text-answer',
    sizes: null,
    change: () => 'Text answers only',
    steps: () => ['Set the output to text alone; change nothing else.'],
    apply: (turn) => ({ ...turn, audioOut: 0, answerTranscript: 0 }),
    answerScales: anyAnswer,
  },
  {
    id: 'longer-question',
    sizes: (turn) => questionFactors.map((factor) => turn.audioIn * factor + 1),
    change: (size, turn) => `A question of ${seconds(size)} s instead of ${seconds(turn.audioIn)} s`,
    steps: (size) => [`Speak a clip of ${seconds(size)} s that was never sent before: ${count(size)} audio tokens.`],
    apply: (turn, size) => ({ ...turn, audioIn: size }),
    answerScales: anyAnswer,
  },
];

/** A change that leaves the sums of every story alone and tells what caused them. */
export interface CauseToggle {
  readonly id: string;
  readonly change: string;
  readonly steps: readonly string[];
  readonly outcomes: readonly { readonly sees: string; readonly means: string }[];
  /** It is made before the instructions are changed. */
  readonly first: boolean;
}

/** The run that every other is held against. `textOut`: tokens of the answer that was reported. */
export const repeat = (textOut: number): Omit<CauseToggle, 'first'> => ({
  id: 'repeat',
  change: 'Nothing changed, twice',
  steps: [
    'Repeat the session as it was, twice, with fresh instructions of the same length and a fresh clip of the same length.',
    `An answer of another length than ${count(textOut)} text tokens tells apart what came to the same here.`,
  ],
  outcomes: [
    { sees: 'the same kind of difference, twice', means: 'it can be repeated, and the runs below can be read' },
    { sees: 'no difference', means: 'the bill held something that was not part of the session' },
  ],
});

/** What tells the causes apart that have the same sums, in the order in which they are tried. Each is one entry. */
export const causeToggles: readonly CauseToggle[] = [
  {
    id: 'no-manual-commit',
    change: 'The same without a commit by hand',
    steps: ['Leave out input_audio_buffer.commit, so that turn detection alone commits; change nothing else.'],
    outcomes: [
      { sees: 'nothing beyond the report', means: 'the service answers the commit by hand with a response of its own' },
      { sees: 'the same extra', means: 'the commit by hand is not the cause' },
    ],
    first: true,
  },
  {
    id: 'socket-open',
    change: 'The socket kept open for 60 s, every response logged',
    steps: ['Keep the session open for 60 s after the answer and record it; the log keeps every response.created.'],
    outcomes: [
      { sees: 'a second response id', means: 'the further response is one that the client can see' },
      { sees: 'one response id and the same extra on the bill', means: 'it ran where no client sees it' },
    ],
    first: true,
  },
  {
    id: 'create-response-off',
    change: 'create_response off, and one response.create',
    steps: ['Switch create_response off and send one response.create after the clip; change nothing else.'],
    outcomes: [
      { sees: 'nothing beyond the report', means: 'turn detection began the further response' },
      { sees: 'the same extra', means: 'turn detection is not the cause' },
    ],
    first: false,
  },
  {
    id: 'turn-detection-off',
    change: 'Turn detection off, one commit by hand',
    steps: ['Switch turn detection off, commit once and send one response.create; change nothing else.'],
    outcomes: [
      {
        sees: 'nothing beyond the report',
        means: 'a second commit, the automatic beside the one by hand, is the cause',
      },
      { sees: 'the same extra', means: 'a double commit is not the cause' },
    ],
    first: false,
  },
];
