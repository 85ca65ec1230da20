import { describe, expect, it } from 'vitest';
import { pricedModel } from '../../../shared/pricing/model.ts';
import type { LogEvidence } from '../../../shared/reconcile/evidence/evidence.ts';
import { reconcile, type ReconcileFacts } from '../../../shared/reconcile/reconcile.ts';
import { readUsageText } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { shipped } from '../pricing/books.ts';
import { usualRuns } from '../session/by-hand.ts';
import { gaAzure, gaOpenAi } from './by-the-rules.ts';
import { threadBill, threadTurn, threadTurnWithTranscripts } from './thread.ts';

/*
 * One response reported, six meters billed, none equal. By the measured rules: instructions of 111 and a spoken item of 8 are the
 * 119 text in; 89 tokens of transcript in 12 stretches are 89 + 4 + 2 x 12 = 117 text out; beyond them are billed 238 text in,
 * 530 audio in, 64 text out and 211 audio out.
 */
const book = shipped('2026-10-09');
const entry = pricedModel(book, 'gpt-realtime-mini');
if (entry === null) throw new Error('The book does not list the model.');
const mini = { model: entry, currency: book.currency };

const onAzure: ReconcileFacts = { counting: gaAzure };
const answer = reconcile([threadTurn], threadBill, mini, null, onAzure);
const [first] = answer.explanations;

describe('the finding', () => {
  it('is one sentence, what the first story says, and how often chance does as well', () => {
    expect(answer.finding).toEqual({
      claim: { kind: 'further', atLeast: 1, contexts: [{ context: 'finished', turn: 0 }] },
      headline:
        'Azure billed 2.14 \u00d7 what the API reported: the model ran at least once more than the API told you.',
      lead: 'The first story: a further response over the finished conversation, nothing new added, which spoke an answer of 10.6 s. Of all bills this far off, 4 in 506,097 fit as simple a story. Cached tokens are taken to be billed without their discount: no row on this bill shows them.',
      open: 'The numbers say that it ran, not what began it.',
      chance: { hits: 4, of: 506_097, share: 4 / 506_097 },
    });
  });

  it('draws every excess from nothing to twice its size, and counts the four bills that a story as simple holds', () => {
    const [audio, text] = [640 - 110, 357 - 119];
    // One further inference that is known to the token: the answer in the conversation or not.
    const reads = [
      { audio: 110, text: 119 },
      { audio: 110 + 420, text: 119 + 117 + 2 },
    ];
    // The 64 + 64 cached tokens stand on the inputs, or are not billed. The one for sound and the other for text is no story.
    const cached = [0, 64];
    const held: string[] = [];
    let drawn = 0;
    for (let a = 0; a <= 2 * audio; a += 1) {
      for (let t = 0; t <= 2 * text; t += 1) {
        drawn += 1;
        if (reads.some((one) => cached.some((left) => a === one.audio - left && t === one.text - left))) {
          held.push(`${a} ${t}`);
        }
      }
    }
    expect(drawn).toBe(1_061 * 477);
    expect(held).toEqual(['46 55', '110 119', '466 174', '530 238']);
    expect(answer.finding.chance).toMatchObject({ hits: held.length, of: drawn });
  });
});

describe('the stories', () => {
  it('are the finished conversation first and alone, then what other traffic could be, then what no rule knows', () => {
    expect(
      answer.explanations.map(({ rank, outside, inferences }) => [
        rank,
        outside,
        inferences.slice(1).map(({ context, turn }) => `${context} ${turn ?? 'elsewhere'}`),
      ]),
    ).toEqual([
      [1, false, ['finished 0']],
      [2, false, ['first-turn elsewhere', 'first-turn elsewhere']],
      [2, false, ['first-turn elsewhere', 'retry 0']],
      [4, true, ['transcripts 0']],
    ]);
    expect(answer.storiesFound).toBe(4);
    expect(first).toMatchObject({
      exact: true,
      events: [],
      title: 'A further response over the finished conversation, nothing new added',
      statement:
        'A further response over the finished conversation, nothing new added, cached tokens billed as uncached (assumed).',
      contradictions: [],
    });
  });

  it('write the first one out exact on both inputs, with nothing of them left to the bill', () => {
    expect(
      first?.meters.map(({ meter, predicted, residual, checked, arithmetic }) => [
        meter,
        predicted,
        residual,
        checked,
        arithmetic,
      ]),
    ).toEqual([
      ['audio_in', 640, 0, true, '110 + (110 + 420)'],
      ['audio_cached', 0, 0, true, '64 \u2212 64'],
      ['audio_out', 631, 0, false, '420 + 211'],
      ['text_in', 357, 0, true, '119 + (119 + 117 + 2)'],
      ['text_cached', 0, 0, true, '64 \u2212 64'],
      ['text_out', 181, 0, false, '117 + 64'],
    ]);
    expect(first?.freeParameters).toEqual(['audio_out', 'text_out']);
  });

  it('show each part of a meter with what it is', () => {
    const parts = (meter: string) =>
      first?.meters.find((one) => one.meter === meter)?.parts.map(({ tokens, kind, words }) => [tokens, kind, words]);
    expect(parts('audio_in')).toEqual([
      [110, 'reported', 'reported'],
      [110, 'again', 'question re-read'],
      [420, 'again', 'answer re-read'],
    ]);
    expect(parts('text_in')).toEqual([
      [119, 'reported', 'reported'],
      [119, 'again', 'prompt and question re-read'],
      [119, 'again', 'answer re-read, 117 + 2'],
    ]);
    expect(parts('audio_out')).toEqual([
      [420, 'reported', 'reported'],
      [211, 'free', 'a second answer of 10.6 s'],
    ]);
    expect(parts('text_out')).toEqual([
      [117, 'reported', 'reported'],
      [64, 'free', 'its transcript, 46 + 18'],
    ]);
  });

  it('have outputs that are lawful for one spoken answer: 46 + 4 + 2 x 7 over 211 x 50 ms', () => {
    expect(usualRuns(46, 211)).toBe(7);
    expect(46 + 4 + 2 * 7).toBe(64);
    expect(211 * 0.05).toBeCloseTo(10.55, 10);
    expect(first?.marks).toContainEqual({ certainty: 'measured', text: '211 and 64 out are lawful for one answer' });
    // 33 to 38 are no transcript and its frame: 20 tokens make 32 with four stretches, and 21 make 39 with seven.
    const odd = reconcile([threadTurn], { ...threadBill, text_out: 117 + 35 }, null, null, onAzure);
    expect(odd.explanations[0]?.marks.map(({ text }) => text)).toContain(
      '211 and 35 out are not what one whole answer puts out',
    );
    expect(odd.finding.lead).not.toContain('which spoke');
  });

  it('rest on what is measured, assumed and open, told apart', () => {
    expect(first?.marks.map(({ certainty, text }) => `${certainty}: ${text}`)).toEqual([
      'measured: audio in 530 = 110 + 420, to the token',
      'measured: text in 238 = 119 + 117 + 2, to the token',
      'measured: 211 and 64 out are lawful for one answer',
      'measured: + 2 for an answer read again, so far at OpenAI and never on Azure',
      'assumed: cached tokens billed without the discount',
      'open: the trigger, such as a second response.create',
    ]);
    expect(first?.assumptions).toEqual(['Cached tokens billed without the discount.']);
    expect(first?.mechanisms).toContain('a response.create after the answer');
    expect(first?.mechanisms).toContain('a commit of an empty buffer that the service answered');
  });

  it('say of + 2 that it was measured here, where it was, and of the family that it is a guess, where it is', () => {
    const marks = (facts: ReconcileFacts) =>
      reconcile([threadTurn], threadBill, null, null, facts)
        .explanations[0]?.marks.map(({ text }) => text)
        .join('; ');
    expect(marks({ counting: gaOpenAi })).toContain('+ 2 for an answer read again, on OpenAI');
    expect(marks({ counting: gaOpenAi })).not.toContain('never');
    expect(marks({})).toContain('the rules of the ga family, for the model\u2019s name does not tell its own');
    expect(marks(onAzure)).not.toContain('family');
  });

  it('rank both transcripts after, outside the measured rules, even where their tokens fit', () => {
    const counted = reconcile([threadTurnWithTranscripts], threadBill, mini, null, onAzure);
    // 119 + 30 + 89 = 238 too.
    const rival = counted.explanations.at(-1);
    expect(rival).toMatchObject({ rank: 4, outside: true, exact: true, coverage: null });
    expect(rival?.meters.find(({ meter }) => meter === 'text_in')?.arithmetic).toBe('119 + (119 + 89 + 30)');
    expect(rival?.marks).toContainEqual({ certainty: 'open', text: 'no measured rule knows such a context' });
    expect(counted.explanations[0]?.title).toBe(first?.title);
    expect(counted.finding.claim).toEqual(answer.finding.claim);
    expect(counted.finding.chance).toEqual(answer.finding.chance);
  });
});

describe('what else could have run', () => {
  it('is excluded, each with the number that says no', () => {
    expect(answer.excluded.map(({ id, rule, fails }) => [id, rule, fails])).toEqual([
      // 238 + 8
      ['finished+spoken', '8 more for any item', '246 text in, billed 238'],
      // 238 + 4 and a token at least
      ['finished+typed', '4 + k more', '243 or more text in, billed 238'],
      ['retry', 'prompt and question only', '119 text in, billed 238; 110 audio in, billed 530'],
      // 2 x 119 is 238; 2 x 110 is 220
      ['two-retries', '238 text in fits', '220 audio in, billed 530'],
      // 119 + 8, which was never measured on ga
      ['truncated', 'a cut answer reads as 8', '127 \u00b1 8 text in, billed 238'],
      // 119 + 89 + 4, the 89 worked out from 117
      ['as-text', 'its audio is gone', '212 \u00b1 2 text in, billed 238; 110 audio in, billed 530'],
      ['tool-round', 'needs a function call', '117 text out = 89 + 28 leaves no call'],
      ['booked-twice', 'outputs only', '420 audio out, billed 211 beyond; 117 text out, billed 64 beyond'],
      ['repeated-prompt', 'often told; fits text in 357', 'audio in 330, billed 640; silent on audio out and text out'],
      [
        'realtime-transcribes',
        'often told; fits audio in 640, text in 357',
        'audio out 420, billed 631; text out 234, billed 181',
      ],
      // 11.0 s at 60
      [
        'tokens-per-second',
        'often told; nothing of it fits',
        'audio in 660, billed 640; silent on audio out, text in and text out',
      ],
      ['longer-answer', 'often told; nothing of it fits', 'audio in 110, billed 640; text in 119, billed 357'],
      // 117 + 64 = 181 and 110 + 119 + 64 + 64 = 357
      [
        'cached-as-text-out',
        'often told; fits text in 357, text out 181, by accident',
        'silent on audio in and audio out; no mechanism',
      ],
    ]);
    const named = new Map(answer.excluded.map(({ id, title }) => [id, title]));
    expect(named.get('finished+spoken')).toBe('A new spoken item, even an empty one');
    expect(named.get('repeated-prompt')).toBe('3 prompts of 119');
  });

  it('is excluded to the token where the transcript was counted', () => {
    const { excluded } = reconcile([threadTurnWithTranscripts], threadBill, null, null, onAzure);
    expect(excluded.find(({ id }) => id === 'as-text')?.fails).toBe(
      '212 text in, billed 238; 110 audio in, billed 530',
    );
  });

  it('stays open where no number excludes it, since 2 x 119 = 119 + 117 + 2', () => {
    expect(answer.unexcluded.map(({ id }) => id)).toEqual([
      'open-story-1',
      'open-story-2',
      'other-client',
      'earlier-run',
      'overhead',
      'unsettled',
    ]);
    const told = answer.unexcluded.map(({ title, text }) => `${title}: ${text}`);
    expect(told[0]).toBe(
      'Two other first turns with the default instructions: 53.0 s of audio between them, which nothing predicts: 119 + 119 = 119 + 117 + 2',
    );
    // 530 - 110 = 420
    expect(told[1]).toBe(
      'Another first turn with the default instructions, and a retry of the same turn: 42.0 s of audio, which nothing predicts: 119 + 119 = 119 + 117 + 2',
    );
    expect(told[2]).toMatch(/^Another client or a failover: .*only a run alone on its resource excludes it$/);
    expect(told[3]).toContain('reads 110 audio and 119 text as the first response did');
    expect(told[4]).toContain('of 238 text and 530 audio tokens a session');
    expect(told[5]).toContain('a pasted table has no clock');
  });

  it('no longer names rows that may change once the bill is settled', () => {
    const open = (settled: ReconcileFacts['settled']) =>
      reconcile([threadTurn], threadBill, null, null, { ...onAzure, ...(settled === undefined ? {} : { settled }) })
        .unexcluded;
    expect(open('settled').map(({ id }) => id)).toEqual(answer.unexcluded.slice(0, -1).map(({ id }) => id));
    expect(open('unsettled').at(-1)).toMatchObject({
      id: 'unsettled',
      text: expect.stringContaining('72 hours after the month') as string,
    });
  });

  it('leaves the trigger, the missing cached rows and where + 2 was measured open beside', () => {
    expect(answer.alsoOpen).toEqual([
      'What began it. A second response.created in a log, there or not, would name the trigger.',
      'Why no cached row came at all. The first response says 64 audio + 64 text were cached, so this prompt or clip had run before.',
      '+ 2 for an answer read again, so far at OpenAI and never on Azure.',
    ]);
    expect(answer.rules).toEqual({
      family: 'ga',
      service: 'azure',
      certain: true,
      sentence: 'Rules of the ga family; the + 2 for an answer read again was measured on OpenAI and never on Azure.',
    });
  });
});

describe('the comparison', () => {
  it('is in tokens, and in exact money', () => {
    expect(
      answer.meters.map(({ meter, reported, expected, billed, difference, status, explainedBy }) => [
        meter,
        reported,
        expected,
        billed,
        difference,
        status,
        explainedBy,
      ]),
    ).toEqual([
      ['audio_in', 110, 46, 640, 594, 'explained', 1],
      ['audio_cached', 64, 64, 0, -64, 'folded', 1],
      ['audio_out', 420, 420, 631, 211, 'free', 1],
      ['text_in', 119, 55, 357, 302, 'explained', 1],
      ['text_cached', 64, 64, 0, -64, 'folded', 1],
      ['text_out', 117, 117, 181, 64, 'free', 1],
    ]);
    // 0.0196686 / 0.00919684 is 2.1386.
    expect(answer.money).toEqual({
      currency: 'USD',
      billed: '0.0196686',
      expected: '0.00919684',
      difference: '0.01047176',
      further: '0.0098164',
      lostDiscount: '0.00065536',
    });
  });

  it('says what is beyond the report on each meter, the discount not given with the cached ones', () => {
    const beyond = answer.meters.map(({ meter, beyond: { tokens, money } }) => [meter, tokens, money?.cost]);
    // At $10, $0.30 and $20 a million for sound and $0.60, $0.06 and $2.40 for text.
    expect(beyond).toEqual([
      ['audio_in', 530, '0.0053'],
      ['audio_cached', null, '0.0006208'],
      ['audio_out', 211, '0.00422'],
      ['text_in', 238, '0.0001428'],
      ['text_cached', null, '0.00003456'],
      ['text_out', 64, '0.0001536'],
    ]);
  });
});

describe('the next runs', () => {
  it('are the same twice, then without the commit by hand, then with the socket open, then other sums', () => {
    expect(answer.experiments.filter(({ needed }) => needed).map(({ id, kind }) => [id, kind])).toEqual([
      ['repeat', 'repeat'],
      ['no-manual-commit', 'cause'],
      ['socket-open', 'cause'],
      ['instructions-and-question', 'sums'],
      ['text-answer', 'sums'],
    ]);
    const [repeat] = answer.experiments;
    expect(repeat?.change).toBe('Nothing changed, twice');
    expect(repeat?.isolation).toContain('cache');
    for (const { kind, outcomes } of answer.experiments) if (kind !== 'sums') expect(outcomes).toHaveLength(2);
  });

  it('say beforehand what each story would add, the answer as long as it will be', () => {
    const predicted = (id: string) =>
      answer.experiments
        .find((one) => one.id === id)
        ?.predictions.map(({ audioWords, textWords }) => [audioWords, textWords]);
    for (const id of ['repeat', 'no-manual-commit', 'socket-open']) {
      expect(predicted(id)).toEqual([
        // 119 + 2
        ['110 + answer', '121 + answer'],
        ['any', '238'],
        ['any', '238'],
        ['110 + answer', 'any'],
      ]);
    }
    // 619 + 8 + 2; two first turns of either prompt, 119 or 627 each; a retry of 627 and one of either.
    expect(predicted('instructions-and-question')).toEqual([
      ['110 + answer', '629 + answer'],
      ['any', '238 to 1,254'],
      ['any', '746 to 1,254'],
      ['110 + answer', 'any'],
    ]);
  });

  it('take instructions and a question for which the sums of all that is open differ, whatever the answer', () => {
    const [changed] = answer.experiments.filter(({ id }) => id === 'instructions-and-question');
    expect(changed?.splits).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(changed?.collisions).toEqual([]);
    expect(changed?.steps.join(' ')).toContain('one of 117 again would read like another first turn');
    // The answer would have to be of 117 again for 629 + answer to be 746.
    expect(627 + 117 + 2).toBe(119 + 627);
  });

  it('leave pairs with an open number to isolation', () => {
    expect(answer.inseparable.map(({ pair, kind }) => [pair, kind])).toEqual([
      [[1, 2], 'open'],
      [[1, 3], 'open'],
      [[2, 3], 'open'],
    ]);
  });
});

describe('with what was pasted or logged beside the report', () => {
  const zero: unknown = JSON.parse(JSON.stringify(threadUsage), (_, value: unknown) =>
    typeof value === 'number' ? 0 : value,
  );
  const done = (id: string, usage: unknown): unknown => ({
    type: 'response.done',
    response: { id, status: 'cancelled', output: [], usage },
  });

  it('a response.done of zero usage after it is the first piece of evidence, and is named', () => {
    const read = readUsageText(JSON.stringify([done('a', threadUsage), done('b', zero)]));
    if (!read.ok) throw new Error(read.error.message);
    const log: LogEvidence = { responsesCreated: null, responsesReported: 1, unreported: read.unreported ?? [] };
    const told = reconcile(read.turns, threadBill, mini, log, onAzure);
    expect(told.finding).toMatchObject({
      claim: { kind: 'seen', responses: [2] },
      headline:
        'Azure billed 2.14 \u00d7 what the API reported: response 2 reported nothing, and with it the bill closes.',
    });
    expect(told.finding.lead).toContain('What was pasted holds it');
    expect(told.explanations[0]).toMatchObject({
      rank: 1,
      exact: true,
      title:
        'Response 2 (cancelled), which reported nothing, as a further response over the finished conversation, nothing new added',
    });
    expect(told.explanations[0]?.inferences.at(-1)).toMatchObject({ response: 2, turn: 0 });
    // What it sent is not known, so nothing speaks against it.
    expect(told.explanations[0]?.contradictions).toEqual([]);
    expect(told.alsoOpen.join(' ')).not.toContain('What began it');
    expect(told.excluded).toEqual(answer.excluded);
  });

  it('one before it can only have read the question, so that is not beyond, and the rest is stated past the gate', () => {
    const read = readUsageText(JSON.stringify([done('b', zero), done('a', threadUsage)]));
    if (!read.ok) throw new Error(read.error.message);
    const [pasted] = read.unreported ?? [];
    expect(pasted).toMatchObject({ number: 1, after: 0, byPlace: true });
    const log: LogEvidence = { responsesCreated: null, responsesReported: 1, unreported: read.unreported ?? [] };
    const told = reconcile(read.turns, threadBill, mini, log, onAzure);
    // Beyond 2 x 110 and 2 x 119 are 420 and 119. Of these bills 0 and 0, 420 and 119, and with the cached 64 + 64 not billed
    // 356 and 55 are held: a retry, the finished conversation, and that again.
    expect(told.finding.claim).toEqual(answer.finding.claim);
    expect(told.finding.chance).toMatchObject({ hits: 3, of: 841 * 239 });
    expect(told.unexcluded.map(({ id }) => id)).toEqual(answer.unexcluded.map(({ id }) => id));
    expect(told.unexcluded[1]?.title).toContain('response 1 (cancelled), which reported nothing, as a retry');
  });

  it('a second response.created that never reported speaks for the story, and none against it', () => {
    const seen = reconcile([threadTurn], threadBill, mini, { responsesCreated: 2, responsesReported: 1 }, onAzure);
    expect(seen.explanations[0]?.supports[0]).toContain('1 response.created without usage');
    expect(seen.explanations[0]?.contradictions).toEqual([]);
    const silent = reconcile([threadTurn], threadBill, mini, { responsesCreated: 1, responsesReported: 1 }, onAzure);
    expect(silent.explanations[0]?.contradictions[0]).toContain('left no trace');
    expect(silent.finding.claim).toEqual(answer.finding.claim);
  });
});
