import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import {
  add,
  billOf,
  finishedOf,
  gaOpenAi,
  plain,
  previewOpenAi,
  retryOf,
  textOutOf,
  turnsOf,
  type Exchange,
  type Talk,
} from './by-the-rules.ts';

/** A spoken conversation of so many exchanges, no two alike. On ga every answer becomes text once the next has come. */
const talkOf = (count: number, counting = gaOpenAi): Talk => ({
  prompt: 111,
  counting,
  exchanges: Array.from({ length: count }, (_, at): Exchange => ({
    asked: { kind: 'spoken', audio: 23 + ((at * 37) % 211) },
    answered: { kind: 'spoken', words: 25 + ((at * 29) % 97), audio: 120 + ((at * 53) % 307) },
  })),
});

const named = (talk: Talk): Turn[] => turnsOf(talk).map((turn) => ({ ...turn, conversation: 'one' }));
const held = (turns: readonly Turn[], talk: Talk, more: Parameters<typeof billOf>[1]) =>
  reconcile(turns, billOf(turns, more), null, null, { counting: talk.counting });
const spoke = { audio_out: 200, text_out: 60 } as const;

/** With one more inference over the whole conversation after a turn, and so many tokens of text besides. */
const finished = (talk: Talk, turn: number, besides = 0) => {
  const { audio, text } = finishedOf(talk, turn);
  return { audio_in: audio, text_in: text + besides, ...spoke };
};

describe('a long conversation', () => {
  it('of ga is read with the last answer alone as sound: 50 turns do not add up to 50 answers', () => {
    const talk = talkOf(50);
    const last = turnsOf(talk).at(-1);
    const questions = talk.exchanges.reduce((sum, { asked }) => sum + (asked.kind === 'spoken' ? asked.audio : 0), 0);
    const before = talk.exchanges[48]?.answered;
    if (before?.kind !== 'spoken') throw new Error('The answer before the last is none.');
    expect(last?.audioIn).toBe(questions + before.audio);
    // 111, 8 a question, 4 and its words an older answer, and what the last one reported with 2.
    const older = talk.exchanges.slice(0, 48).reduce((sum, { answered }) => sum + answered.words + 4, 0);
    expect(last?.textIn).toBe(111 + 50 * 8 + older + textOutOf(before) + 2);
  });

  it.each([3, 100, 1000])('of %i responses gives the further inference and its place', (count) => {
    const talk = talkOf(count);
    const turns = named(talk);
    const { explanations, finding } = held(turns, talk, finished(talk, count - 1));
    const first = explanations.filter(({ rank, outside }) => rank === 1 && !outside);
    const told = first.map(({ inferences }) => inferences.filter(({ kind }) => kind === 'further'));
    expect(told).toContainEqual([expect.objectContaining({ context: 'finished', turn: count - 1 })]);
    expect(first.every(({ exact }) => exact)).toBe(true);
    if (finding.claim.kind === 'further' && finding.claim.contexts !== null) {
      expect(finding.claim.contexts).toEqual([{ context: 'finished', turn: count - 1 }]);
      expect(finding.turn).toBe(count - 1);
    }
    // At 3 turns it is stated, at 1,000 so many stories are as simple that it has to be counted first.
    if (count === 3) expect(finding.claim.kind).toBe('further');
  });

  it('of 100 responses in the middle of which something was retried gives the retry and its place', () => {
    const talk = talkOf(100);
    const turns = named(talk);
    const { audio, text } = retryOf(talk, 57);
    const { explanations } = held(turns, talk, { audio_in: audio, text_in: text, ...spoke });
    expect(explanations[0]?.inferences.filter(({ kind }) => kind === 'further')).toMatchObject([
      { context: 'retry', turn: 57 },
    ]);
  });

  it('of preview keeps every answer as sound, and gives the further inference too', () => {
    const talk = talkOf(100, previewOpenAi);
    const turns = named(talk);
    const { explanations } = held(turns, talk, finished(talk, 99));
    expect(explanations[0]?.inferences.at(-1)).toMatchObject({ context: 'finished', turn: 99 });
    // Every question and every answer, 2 and what it reported for each.
    const { audio } = finishedOf(talk, 99);
    expect(audio).toBe(
      talk.exchanges.reduce(
        (sum, { asked, answered }) =>
          sum + (asked.kind === 'spoken' ? asked.audio : 0) + (answered.kind === 'spoken' ? answered.audio : 0),
        0,
      ),
    );
  });

  it('gives it though no transcript was counted and no conversation named', () => {
    const talk = talkOf(40);
    const turns = plain(turnsOf(talk));
    const { explanations } = held(turns, talk, finished(talk, 39));
    const told = explanations.filter(({ rank }) => rank === 1).map(({ inferences }) => inferences.at(-1));
    expect(told).toContainEqual(expect.objectContaining({ context: 'finished', turn: 39 }));
  });

  it.each([4, 30])(
    'of %i responses, each of which was read again, finds all of them, more than are tried one by one',
    (count) => {
      const talk = talkOf(count);
      const turns = named(talk);
      const all = add(...turns.map((_, at) => finishedOf(talk, at)));
      const { explanations, finding } = held(turns, talk, {
        audio_in: all.audio,
        text_in: all.text,
        audio_out: 900,
        text_out: 300,
      });
      expect(explanations[0]?.title).toBe(
        'A further response over the finished conversation, nothing new added, at every response',
      );
      const further = explanations[0]?.inferences.filter(({ kind }) => kind === 'further');
      expect(further?.map(({ turn }) => turn)).toEqual(turns.map((_, at) => at));
      // Stories of so many inferences are too many to count, so nothing is stated.
      expect(finding).toMatchObject({ claim: { kind: 'undecided' }, chance: { share: 1 } });
    },
  );

  it.each([
    [100, 'No story of up to three further inferences explains every meter.'],
    [120, 'No story of up to three further inferences explains every meter.'],
    [121, 'No story of up to two further inferences explains every meter.'],
    [1000, 'No story of up to two further inferences explains every meter.'],
    [1001, 'No story of one further inference explains every meter.'],
  ])('of %i responses says how far it was searched', (count, headline) => {
    const talk = talkOf(count);
    const turns = named(talk);
    // 7 audio are less than any question was.
    const { finding } = held(turns, talk, { audio_in: 7, text_in: 3, ...spoke });
    expect(finding).toMatchObject({ claim: { kind: 'nothing fits' }, headline });
  });

  it('without a meter of sound is tried one inference at a time beyond 12 responses', () => {
    const textAlone = (count: number): string => {
      const talk = talkOf(count);
      const turns = named(talk);
      const { audio_in: _, ...bill } = billOf(turns, { text_in: 1, ...spoke });
      return reconcile(turns, bill, null, null, { counting: gaOpenAi }).finding.headline;
    };
    expect(textAlone(12)).toContain('up to three further inferences');
    expect(textAlone(13)).toContain('one further inference');
  });

  it('of 80 responses that three further inferences fit is counted, in the time of a test', () => {
    const talk = talkOf(80);
    const turns = named(talk);
    const all = add(finishedOf(talk, 3), finishedOf(talk, 7), finishedOf(talk, 75));
    const { explanations } = held(turns, talk, { audio_in: all.audio, text_in: all.text, ...spoke });
    expect(explanations.length).toBeGreaterThan(0);
    // 160 known contexts give C(163, 3) = 708,561 triples, which are too many to count; pairs are not.
    for (const { coverage, inferences, outside } of explanations) {
      const further = inferences.filter(({ kind }) => kind === 'further').length;
      if (!outside) expect((coverage?.share ?? 1) < 1).toBe(further < 3);
    }
  });
});
