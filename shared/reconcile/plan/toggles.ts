import { msPerSpokenToken } from '../../usage/rules/rules.ts';
import type { Turn } from '../facts.ts';

/** One factor that a run can change, with how it changes what the run reports. */
export interface Toggle {
  readonly id: string;
  /** Sizes to try, the first that keeps all sums apart is taken; null: there is nothing to size. */
  readonly sizes: ((turn: Turn) => readonly number[]) | null;
  readonly change: (size: number, turn: Turn) => string;
  /** What to set and do, as steps. */
  readonly steps: (size: number, turn: Turn) => readonly string[];
  readonly apply: (turn: Turn, size: number) => Turn;
}

/** Primes, so that no small multiple of one is another: a prompt larger than any answer cannot be mistaken for one. */
const promptSizes = [619, 743, 911, 1103, 1327, 1601, 1933, 2311, 2789, 3373, 4057, 4903] as const;
const questionFactors = [3, 2, 4, 5, 7] as const;

/** A prompt is told from an answer's text when it is at least this much longer. */
const promptOverAnswer = 3;

const seconds = (tokens: number): string => ((tokens * msPerSpokenToken) / 1000).toFixed(1);

/** Changes of one factor that change the sums of some stories and not of others. Each is one entry. */
export const toggles: readonly Toggle[] = [
  {
    id: 'instructions',
    sizes: (turn) => {
      const least = promptOverAnswer * turn.textOut;
      const long = promptSizes.filter((size) => size >= least);
      return long.length > 0 ? long : [least + 1];
    },
    change: (size) => `Instructions of ${size} tokens`,
    steps: (size) => [
      `Set instructions that make the prompt ${size} text tokens; the first response reports how many it is. No sentence of them has been used before.`,
    ],
    apply: (turn, size) => ({ ...turn, textIn: size }),
  },
  {
    id: 'transcription-off',
    sizes: null,
    change: () => 'Transcription off',
    steps: () => ['Switch input transcription off; change nothing else.'],
    apply: (turn) => ({ ...turn, userTranscript: 0 }),
  },
  {
    id: 'text-answer',
    sizes: null,
    change: () => 'Text answers only',
    steps: () => ['Set the output to text alone; change nothing else.'],
    apply: (turn) => ({ ...turn, audioOut: 0, answerTranscript: 0 }),
  },
  {
    id: 'longer-question',
    sizes: (turn) => questionFactors.map((factor) => turn.audioIn * factor + 1),
    change: (size, turn) => `A question of ${seconds(size)} s instead of ${seconds(turn.audioIn)} s`,
    steps: (size) => [`Speak a clip of ${seconds(size)} s that was never sent before: ${size} audio tokens.`],
    apply: (turn, size) => ({ ...turn, audioIn: size }),
  },
];

/** A change that leaves the sums of every story alone and tells what caused them. */
export interface CauseToggle {
  readonly id: string;
  readonly change: string;
  readonly steps: readonly string[];
  readonly outcomes: readonly { readonly sees: string; readonly means: string }[];
}

/** What tells the causes apart that have the same sums. Each is one entry. */
export const causeToggles: readonly CauseToggle[] = [
  {
    id: 'create-response-off',
    change: 'create_response off, and one response.create',
    steps: ['Switch create_response off and send one response.create after the clip; change nothing else.'],
    outcomes: [
      { sees: 'nothing beyond the report', means: 'turn detection began the further inference' },
      { sees: 'the same extra', means: 'turn detection is not the cause' },
    ],
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
  },
  {
    id: 'socket-open',
    change: 'The socket kept open for 60 s, every response.created logged',
    steps: ['Keep the session open for 60 s after the answer and record it; the log keeps every response.created.'],
    outcomes: [
      { sees: 'a second response id', means: 'the further inference is a response that the client can see' },
      { sees: 'one response id and the same extra on the bill', means: 'it ran where no client sees it' },
    ],
  },
];
