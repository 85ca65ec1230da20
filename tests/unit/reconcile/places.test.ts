import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { type Place, placesOf, transcriptOf } from '../../../shared/reconcile/stories/places.ts';
import { point } from '../../../shared/kit/span.ts';
import { type Counting, rulesFor } from '../../../shared/usage/rules/rules.ts';
import { usualRuns } from '../session/by-hand.ts';
import {
  type Exchange,
  finishedOf,
  gaAzure,
  gaOpenAi,
  plain,
  previewOpenAi,
  type Talk,
  talks,
  turnsOf,
} from './by-the-rules.ts';

const places = (turns: readonly Turn[], counting: Counting = gaOpenAi): Place[] =>
  placesOf(turns, rulesFor(counting), counting.family);
const afterOf = (turns: readonly Turn[], counting?: Counting) => places(turns, counting).map(({ after }) => after);

const spoken = (question: number, words: number, audio: number): Exchange => ({
  asked: { kind: 'spoken', audio: question },
  answered: { kind: 'spoken', words, audio },
});
const talkOf = (counting: Counting, ...exchanges: readonly Exchange[]): Talk => ({ exchanges, prompt: 111, counting });

/** Three spoken exchanges: 117 = 89 + 28, 58 = 40 + 4 + 2 x 7, 31 = 19 + 4 + 2 x 4 (19 tokens have 4 stretches at most), as text out. */
const three = [spoken(110, 89, 420), spoken(50, 40, 200), spoken(70, 19, 120)] as const;

describe('what stands in a conversation once it has answered', () => {
  it('on ga: the last spoken answer as it was reported and 2, every older one as its transcript and 4', () => {
    const turns = turnsOf(talkOf(gaOpenAi, ...three));
    // 119; 119 + 119 + 8 = 246; 119 + 93 + 8 + (58 + 2) + 8 = 288, the first answer's 420 audio gone.
    expect(turns.map(({ audioIn, textIn, textOut }) => [audioIn, textIn, textOut])).toEqual([
      [110, 119, 117],
      [580, 246, 58],
      [430, 288, 31],
    ]);
    expect(afterOf(turns)).toEqual([
      { audio: point(530), text: point(238) },
      // 246 - 119 + 93 + 60; 580 - 420 + 200
      { audio: point(360), text: point(280) },
      // 288 - 60 + 44 + 33; 430 - 200 + 120
      { audio: point(350), text: point(305) },
    ]);
    expect(places(turns).map(({ demoted }) => demoted)).toEqual([
      null,
      { index: 0, audio: 420, text: point(93) },
      { index: 1, audio: 200, text: point(44) },
    ]);
  });

  it('on preview: every answer as it was reported and 2, its audio with it', () => {
    const turns = turnsOf(talkOf(previewOpenAi, ...three));
    expect(turns.map(({ audioIn, textIn }) => [audioIn, textIn])).toEqual([
      [110, 119],
      [580, 246],
      [850, 314],
    ]);
    expect(afterOf(turns, previewOpenAi)).toEqual([
      { audio: point(530), text: point(238) },
      { audio: point(780), text: point(306) },
      { audio: point(970), text: point(347) },
    ]);
    expect(places(turns, previewOpenAi).map(({ demoted }) => demoted)).toEqual([null, null, null]);
  });

  it('keeps a spoken answer as it is while only answers in text follow it', () => {
    const written: Exchange = { asked: { kind: 'typed', words: 6 }, answered: { kind: 'written', words: 20 } };
    const turns = turnsOf(talkOf(gaOpenAi, three[0], written, three[1]));
    // 238 + 10 = 248, then + 22 + 2 + 8 = 280; the audio of the first answer stays until the next spoken one.
    expect(turns.map(({ audioIn, textIn }) => [audioIn, textIn])).toEqual([
      [110, 119],
      [530, 248],
      [580, 280],
    ]);
    expect(afterOf(turns)).toEqual([
      { audio: point(530), text: point(238) },
      { audio: point(530), text: point(272) },
      // 280 - 119 + 93 + 60
      { audio: point(360), text: point(314) },
    ]);
    expect(places(turns)[2]?.demoted?.index).toBe(0);
  });

  it('reads a call with 2 on OpenAI and as it was reported on Azure', () => {
    const called: Exchange = { asked: { kind: 'spoken', audio: 110 }, answered: { kind: 'called', words: 30 } };
    expect(afterOf(turnsOf(talkOf(gaOpenAi, called)))).toEqual([{ audio: point(110), text: point(119 + 37 + 2) }]);
    expect(afterOf(turnsOf(talkOf(gaAzure, called)), gaAzure)).toEqual([{ audio: point(110), text: point(119 + 37) }]);
  });

  it('is what counting the whole conversation item by item gives, at every turn', () => {
    fc.assert(
      fc.property(talks({ turns: 6, question: 400, answer: 900, words: 250, prompt: 1500 }), (talk) => {
        const turns = turnsOf(talk).map((turn) => ({ ...turn, conversation: 'one' }));
        expect(afterOf(turns, talk.counting)).toEqual(
          turns.map((_, at) => {
            const { audio, text } = finishedOf(talk, at);
            return { audio: point(audio), text: point(text) };
          }),
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('a transcript that nobody counted', () => {
  const turn = (words: number, audio: number): Turn => ({
    audioIn: 110,
    textIn: 119,
    audioOut: audio,
    textOut: words + 4 + 2 * usualRuns(words, audio),
    audioCached: 0,
    textCached: 0,
    userTranscript: null,
    answerTranscript: null,
  });
  const rules = rulesFor(gaOpenAi);

  it('is worked out from what the answer reported, one stretch more or less', () => {
    expect(transcriptOf(rules, turn(89, 420))).toEqual({ low: 87, high: 91 });
    expect(transcriptOf(rules, { ...turn(89, 420), answerTranscript: 89 })).toEqual(point(89));
    expect(transcriptOf(rules, { ...turn(89, 420), audioOut: 0 })).toBeNull();
    // 118 is 90 + 28.
    expect(transcriptOf(rules, { ...turn(89, 420), textOut: 118 })).toEqual({ low: 88, high: 92 });
    // 33 to 38 are no sum of a transcript and its frame: 20 and 12 leave one to six over.
    expect(transcriptOf(rules, { ...turn(20, 211), textOut: 33 })).toEqual({ low: 17, high: 23 });
  });

  it('lies within that width, whatever was said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 2000 }), (words, audio) => {
        const span = transcriptOf(rules, turn(words, audio));
        expect(span?.low).toBeLessThanOrEqual(words);
        expect(span?.high).toBeGreaterThanOrEqual(words);
      }),
    );
  });

  it('leaves that width to what is read once its answer is older', () => {
    const turns = plain(turnsOf(talkOf(gaOpenAi, ...three)));
    expect(afterOf(turns)[0]).toEqual({ audio: point(530), text: point(238) });
    expect(afterOf(turns).at(-1)).toEqual({ audio: point(350), text: { low: 303, high: 307 } });
  });
});

describe('a next report', () => {
  const bare = plain(turnsOf(talkOf(gaOpenAi, ...three)));

  it('bears the place before it out, to the token, where it is that and one spoken item', () => {
    const borne = places(bare);
    expect(borne.map(({ borneOut }) => borneOut)).toEqual([true, true, false]);
    // Worked out as 278 to 282, and 288 - 8 says 280.
    expect(borne[1]?.after).toEqual({ audio: point(360), text: point(280) });
  });

  it('does not where it lies outside what the rules leave open, or heard nothing new', () => {
    const [first, second, third] = bare as [Turn, Turn, Turn];
    const secondOf = (next: Turn) => places([first, second, next].map((turn) => ({ ...turn, conversation: 'one' })))[1];
    const open = { audio: point(360), text: { low: 278, high: 282 } };
    for (const textIn of [285, 291]) {
      expect(secondOf({ ...third, textIn })).toMatchObject({ borneOut: false, after: open });
    }
    for (const textIn of [286, 290]) {
      expect(secondOf({ ...third, textIn })).toMatchObject({
        borneOut: true,
        after: { audio: point(360), text: point(textIn - 8) },
      });
    }
    expect(secondOf({ ...third, audioIn: 360 })).toMatchObject({ borneOut: false, after: open });
    expect(secondOf({ ...third, audioIn: 361 })).toMatchObject({ borneOut: true });
  });

  it('does not where it belongs to another conversation', () => {
    const apart = bare.map((turn, at) => ({ ...turn, conversation: `session ${at}` }));
    expect(places(apart).map(({ borneOut }) => borneOut)).toEqual([false, false, false]);
  });
});

describe('two conversations', () => {
  const one = plain(turnsOf(talkOf(gaOpenAi, three[0], three[1])));

  it('are told apart by their names, though the sums of one could go on in the other', () => {
    const named = [...one.map((turn) => ({ ...turn, conversation: 'a' })), { ...one[1], conversation: 'b' } as Turn];
    expect(places(named).map(({ first }) => first)).toEqual([true, false, true]);
    expect(places(named)[2]).toMatchObject({ demoted: null, after: { audio: point(780), text: point(306) } });
  });

  it('are told apart by a turn that reads less than what stood there, where nothing names them', () => {
    const both = places([...one, ...one]);
    expect(both.map(({ first }) => first)).toEqual([true, false, true, false]);
    expect(both.map(({ demoted }) => demoted?.index ?? null)).toEqual([null, 0, null, 2]);
    expect(both.map(({ after }) => after.audio.low)).toEqual([530, 360, 530, 360]);
  });

  it('are one where a turn reads all of what stood there and more text', () => {
    const [first] = one as [Turn];
    const next = (audioIn: number, textIn: number): boolean | undefined =>
      places([first, { ...first, audioIn, textIn }])[1]?.first;
    expect(next(530, 239)).toBe(false);
    expect(next(530, 238)).toBe(true);
    expect(next(529, 239)).toBe(true);
  });
});

describe('what a log knows', () => {
  const [turn] = plain(turnsOf(talkOf(gaOpenAi, three[0]))) as [Turn];
  const after = { audio: 530, text: 251, width: { audio: 1, text: 3 }, known: true };

  it('takes the place of what reports alone leave to be worked out', () => {
    const [place] = places([{ ...turn, after }]);
    expect(place?.after).toEqual({ audio: { low: 529, high: 531 }, text: { low: 248, high: 254 } });
    expect(place?.known).toBe(true);
    expect(places([{ ...turn, after: { ...after, known: false } }])[0]?.known).toBe(false);
  });

  it('tells what an answer was', () => {
    const quiet: Turn = { ...turn, audioOut: 0, textOut: 40 };
    const kinds = (wrote?: Turn['wrote']) => {
      const [place] = places([wrote === undefined ? quiet : { ...quiet, wrote }]);
      return [place?.wrote, place?.wroteKnown];
    };
    expect(kinds()).toEqual(['written', false]);
    expect(kinds('written')).toEqual(['written', true]);
    expect(kinds('called')).toEqual(['called', true]);
    expect(kinds('spoken')).toEqual(['spoken', true]);
    expect(places([turn])[0]).toMatchObject({ wrote: 'spoken', wroteKnown: true });
  });

  it('leaves a model that thinks unknown after a spoken answer, and known after a text', () => {
    const thinks: Counting = { family: 'reasoning', service: 'openai', certain: true };
    const quiet: Turn = { ...turn, audioOut: 0, textOut: 40, wrote: 'written' };
    expect(places([turn], thinks)[0]?.known).toBe(false);
    expect(places([quiet], thinks)[0]?.known).toBe(true);
    expect(places([turn], gaOpenAi)[0]?.known).toBe(true);
  });
});
