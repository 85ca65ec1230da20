import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim, Explanation, Finding } from '../../../shared/reconcile/stories/answer-types.ts';
import { billOf, none, reportedBy, tableOf, without } from '../../findings/bill.ts';
import { converse, type Conversation } from '../../findings/conversation.ts';
import { coverageOf, standingOf, sumsOf } from '../../findings/gate.ts';
import { beyondClaim, beyondStories, falseInference, falseOfPlanted, inFirstRank } from '../../findings/judge.ts';
import { leastRead, plant, type PlantedCase } from '../../findings/planted.ts';
import { seeded } from '../../findings/random.ts';
import type { Item } from '../../findings/service.ts';

/** The published case: one question, one answer, of the service's own instructions. */
const question: Item = { kind: 'spoken', audio: 110, transcript: 30 };
const answer: Item = { kind: 'spoken answer', audio: 420, text: 117, transcript: 89 };
const thread: Conversation = {
  family: 'ga',
  service: 'azure',
  prompt: 111,
  turns: [
    {
      audioIn: 110,
      textIn: 119,
      audioOut: 420,
      textOut: 117,
      audioCached: 64,
      textCached: 64,
      userTranscript: null,
      answerTranscript: null,
    },
  ],
  before: [[question]],
  after: [[question, answer]],
  logged: false,
};
const second = {
  context: 'finished',
  turn: 0,
  read: { audio: 530, text: 238 },
  out: { audio: 211, text: 64 },
  cached: none,
} as const;
const bill = billOf(thread.turns, [second], true);
const threadCase: PlantedCase = { conversation: thread, ran: [second], folded: true, dropped: [], billed: bill };

describe('the generator, which counts by numbers of its own', () => {
  it('makes the bill of the published case', () => {
    expect(leastRead(thread, 'finished', 0)).toEqual({ audio: 530, text: 238 });
    expect(bill).toEqual({
      audio_in: 640,
      audio_cached: 0,
      audio_out: 631,
      text_in: 357,
      text_cached: 0,
      text_out: 181,
    });
  });

  it('reads a spoken answer as its transcript once another follows, and only on the models that do', () => {
    const later: Item = { kind: 'spoken answer', audio: 50, text: 30, transcript: 20 };
    const items = [question, answer, question, later];
    const both: Conversation = { ...thread, before: [items], after: [items] };
    expect(leastRead(both, 'retry', 0)).toEqual({ audio: 110 + 110 + 50, text: 111 + 8 + 93 + 8 + 32 });
    expect(leastRead({ ...both, family: 'preview' }, 'retry', 0)).toEqual({
      audio: 110 + 420 + 110 + 50,
      text: 111 + 8 + 119 + 8 + 32,
    });
  });

  it('makes the same case of the same seed, and reports that hold together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const made = plant(seeded(seed));
        expect(plant(seeded(seed))).toEqual(made);
        const { turns } = converse(seeded(seed));
        for (const turn of turns) {
          expect(turn.audioCached).toBeLessThanOrEqual(turn.audioIn);
          expect(turn.textCached).toBeLessThanOrEqual(turn.textIn);
          expect((turn.audioCached + turn.textCached) % 64).toBe(0);
        }
        expect(made.billed.audio_in ?? made.billed.text_in).toBeDefined();
      }),
      { numRuns: 100 },
    );
  });

  it('writes the table that is pasted with every row of the bill', () => {
    const table = tableOf(seeded(3), without(bill, ['text_out']));
    expect(table).toMatch(/^gpt rt aud mn in gl 1215 1M Tokens\t640$/m);
    expect(table).not.toMatch(/txt mn Out/);
  });
});

describe('the judge of a claim', () => {
  const judged = (claim: Claim): boolean => falseOfPlanted({ claim }, threadCase) === null;

  it('takes what ran, less than ran, and nothing at all for true', () => {
    expect(judged({ kind: 'undecided' })).toBe(true);
    expect(judged({ kind: 'further', atLeast: 1, contexts: null })).toBe(true);
    expect(judged({ kind: 'further', atLeast: 1, contexts: [{ context: 'finished', turn: 0 }] })).toBe(true);
  });

  it('takes more than ran, another context and a log that was never kept for false', () => {
    expect(judged({ kind: 'further', atLeast: 2, contexts: null })).toBe(false);
    expect(judged({ kind: 'further', atLeast: 1, contexts: [{ context: 'retry', turn: 0 }] })).toBe(false);
    expect(judged({ kind: 'further', atLeast: 1, contexts: [{ context: 'finished+spoken', turn: 0 }] })).toBe(false);
    const twice = { context: 'finished', turn: 0 };
    expect(judged({ kind: 'further', atLeast: 1, contexts: [twice, twice] })).toBe(false);
    expect(judged({ kind: 'seen', responses: [2] })).toBe(false);
    expect(judged({ kind: 'as reported' })).toBe(false);
    expect(judged({ kind: 'nothing fits' })).toBe(false);
  });

  it('takes any inference for false where none ran', () => {
    expect(falseInference({ kind: 'further', atLeast: 1, contexts: null }, thread, [])).not.toBeNull();
    expect(falseInference({ kind: 'seen', responses: [1] }, thread, [])).not.toBeNull();
    expect(falseInference({ kind: 'undecided' }, thread, [])).toBeNull();
  });

  it('takes two names of one reading for the same', () => {
    const retried = { ...second, context: 'retry', turn: 1 } as const;
    const twice: Conversation = {
      ...thread,
      turns: [...thread.turns, ...thread.turns],
      before: [[question], [question]],
      after: [
        [question, answer],
        [question, answer],
      ],
    };
    const claim: Claim = { kind: 'further', atLeast: 1, contexts: [{ context: 'retry', turn: 0 }] };
    expect(falseInference(claim, twice, [retried])).toBeNull();
  });

  const story = (rank: number, further: readonly { context: string; turn: number | null }[]): Explanation => ({
    rank,
    exact: true,
    outside: false,
    title: `story ${rank}`,
    statement: '',
    inferences: further.map((one) => ({ kind: 'further', ...one, response: null, measured: true, statement: '' })),
    events: [],
    cached: { audio: 'none', text: 'none' },
    meters: [],
    freeParameters: [],
    marks: [],
    assumptions: [],
    mechanisms: [],
    coverage: null,
    supports: [],
    contradictions: [],
  });
  const finished = { context: 'finished', turn: 0 };
  const retry = { context: 'retry', turn: 0 };

  it('looks for the planted story in the first rank alone, whole', () => {
    expect(inFirstRank([story(1, [finished])], threadCase)).toBe(true);
    expect(inFirstRank([story(1, [finished, retry])], threadCase)).toBe(false);
    expect(inFirstRank([story(1, [retry]), story(2, [finished])], threadCase)).toBe(false);
  });

  it('lets a finding claim only what every first story holds', () => {
    const claim: Claim = { kind: 'further', atLeast: 1, contexts: [finished] };
    expect(beyondStories({ claim }, [story(1, [finished]), story(2, [retry])])).toBeNull();
    expect(beyondStories({ claim }, [story(1, [finished]), story(1, [retry])])).not.toBeNull();
    const two: Claim = { kind: 'further', atLeast: 2, contexts: null };
    expect(beyondStories({ claim: two }, [story(1, [finished])])).not.toBeNull();
    expect(beyondStories({ claim }, [])).not.toBeNull();
  });

  it('lets words state an inference only where the claim does', () => {
    const words = (claim: Claim, headline: string, lead = ''): Finding => ({
      claim,
      headline,
      lead,
      open: '',
      chance: null,
    });
    const further: Claim = { kind: 'further', atLeast: 1, contexts: null };
    const ran = 'The model ran at least once more.';
    expect(beyondClaim(words(further, ran))).toBeNull();
    expect(beyondClaim(words(further, 'The model ran at least twice more.'))).not.toBeNull();
    expect(beyondClaim(words({ kind: 'undecided' }, ran))).not.toBeNull();
    expect(beyondClaim(words({ kind: 'undecided' }, 'The numbers do not say why.', ran))).not.toBeNull();
    expect(
      beyondClaim(words({ kind: 'undecided' }, 'The numbers do not say why.', 'They suggest that it ran again.')),
    ).toBeNull();
    expect(beyondClaim(words(further, ran, 'It was a retry of the same turn.'))).not.toBeNull();
    expect(beyondClaim(words(further, ran, 'The simplest that fits would be a retry.'))).toBeNull();
    expect(beyondClaim(words({ ...further, contexts: [retry] }, ran, 'It was a retry of the same turn.'))).toBeNull();
    expect(beyondClaim(words(further, ran, 'Cached tokens were billed as uncached.'))).not.toBeNull();
    expect(beyondClaim(words(further, ran, 'Cached tokens are taken to be billed so.'))).toBeNull();
    const seen: Claim = { kind: 'seen', responses: [2, 5] };
    expect(beyondClaim(words(seen, 'Responses 2 and 5 reported nothing, and with them the bill closes.'))).toBeNull();
    expect(beyondClaim(words(seen, 'Response 2 reported nothing, and with it the bill closes.'))).not.toBeNull();
  });
});

describe("the judge's own sum", () => {
  it('is what trying every bill gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 0, max: 1 }),
        (seed, most, free) => {
          // Small amounts, so that every bill can be tried.
          const { turns } = thread;
          const [turn] = turns;
          if (turn === undefined) throw new Error('no turn');
          const random = seeded(seed);
          const size = (): number => 1 + Math.floor(random() * 6);
          const spoken: Item = { kind: 'spoken', audio: size(), transcript: 1 };
          const said: Item = { kind: 'spoken answer', audio: size(), text: size(), transcript: 1 };
          const small: Conversation = {
            ...thread,
            prompt: 0,
            turns: [
              {
                ...turn,
                audioIn: spoken.audio,
                textIn: 8,
                audioOut: said.audio,
                textOut: said.text,
                audioCached: 0,
                textCached: 0,
              },
            ],
            before: [[spoken]],
            after: [[spoken, said]],
          };
          const base = reportedBy(small.turns);
          const billed = {
            ...base,
            audio_in: base.audio_in + size() * 3,
            text_in: base.text_in + size() * 6,
            audio_out: base.audio_out + 1,
          };
          const sums = sumsOf(small, most, free);
          const excess = { audio: billed.audio_in - base.audio_in, text: billed.text_in - base.text_in };
          let hits = 0;
          for (let audio = 0; audio <= 2 * excess.audio; audio += 1) {
            for (let text = 0; text <= 2 * excess.text; text += 1) {
              const held = sums.some(
                (sum) =>
                  sum.audio.least <= audio &&
                  sum.audio.most >= audio &&
                  sum.text.least <= text &&
                  sum.text.most >= text,
              );
              if (held) hits += 1;
            }
          }
          const of = (2 * excess.audio + 1) * (2 * excess.text + 1);
          expect(coverageOf(sums, small.turns, billed)).toEqual({ hits, of });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('lets the published case pass: of 1,061 x 477 bills it counts those two first turns reach too', () => {
    const standing = standingOf(thread, bill, ['finished']);
    expect(standing).toMatchObject({ first: true, beyond: true, passes: true, coverage: { of: 1061 * 477 } });
    expect(standing.coverage.hits).toBeLessThanOrEqual(10);
  });

  it('lets nothing pass that has no audio beyond the report', () => {
    const textAlone = { ...reportedBy(thread.turns), audio_cached: 0, text_cached: 0, text_in: 119 + 238 };
    expect(standingOf(thread, textAlone, ['finished'])).toMatchObject({ beyond: false, passes: false });
  });
});
