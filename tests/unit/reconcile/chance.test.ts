import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { LogEvidence, UnreportedResponse } from '../../../shared/reconcile/evidence/evidence.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { beyondOf, type Space } from '../../../shared/reconcile/stories/space.ts';
import { chanceTable } from '../../../shared/reconcile/search/chance.ts';
import { spaceOf } from '../../../shared/reconcile/search/build-space.ts';
import { searchStories } from '../../../shared/reconcile/search/story-search.ts';
import { complexity, type Complexity, type Story } from '../../../shared/reconcile/stories/story.ts';
import { noWidth } from '../../../shared/usage/expected.ts';
import type { Counting } from '../../../shared/usage/rules/rules.ts';
import {
  add,
  billOf,
  finishedOf,
  foldedBill,
  gaAzure,
  plain,
  retryOf,
  type Talk,
  talks,
  turnsOf,
  without,
} from './by-the-rules.ts';
import { threadBill, threadTurn } from './thread.ts';

interface Case {
  readonly turns: readonly Turn[];
  readonly bill: WholeTokens;
  readonly log: LogEvidence | null;
  readonly counting: Counting;
}

const spaceFor = ({ turns, bill, log, counting }: Case): Space => spaceOf(turns, bill, log, counting);
const within = (space: Space): Story[] =>
  searchStories(space).filter(({ further }) => further.every(({ outside }) => !outside));

/** A story is no less simple than a level: no more happenings, assumptions or open numbers. */
const asSimple = (one: Complexity, level: Complexity): boolean =>
  one.happenings <= level.happenings && one.assumptions <= level.assumptions && one.open <= level.open;

/** Every bill drawn, each searched by itself: what its stories take for granted; null: they are too many for a test. */
function drawn(one: Case): { readonly of: number; readonly bills: readonly (readonly Complexity[])[] } | null {
  const reported = one.turns.reduce(
    (sum, { audioIn, textIn }) => ({ audio: sum.audio + audioIn, text: sum.text + textIn }),
    { audio: 0, text: 0 },
  );
  const may = (one.log?.unreported ?? []).reduce(
    (sum, { audioIn, textIn, width = noWidth }) => ({
      audio: sum.audio + (audioIn ?? 0) + width.audioIn,
      text: sum.text + (textIn ?? 0) + width.textIn,
    }),
    { audio: 0, text: 0 },
  );
  const excess = (modality: 'audio' | 'text'): number =>
    Math.max(
      0,
      (one.bill[`${modality}_in`] ?? 0) + (one.bill[`${modality}_cached`] ?? 0) - reported[modality] - may[modality],
    );
  const [audio, text] = [excess('audio'), excess('text')];
  const of = (2 * audio + 1) * (2 * text + 1);
  if (audio + text === 0 || of > 2000) return null;
  const bills: Complexity[][] = [];
  for (let a = -audio; a <= audio; a += 1) {
    for (let t = -text; t <= text; t += 1) {
      const bill = {
        ...one.bill,
        ...(audio === 0 ? {} : { audio_in: (one.bill.audio_in ?? 0) + a }),
        ...(text === 0 ? {} : { text_in: (one.bill.text_in ?? 0) + t }),
      };
      bills.push(within(spaceFor({ ...one, bill })).map(complexity));
    }
  }
  return { of, bills };
}

/** Holds every level of a case's stories against trying each bill. Returns how many levels there were. */
function hold(one: Case): number {
  const all = drawn(one);
  if (all === null) return 0;
  const space = spaceFor(one);
  const chance = chanceTable(space, beyondOf(space));
  const levels = new Map(within(space).map((story) => [JSON.stringify(complexity(story)), story]));
  for (const story of levels.values()) {
    const level = complexity(story);
    const hits = all.bills.filter((stories) => stories.some((other) => asSimple(other, level))).length;
    expect({ level, one, chance: chance(story) }).toEqual({
      level,
      one,
      chance: { hits, of: all.of, share: hits / all.of },
    });
  }
  return levels.size;
}

const tiny: Turn = {
  audioIn: 3,
  textIn: 12,
  audioOut: 2,
  textOut: 7,
  audioCached: 0,
  textCached: 0,
  userTranscript: null,
  answerTranscript: 1,
};
/** 5 and 21 more: the finished conversation of it. */
const more = { audio_in: 5, text_in: 21, audio_out: 6, text_out: 8 };
/** 12 + 7 + 2 once it has answered, in text alone. */
const typed: Turn = { ...tiny, audioIn: 0, audioOut: 0, answerTranscript: null };
const cached: Turn = { ...tiny, audioCached: 2, textCached: 8 };
const silent: UnreportedResponse = {
  number: 2,
  status: 'cancelled',
  reason: 'turn_detected',
  after: 1,
  audioIn: 2,
  textIn: 9,
  audioOut: 1,
  textOut: 2,
  width: { ...noWidth, audioIn: 1, textIn: 2, audioOut: 1, textOut: 2 },
  basis: 'if billed',
};
const logged: LogEvidence = { responsesCreated: 2, responsesReported: 1, unreported: [silent] };
const two: readonly Turn[] = turnsOf({
  prompt: 2,
  counting: gaAzure,
  exchanges: [
    { asked: { kind: 'spoken', audio: 2 }, answered: { kind: 'spoken', words: 1, audio: 2 } },
    { asked: { kind: 'spoken', audio: 1 }, answered: { kind: 'spoken', words: 2, audio: 3 } },
  ],
});

const base = { log: null, counting: gaAzure };
const cases: readonly (readonly [string, Case])[] = [
  ['nothing cached', { ...base, turns: [tiny], bill: billOf([tiny], more) }],
  ['cached tokens on meters of their own', { ...base, turns: [cached], bill: billOf([cached], more) }],
  ['cached tokens on the input meters', { ...base, turns: [cached], bill: foldedBill([cached], more) }],
  [
    'cached tokens without rows',
    { ...base, turns: [cached], bill: without(foldedBill([cached], more), 'audio_cached', 'text_cached') },
  ],
  ['text in alone beyond', { ...base, turns: [typed], bill: billOf([typed], { text_in: 21, text_out: 4 }) }],
  ['outputs as reported', { ...base, turns: [tiny], bill: billOf([tiny], { audio_in: 3, text_in: 12 }) }],
  ['no rows of outputs', { ...base, turns: [tiny], bill: without(billOf([tiny], more), 'audio_out', 'text_out') }],
  [
    'two turns, the older answer turned to text',
    { ...base, turns: two, bill: billOf(two, { audio_in: 6, text_in: 27, audio_out: 4, text_out: 8 }) },
  ],
  [
    'no row of audio in, where an open text is checked by nothing',
    { ...base, turns: [tiny], bill: without(billOf([tiny], { text_in: 12, audio_out: 3, text_out: 7 }), 'audio_in') },
  ],
  [
    'no row of text in, where an open sound is checked by nothing',
    { ...base, turns: [tiny], bill: without(billOf([tiny], { audio_in: 5, audio_out: 3, text_out: 7 }), 'text_in') },
  ],
  [
    'another session and transcription beside it, each of which counts as one',
    {
      ...base,
      turns: [tiny],
      bill: billOf([tiny], { audio_in: 4, text_in: 9, audio_out: 6, text_out: 8 }),
      log: {
        responsesCreated: 1,
        responsesReported: 1,
        transcription: { model: null, audioIn: 1, textIn: 0, textOut: 2, seconds: null, reports: 1 },
        others: [
          {
            id: 'afternoon',
            totals: { audio_in: 2, audio_cached: 0, audio_out: 6, text_in: 9, text_cached: 0, text_out: 8 },
          },
          {
            id: 'evening',
            totals: { audio_in: 4, audio_cached: 0, audio_out: 6, text_in: 9, text_cached: 0, text_out: 8 },
          },
        ],
      },
    },
  ],
  [
    'a response of the log that may be billed',
    {
      ...base,
      log: logged,
      turns: [tiny],
      bill: billOf([tiny], { audio_in: 8, text_in: 32, audio_out: 8, text_out: 12 }),
    },
  ],
];

describe('how often chance does as well', () => {
  it.each(cases)('is what searching every bill drawn gives: %s', (_, one) => {
    expect(hold(one)).toBeGreaterThan(0);
  });

  it('is so for whatever was said, and whatever ran', () => {
    const small = talks({ turns: 2, question: 3, answer: 3, words: 2, prompt: 2 });
    const generated = small.chain((talk: Talk) =>
      fc.record({
        talk: fc.constant(talk),
        further: fc.array(
          fc.record({
            finished: fc.boolean(),
            turn: fc.nat(talk.exchanges.length - 1),
          }),
          { minLength: 1, maxLength: 2 },
        ),
        noise: fc.constantFrom(0, 0, 1, 3),
        known: fc.boolean(),
        // Cached tokens on meters of their own make a bill of several turns short of its input, and cut it.
        cache: fc.constantFrom<'none' | 'folded' | 'apart'>(
          'none',
          'folded',
          ...(talk.exchanges.length === 1 ? (['apart'] as const) : []),
        ),
        outputs: fc.boolean(),
        log: fc.option(fc.record({ audioIn: fc.nat(4), textIn: fc.nat(8), wide: fc.boolean(), billed: fc.boolean() }), {
          freq: 2,
        }),
      }),
    );
    let levels = 0;
    fc.assert(
      fc.property(generated, ({ talk, further, noise, known, cache, outputs, log }) => {
        const told = turnsOf(talk).map((turn) => ({
          ...turn,
          audioCached: cache === 'none' ? 0 : turn.audioIn - (turn.audioIn % 2),
          textCached: cache === 'none' ? 0 : turn.textIn - (turn.textIn % 4),
        }));
        const turns = known ? told : plain(told);
        const read = add(
          ...further.map(({ finished, turn }) => (finished ? finishedOf(talk, turn) : retryOf(talk, turn))),
          log !== null && log.billed ? { audio: log.audioIn, text: log.textIn } : { audio: 0, text: 0 },
        );
        const amounts = { audio_in: read.audio, text_in: read.text + noise, audio_out: 4, text_out: 9 };
        const bill = cache === 'folded' ? foldedBill(turns, amounts) : billOf(turns, amounts);
        levels += hold({
          turns,
          bill: outputs ? bill : without(bill, 'audio_out', 'text_out'),
          log:
            log === null
              ? null
              : {
                  responsesCreated: turns.length + 1,
                  responsesReported: turns.length,
                  unreported: [
                    {
                      ...silent,
                      audioIn: log.audioIn,
                      textIn: log.textIn,
                      ...(log.wide ? {} : { width: noWidth }),
                    },
                  ],
                },
          counting: talk.counting,
        });
      }),
      { numRuns: 50 },
    );
    expect(levels).toBeGreaterThan(20);
  });

  it('counts an open number over its whole range', () => {
    // Beyond are 5 audio and 21 text; another first turn reads 12 text and any audio from 1 on, which is 10 of the 11 drawn.
    const one = {
      ...base,
      turns: [tiny],
      bill: billOf([tiny], { audio_in: 5, text_in: 12, audio_out: 1, text_out: 7 }),
    };
    const space = spaceFor(one);
    const [story] = within(space).filter(({ open }) => open === 'audio');
    if (story === undefined) throw new Error('No story has its audio open.');
    const chance = chanceTable(space, beyondOf(space))(story);
    // Of 11 x 25 bills that line holds 10, the retry (3, 12) among them, and the finished conversation (5, 21) one more. With
    // a spoken item it reads 29, and with a typed one 26 or more: beyond the 24 drawn.
    expect(chance).toEqual({ hits: 11, of: 275, share: 0.04 });
  });

  it('is null where no input is beyond the report, and 1 where the stories are too many to count', () => {
    const asReported = reconcile([threadTurn], foldedBill([threadTurn], { audio_out: 9 }), null);
    expect(asReported.finding.chance).toBeNull();
    // 120 turns have 240 contexts and more of known amounts; three of them go together in over two million ways.
    const turns = Array.from({ length: 120 }, (_, at) => ({ ...tiny, conversation: `session ${at}`, audioIn: 3 + at }));
    const bill = billOf(turns, { audio_in: 3 + 4 + 5, text_in: 36, audio_out: 3, text_out: 21 });
    const { finding, explanations } = reconcile(turns, bill, null);
    expect(explanations[0]?.inferences.filter(({ kind }) => kind === 'further').length).toBeGreaterThan(1);
    expect(finding.chance?.share).toBe(1);
  });

  it('is the less, the further off the bill of the same story', () => {
    const far: Turn = { ...threadTurn, audioIn: 1100, audioOut: 4200 };
    const shareOf = (turn: Turn, bill: WholeTokens): number => reconcile([turn], bill, null).finding.chance?.share ?? 1;
    const near = shareOf(threadTurn, threadBill);
    expect(
      shareOf(far, foldedBill([far], { audio_in: 5300, text_in: 238, audio_out: 211, text_out: 64 })),
    ).toBeLessThan(near);
  });
});
