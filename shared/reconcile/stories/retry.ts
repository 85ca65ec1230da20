import { atResponse, fails, question } from './at-response.ts';
import { beyondOf } from './space.ts';
import { plus, point, single } from '../../kit/span.ts';
import { count } from '../../kit/numbers.ts';

const beforeAnswer: readonly string[] = [
  'a retry of the same turn',
  'a response cancelled before it reported what it used',
  'a second response to the same turn, as a double commit or a second response.create makes one',
];

/** The same turn answered once more. */
export const retry = atResponse({
  id: 'retry',
  title: { one: 'a retry of the same turn', many: 'retries of the same turn' },
  name: 'A retry of the same turn',
  rule: () => 'prompt and question only',
  when: null,
  reads: ({ turn }) => ({ audio: point(turn.audioIn), text: point(turn.textIn), open: null }),
  words: (place) => ({
    letters: { audio: 'ain', text: 'B' },
    audio: [question(place, true)],
    text: [question(place, false)],
  }),
  isOutside: () => false,
  mechanisms: beforeAnswer,
  silentAt: 0,
  readsReportedAgain: true,
  alsoExcluded: (reads, { wanted, every, at }) => {
    const twice = { ...reads, audio: plus(reads.audio, reads.audio), text: plus(reads.text, reads.text) };
    const no = fails(twice, wanted, every);
    const rule =
      twice.text.low === single(wanted.text ?? undefined)
        ? `${count(twice.text.low)} text in fits`
        : 'prompt and question, twice';
    return no === null ? [] : [{ id: 'two-retries', title: `Two retries${at}`, rule, fails: no }];
  },
  noSign: (first, space) => {
    // By the report alone: what a response without one put out may have no bound.
    const beyond = beyondOf({ ...space, log: null });
    const { audio_out: audio, text_out: text } = space.billed;
    const told = audio !== undefined && text !== undefined;
    const nothingOut = told && beyond.audioOut + beyond.textOut === 0;
    const sameInput = first.every(({ further }) => further.every(({ kind }) => kind.readsReportedAgain === true));
    return nothingOut && sameInput
      ? 'What is beyond the report is input that was reported, and nothing was put out: input that was billed again comes to that, as a retry that wrote nothing would.'
      : null;
  },
});
