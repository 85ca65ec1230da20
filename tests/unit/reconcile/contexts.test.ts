import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { candidatesOf } from '../../../shared/reconcile/search/build-space.ts';
import { storiesAtResponses as contexts } from '../../../shared/reconcile/stories/all-stories.ts';
import { furtherAt } from '../../../shared/reconcile/stories/at-response.ts';
import { promptsOf } from '../../../shared/reconcile/stories/first-turn.ts';
import { placesOf } from '../../../shared/reconcile/stories/places.ts';
import { point } from '../../../shared/kit/span.ts';
import type { Reads } from '../../../shared/reconcile/stories/story.ts';
import { type Counting, rulesFor } from '../../../shared/usage/rules/rules.ts';
import { finishedOf, gaAzure, gaOpenAi, previewOpenAi, retryOf, type Talk, talks, turnsOf } from './by-the-rules.ts';
import { threadTurn } from './thread.ts';

const reasoning: Counting = { family: 'reasoning', service: 'openai', certain: true };

/** Where a context begins to read, by its id; null: it cannot have run at that turn. */
function readsAt(id: string, turns: readonly Turn[], counting: Counting, at = 0): Reads | null {
  const rules = rulesFor(counting);
  const place = placesOf(turns, rules, counting.family)[at];
  const context = contexts.find((one) => one.id === id);
  if (place === undefined || context === undefined) throw new Error(`There is no ${id} at ${at}.`);
  return context.reads(place, rules);
}

/** Contexts at a turn that no measured rule knows. */
function outsideAt(turns: readonly Turn[], counting: Counting, at = 0): string[] {
  const rules = rulesFor(counting);
  const place = placesOf(turns, rules, counting.family)[at];
  if (place === undefined) throw new Error(`There is no turn ${at}.`);
  return contexts.filter((one) => one.reads(place, rules) !== null && one.isOutside(place, rules)).map(({ id }) => id);
}

const any = Number.POSITIVE_INFINITY;

describe('what could have run after the answer of the public case', () => {
  // 119 = 111 + 8; 117 = 89 + 4 + 2 x 12; read again 119 + 117 + 2 = 238 and 110 + 420 = 530.
  it.each([
    ['finished', { audio: point(530), text: point(238), open: null }],
    ['finished+spoken', { audio: { low: 530, high: any }, text: point(246), open: 'audio' }],
    ['finished+typed', { audio: point(530), text: { low: 243, high: any }, open: 'text' }],
    ['retry', { audio: point(110), text: point(119), open: null }],
    ['truncated', { audio: { low: 110, high: 530 }, text: { low: 119, high: 135 }, open: 'audio' }],
    // 119 + 89 + 4, give or take a stretch of transcript.
    ['as-text', { audio: point(110), text: { low: 210, high: 214 }, open: null }],
    ['tool-round', null],
  ] as const)('%s', (id, reads) => expect(readsAt(id, [threadTurn], gaAzure)).toEqual(reads));

  it('is measured but for an answer cut short, turned into text at once, or both transcripts', () => {
    expect(outsideAt([threadTurn], gaAzure)).toEqual(['truncated', 'as-text', 'transcripts']);
    expect(outsideAt([threadTurn], previewOpenAi)).toEqual(['as-text', 'transcripts']);
  });

  it('reads 8 exactly for an answer cut short on a preview model, where that was measured', () => {
    expect(readsAt('truncated', [threadTurn], previewOpenAi)).toEqual({
      audio: { low: 110, high: 530 },
      text: point(127),
      open: 'audio',
    });
  });

  it('reads transcripts as they were counted, where they were', () => {
    const counted = { ...threadTurn, userTranscript: 30, answerTranscript: 89 };
    expect(readsAt('transcripts', [counted], gaAzure)).toEqual({ audio: point(530), text: point(238), open: null });
    expect(readsAt('as-text', [counted], gaAzure)).toEqual({ audio: point(110), text: point(212), open: null });
    // Nobody counted what was heard: one token at least, six in ten of its audio at most, rounded up.
    expect(readsAt('transcripts', [{ ...counted, userTranscript: null }], gaAzure)).toEqual({
      audio: point(530),
      text: { low: 119 + 89 + 1, high: 119 + 89 + 66 },
      open: 'text',
    });
  });

  it('has nothing measured after a spoken answer of a model that thinks', () => {
    expect(outsideAt([threadTurn], reasoning)).toEqual([
      'finished',
      'finished+spoken',
      'finished+typed',
      'truncated',
      'as-text',
      'transcripts',
    ]);
  });
});

describe('what could have run after a function call', () => {
  const called: Turn = { ...threadTurn, audioOut: 0, textOut: 40, wrote: 'called' };

  it('reads the call and its result with 2 and 5 on OpenAI, and with nothing on Azure', () => {
    // 119 + 40 + 2 + 5, and 119 + 40 + 0 + 0; the result itself may be empty.
    expect(readsAt('tool-round', [called], gaOpenAi)).toEqual({
      audio: point(110),
      text: { low: 166, high: any },
      open: 'text',
    });
    expect(readsAt('tool-round', [called], gaAzure)).toEqual({
      audio: point(110),
      text: { low: 159, high: any },
      open: 'text',
    });
  });

  it('can have been one where an answer without audio is not known to be a text', () => {
    const { wrote: _, ...unknown } = called;
    expect(readsAt('tool-round', [unknown], gaOpenAi)?.text.low).toBe(166);
    expect(readsAt('tool-round', [unknown], gaAzure)?.text.low).toBe(159);
    expect(readsAt('tool-round', [{ ...called, wrote: 'written' }], gaOpenAi)).toBeNull();
    expect(readsAt('tool-round', [{ ...called, textOut: 0 }], gaOpenAi)).toBeNull();
  });

  it('is no answer that was cut short or turned into text', () => {
    expect(['truncated', 'as-text', 'transcripts'].map((id) => readsAt(id, [called], gaOpenAi))).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('reasoning', () => {
  it('is never read again', () => {
    const thought: Turn = { ...threadTurn, audioOut: 0, textOut: 90, reasoning: 64, wrote: 'written' };
    // 119 + (90 - 64) + 2
    expect(readsAt('finished', [thought], reasoning)).toEqual({ audio: point(110), text: point(147), open: null });
  });
});

describe('the first turn of another session', () => {
  const rules = rulesFor(gaAzure);
  const firstTurns = (turns: readonly Turn[]) =>
    candidatesOf({ turns, billed: {}, log: null, rules, places: placesOf(turns, rules, 'ga') }).open.filter(
      ({ context }) => context === 'first-turn',
    );

  it('reads the same prompt with 8, and a question of its own of one token at least', () => {
    const [one, ...others] = firstTurns([threadTurn]);
    expect(others).toEqual([]);
    expect(one?.reads).toEqual({ audio: { low: 1, high: any }, text: point(119), open: 'audio' });
    expect(one?.title.one).toBe('another first turn with the default instructions');
    expect(one?.turn).toBeNull();
  });

  it('has the prompt that a log tells, or what the first spoken turn leaves', () => {
    const typed: Turn = { ...threadTurn, audioIn: 0, textIn: 300 };
    const places = (...turns: Turn[]) => promptsOf(placesOf(turns, rules, 'ga'), rules);
    expect(places({ ...threadTurn, textIn: 8 })).toEqual([0]);
    expect(places({ ...threadTurn, textIn: 7 })).toEqual([]);
    expect(places(typed)).toEqual([]);
    expect(places({ ...typed, prompt: 250 })).toEqual([250]);
    expect(places({ ...threadTurn, conversation: 'a' }, { ...threadTurn, textIn: 508, conversation: 'b' })).toEqual([
      111, 500,
    ]);
    expect(firstTurns([{ ...threadTurn, textIn: 508 }])[0]?.title.one).toBe('another first turn with the same prompt');
  });
});

const sizes = { turns: 5, question: 400, answer: 900, words: 250, prompt: 1500 };

/** Everything at the turns of a conversation, what was said known to the token. */
const everywhere = (talk: Talk) => {
  const rules = rulesFor(talk.counting);
  // A conversation by name: an answer or a question may be as small as nothing.
  const turns = turnsOf(talk).map((turn) => ({ ...turn, conversation: 'one' }));
  return { rules, turns, places: placesOf(turns, rules, talk.counting.family) };
};

describe('at every turn of a conversation by the rules', () => {
  it('the finished conversation, a retry and new items read what counting all of it item by item gives', () => {
    fc.assert(
      fc.property(talks(sizes), (talk) => {
        const { rules, places } = everywhere(talk);
        for (const [at, place] of places.entries()) {
          const reads = (id: string) => contexts.find((one) => one.id === id)?.reads(place, rules);
          const { audio, text } = finishedOf(talk, at);
          const again = retryOf(talk, at);
          expect(reads('finished')).toEqual({ audio: point(audio), text: point(text), open: null });
          expect(reads('retry')).toEqual({ audio: point(again.audio), text: point(again.text), open: null });
          expect(reads('finished+spoken')).toEqual({
            audio: { low: audio, high: any },
            text: point(text + 8),
            open: 'audio',
          });
          expect(reads('finished+typed')).toEqual({
            audio: point(audio),
            text: { low: text + 5, high: any },
            open: 'text',
          });
          const called = talk.exchanges[at]?.answered.kind === 'called';
          const result = talk.counting.service === 'azure' ? 0 : 5;
          expect(reads('tool-round')).toEqual(
            called ? { audio: point(audio), text: { low: text + result, high: any }, open: 'text' } : null,
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('write the sum out of the very parts that they read', () => {
    fc.assert(
      fc.property(talks(sizes), (talk) => {
        const { rules, turns, places } = everywhere(talk);
        for (const place of places) {
          for (const id of ['finished', 'retry']) {
            const context = contexts.find((one) => one.id === id);
            const further = context === undefined ? null : furtherAt(context, place, rules);
            if (further === null) throw new Error(`There is no ${id}.`);
            for (const modality of ['audio', 'text'] as const) {
              const parts = further.words[modality];
              expect(parts.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(further.reads[modality].low);
            }
            expect(further.words.text[0]).toMatchObject({ tokens: turns[place.index]?.textIn });
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
