import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { Excluded } from '../../../shared/reconcile/stories/answer-types.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { reconcile } from '../../../shared/reconcile/reconcile.ts';
import { rankStories } from '../../../shared/reconcile/finding/explanation.ts';
import { storiesAtResponses as contexts } from '../../../shared/reconcile/stories/all-stories.ts';
import { searchStories } from '../../../shared/reconcile/search/story-search.ts';
import { spaceOf } from '../../../shared/reconcile/search/build-space.ts';
import type { Counting } from '../../../shared/usage/rules/rules.ts';
import {
  add,
  billOf,
  finishedOf,
  foldedBill,
  gaAzure,
  gaOpenAi,
  plain,
  previewOpenAi,
  retryOf,
  talks,
  turnsOf,
} from './by-the-rules.ts';
import { threadTurn } from './thread.ts';

const turn: Turn = { ...threadTurn, audioCached: 0, textCached: 0 };
const rows = (turns: readonly Turn[], bill: WholeTokens, counting: Counting = gaAzure): Map<string, Excluded> =>
  new Map(reconcile(turns, bill, null, null, { counting }).excluded.map((one) => [one.id, one]));

describe('what could have run and did not', () => {
  it('is not spoken of where nothing is beyond the report', () => {
    expect([...rows([turn], billOf([turn])).keys()]).toEqual([]);
    expect([...rows([turn], {}).keys()]).toEqual([]);
    // A token of sound beyond it is enough.
    expect([...rows([turn], billOf([turn], { audio_out: 1 })).keys()]).toEqual([
      'realtime-transcribes',
      'tokens-per-second',
    ]);
  });

  it('is no longer answer only where the input is not as reported, cached tokens on meters of their own or not', () => {
    // 64 of 110 audio and 64 of 119 text came from the cache.
    const apart = { audio_in: 46, audio_cached: 64, text_in: 55, text_cached: 64, audio_out: 631, text_out: 181 };
    expect(rows([threadTurn], apart).has('longer-answer')).toBe(false);
    expect(rows([threadTurn], { ...apart, audio_in: 110, text_in: 119 }).has('longer-answer')).toBe(false);
    expect(rows([threadTurn], { ...apart, audio_in: 156 }).get('longer-answer')?.fails).toBe('audio in 46, billed 156');
  });

  it('is told of a retry, where that is what ran', () => {
    const all = rows([turn], billOf([turn], { audio_in: 110, text_in: 119, audio_out: 90, text_out: 40 }));
    expect(all.has('retry')).toBe(false);
    expect(all.get('finished')).toEqual({
      id: 'finished',
      title: 'A further response, nothing new added',
      rule: 'the answer re-read as 117 + 2',
      fails: '238 text in, billed 119; 530 audio in, billed 110',
    });
    expect(all.get('two-retries')?.fails).toBe('238 text in, billed 119; 220 audio in, billed 110');
    expect(all.get('finished+typed')?.fails).toBe('243 or more text in, billed 119; 530 audio in, billed 110');
    expect(all.get('finished+spoken')?.fails).toBe('246 text in, billed 119; 530 or more audio in, billed 110');
    // On ga an answer cut short may read 8 more or less, so it reads 119 to 135 text and 110 to 530 audio: it fits, ranked after.
    expect(all.has('truncated')).toBe(false);
  });

  it('says of an answer cut short what it reads exactly, where that was measured', () => {
    const bill = billOf([turn], { audio_in: 530, text_in: 238, audio_out: 90, text_out: 40 });
    expect(rows([turn], bill, previewOpenAi).get('truncated')?.fails).toBe('127 text in, billed 238');
    expect(rows([turn], bill, gaOpenAi).get('truncated')?.fails).toBe('127 \u00b1 8 text in, billed 238');
  });

  it('says why an answer holds no call, or what its result would need', () => {
    const more = { audio_in: 110, text_in: 140, audio_out: 90, text_out: 40 };
    expect(rows([turn], billOf([turn], more)).get('tool-round')?.fails).toBe('117 text out = 89 + 28 leaves no call');
    const written: Turn = { ...turn, audioOut: 0, textOut: 30, wrote: 'written' };
    expect(rows([written], billOf([written], more)).get('tool-round')?.fails).toBe('the response called no function');
    const called: Turn = { ...written, wrote: 'called' };
    // 119 + 30 + 0 + 0 on Azure, 119 + 30 + 2 + 5 on OpenAI.
    expect(rows([called], billOf([called], more)).get('tool-round')?.fails).toBe('149 or more text in, billed 140');
    expect(rows([called], billOf([called], more), gaOpenAi).get('tool-round')?.fails).toBe(
      '156 or more text in, billed 140',
    );
  });

  it('names the response that it is about, where there are several', () => {
    const turns = turnsOf({
      prompt: 111,
      counting: gaAzure,
      exchanges: [
        { asked: { kind: 'spoken', audio: 110 }, answered: { kind: 'spoken', words: 89, audio: 420 } },
        { asked: { kind: 'spoken', audio: 50 }, answered: { kind: 'spoken', words: 40, audio: 200 } },
      ],
    });
    // The retry of response 1, then the finished conversation after response 2: 246 - 119 + 93 + 60 = 280.
    const first = rows(turns, billOf(turns, { audio_in: 110, text_in: 119, audio_out: 90, text_out: 40 }));
    expect(first.get('finished')).toMatchObject({
      title: 'A further response, nothing new added after response 1',
      fails: '238 text in, billed 119; 530 audio in, billed 110',
    });
    const second = rows(turns, billOf(turns, { audio_in: 360, text_in: 280, audio_out: 90, text_out: 40 }));
    expect(second.has('finished')).toBe(false);
    expect(second.get('finished+spoken')).toMatchObject({
      title: 'A new spoken item, even an empty one after response 2',
      fails: '288 text in, billed 280',
    });
    expect(second.get('retry')?.fails).toBe('246 text in, billed 280; 580 audio in, billed 360');
  });

  it('is told of an answer booked twice, by its outputs and by what was read', () => {
    const twice = rows([turn], billOf([turn], { audio_out: 420, text_out: 117, text_in: 9 })).get('booked-twice');
    expect(twice).toMatchObject({ rule: 'outputs only', fails: '0 text in, billed 9 beyond' });
    const other = rows([turn], billOf([turn], { audio_out: 420, text_out: 116, audio_in: 5 })).get('booked-twice');
    expect(other?.fails).toBe('117 text out, billed 116 beyond; 0 audio in, billed 5 beyond');
  });
});

/** What stays open where no number can exclude it. */
const openOf = (turns: readonly Turn[], bill: WholeTokens) =>
  reconcile(turns, bill, null, null, { counting: gaAzure }).unexcluded;

describe('what no number excludes', () => {
  it('is only that rows may change, where the bill is what was reported', () => {
    expect(openOf([turn], billOf([turn])).map(({ id }) => id)).toEqual(['unsettled']);
    expect(openOf([turn], {}).map(({ id }) => id)).toEqual(['unsettled']);
  });

  it('holds what is on the bill once more as a whole, to the token on every meter', () => {
    const retry = { audio_in: 110, text_in: 119, audio_out: 420, text_out: 117 };
    const find = (turns: readonly Turn[], bill: WholeTokens) =>
      openOf(turns, bill).find(({ id }) => id === 'booked-twice')?.title;
    expect(find([turn], billOf([turn], retry))).toBe('Response 1 booked twice');
    expect(find([turn], billOf([turn], { audio_in: 220, text_in: 238, audio_out: 840, text_out: 234 }))).toBe(
      'Response 1 booked 3 times',
    );
    for (const off of [
      { audio_out: 421 },
      { text_out: 116 },
      { audio_in: 111 },
      { text_in: 118 },
      { audio_out: 0, text_out: 0 },
    ]) {
      expect(find([turn], billOf([turn], { ...retry, ...off }))).toBeUndefined();
    }
    const turns = [turn, { ...turn, audioIn: 90, textIn: 400, audioOut: 33, textOut: 21 }];
    expect(find(turns, billOf(turns, { audio_in: 90, text_in: 400, audio_out: 33, text_out: 21 }))).toBe(
      'Response 2 booked twice',
    );
    expect(find(turns, billOf(turns, { audio_in: 200, text_in: 519, audio_out: 453, text_out: 138 }))).toBe(
      'Everything that was reported booked twice',
    );
  });

  it('holds an earlier run of the same clip only where a retry of the first response fits', () => {
    const ids = (bill: WholeTokens): string[] => openOf([turn], bill).map(({ id }) => id);
    expect(ids(billOf([turn], { audio_in: 110, text_in: 119, audio_out: 9, text_out: 9 }))).toContain('earlier-run');
    // 300 and 300 are no story of one.
    expect(ids(billOf([turn], { audio_in: 300, text_in: 300, audio_out: 9, text_out: 9 }))).not.toContain(
      'earlier-run',
    );
  });

  it('holds another client and a fixed overhead of so many tokens wherever something is beyond the report', () => {
    const open = openOf([turn], billOf([turn], { audio_in: 300, text_in: 1_300, audio_out: 9, text_out: 9 }));
    expect(open.map(({ id }) => id)).toEqual(expect.arrayContaining(['other-client', 'overhead', 'unsettled']));
    expect(open.find(({ id }) => id === 'overhead')?.text).toContain('of 1,300 text and 300 audio tokens a session');
    const text = openOf([turn], billOf([turn], { text_in: 7 })).find(({ id }) => id === 'overhead');
    expect(text?.text).toContain('of 7 text tokens a session');
  });
});

const generated = talks({ turns: 3, question: 12, answer: 12, words: 8, prompt: 8 }).chain((talk) =>
  fc.record({
    talk: fc.constant(talk),
    ran: fc.array(fc.record({ finished: fc.boolean(), turn: fc.nat(talk.exchanges.length - 1) }), {
      minLength: 1,
      maxLength: 2,
    }),
    noise: fc.record({ audio: fc.constantFrom(0, 0, 0, 1, 4), text: fc.constantFrom(0, 0, 0, 1, 9) }),
    isCounted: fc.boolean(),
    // Small sizes meet by chance as often as they can.
    cached: fc.constantFrom('none', 'apart', 'folded', 'unbilled'),
  }),
);

describe('whatever ran', () => {
  it('no row of what is excluded is a story, and what is no row is a story', () => {
    let held = 0;
    fc.assert(
      fc.property(generated, ({ talk, ran, noise, isCounted, cached }) => {
        const told = turnsOf(talk).map((one) => ({
          ...one,
          conversation: 'one',
          audioCached: cached === 'none' ? 0 : one.audioIn - (one.audioIn % 4),
          textCached: cached === 'none' ? 0 : one.textIn - (one.textIn % 4),
        }));
        const turns = isCounted ? told : plain(told);
        const read = add(
          ...ran.map(({ finished, turn: at }) => (finished ? finishedOf(talk, at) : retryOf(talk, at))),
          noise,
        );
        const more = { audio_in: read.audio, text_in: read.text, audio_out: 30, text_out: 20 };
        const whole = cached === 'folded' ? foldedBill(turns, more) : billOf(turns, more);
        const bill = cached === 'unbilled' ? { ...whole, audio_cached: 0, text_cached: 0 } : whole;
        const { excluded } = reconcile(turns, bill, null, null, { counting: talk.counting });
        const space = spaceOf(turns, bill, null, talk.counting);
        const ranked = rankStories(searchStories(space), space).map(({ story }) => story);
        const first = ranked.find(({ further }) => further.every(({ outside }) => !outside));
        const at = first?.further.find((one) => one.turn !== null)?.turn ?? turns.length - 1;
        const place = space.places[at];
        if (place === undefined) throw new Error('There is no such place.');
        const alone = new Set(
          ranked
            .filter(({ further, events }) => further.length === 1 && events.length === 0 && further[0]?.turn === at)
            .map(({ further }) => further[0]?.context),
        );
        const named = new Set(excluded.map(({ id }) => id));
        // Below the report as billed at the full price, and no story alone says that cached tokens were not: nothing is told.
        if (cached === 'unbilled' && contexts.every(({ id }) => !named.has(id))) return;
        for (const context of contexts) {
          if (context.reads(place, space.rules) === null) continue;
          held += 1;
          expect([context.id, named.has(context.id)]).toEqual([context.id, !alone.has(context.id)]);
        }
        const twoRetries = ranked.some(
          ({ further, events }) =>
            events.length === 0 &&
            further.length === 2 &&
            further.every((one) => one.context === 'retry' && one.turn === at),
        );
        expect(named.has('two-retries')).toBe(!twoRetries);
        // The number that says no is another than the billed one.
        const numbers = /(?<=^|; )(\d+)( or more)? (?:text|audio) in, billed (\d+)/g;
        for (const { id, fails } of excluded.filter((one) => contexts.some((context) => context.id === one.id))) {
          for (const [, makes, more, billed] of fails.matchAll(numbers)) {
            const isOther = more === undefined ? makes !== billed : Number(billed) < Number(makes);
            expect([id, fails, isOther]).toEqual([id, fails, true]);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(held).toBeGreaterThan(1000);
  });
});
