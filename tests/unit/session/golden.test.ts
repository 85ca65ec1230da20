import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { expectedTotals } from '../../../shared/session/expected/expected-totals.ts';
import { itemsRead, partsRead } from '../../../shared/session/expected/items-read.ts';
import { widthOf } from '../../../shared/session/expected/widths.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { numericLeaves } from '../../../shared/usage/ledger.ts';
import { amounts, golden, goldenView } from './golden.ts';
import { goldens, nothing } from './goldens.ts';

const alarms = (view: SessionView): Record<string, number> =>
  Object.fromEntries(toArray(view.alarms).map(({ kind, count }) => [kind, count]));
const responses = (view: SessionView): string[] =>
  toArray(view.responses).map(({ status, cause, expected }) => `${status}, ${cause.kind}, ${expected.basis}`);
const transcriptions = (view: SessionView): string[] =>
  toArray(view.items).flatMap(({ transcription }) =>
    transcription === null ? [] : [`${transcription.status}, ${transcription.expected.basis}`],
  );

describe('a recorded session', () => {
  for (const { name, says, ...wanted } of goldens) {
    it(`${name}: ${says}`, () => {
      const view = goldenView(name);
      const totals = expectedTotals(view);
      const best = wanted.best ?? wanted.reported;
      expect(amounts(view.usage)).toEqual({ ...nothing, ...wanted.reported });
      expect(amounts(totals.ledger)).toEqual({ ...nothing, ...best });
      expect(amounts(totals.least)).toEqual({ ...nothing, ...(wanted.least ?? best) });
      expect(amounts(totals.most)).toEqual({ ...nothing, ...(wanted.most ?? best) });
      expect(amounts(totals.ifBilled)).toEqual({ ...nothing, ...wanted.ifBilled });
      expect(responses(view)).toEqual(wanted.responses);
      expect(alarms(view)).toEqual(wanted.alarms);
    });
  }

  it('of every fixture has its expectation', () => {
    const files = readdirSync(new URL('../../fixtures/usage/', import.meta.url));
    expect(files.sort()).toEqual(goldens.map(({ name }) => `${name}.jsonl`).sort());
  });

  it('estimates exactly what was reported wherever both are there and nothing was hidden', () => {
    const compared = Object.fromEntries(
      goldens.map(({ name }) => {
        const { accuracy } = expectedTotals(goldenView(name));
        return [name, `${accuracy.exact} of ${accuracy.compared}`];
      }),
    );
    expect(compared).toMatchObject({
      '01-ghost-turn': '2 of 2',
      '05-late-audio-after-interruption': '1 of 1',
      '09-late-transcripts': '3 of 3',
      '12-null-usage-and-subsets': '1 of 1',
      '18-two-responses-one-turn': '1 of 1',
      '21-tool-round': '2 of 2',
    });
  });

  it('is cached as the rules say, but for a first response, over which other sessions decide', () => {
    const off = goldens.flatMap(({ name }) =>
      toArray(goldenView(name).responses).map(({ number, expected: { error } }) =>
        error === null || error.cached === 0 ? '' : `${name} R${number} ${error.cached}`,
      ),
    );
    expect(off.filter((said) => said !== '')).toEqual(['18-two-responses-one-turn R1 -128']);
  });
});

describe('a response without a report', () => {
  /** What `05` would be had the person interrupted before anything was said. */
  const silenced = ({ event }: LogEntry): boolean => {
    const said = JSON.stringify(event);
    const answer = said.includes('item_a1') && !said.includes('item_u2');
    return !answer || said.includes('response.done');
  };

  it('that was cancelled before its first item has used nothing, and nothing of it may be billed', () => {
    const { header, entries } = golden('05-late-audio-after-interruption');
    const view = foldSession(header, entries.filter(silenced));
    const [cancelled, second] = toArray(view.responses);
    expect(cancelled).toMatchObject({ status: 'cancelled', itemIds: [] });
    expect(amounts(expectedTotals(view).ifBilled)).toEqual(nothing);
    expect(cancelled?.expected.usage).toMatchObject({ total_tokens: 0 });
    // The turn before it counts all the same: 117 + 8 + 8.
    expect(second?.expected.estimate).toMatchObject({ input_token_details: { text_tokens: 133, audio_tokens: 28 } });
  });

  it('that reported zeros after it had spoken may be billed, and is in no other sum', () => {
    const view = goldenView('05-late-audio-after-interruption');
    const [cancelled] = toArray(view.responses);
    expect(cancelled?.expected).toMatchObject({ basis: 'if billed', usage: { input_tokens: 144, output_tokens: 41 } });
    const { responses: counts, least, ledger, most } = expectedTotals(view);
    expect(counts).toEqual({ reported: 1, 'if billed': 1, estimated: 0, live: 0 });
    expect([least, ledger, most].map((sums) => amounts(sums).textOut)).toEqual([10, 10, 10]);
  });

  it('that was lost with the connection is an estimate, and in every sum with its width', () => {
    const view = goldenView('20-line-broken');
    const [lost] = toArray(view.responses);
    expect(lost?.expected).toMatchObject({ basis: 'estimated', evidence: { output: { runs: 1, rule: 'spoken' } } });
    expect(expectedTotals(view).responses).toEqual({ reported: 0, 'if billed': 0, estimated: 1, live: 0 });
    expect(lost === undefined ? null : widthOf(view, lost)).toMatchObject({
      textIn: 1,
      audioIn: 0,
      textOut: 2,
      audioOut: 4,
    });
  });

  it('is live while it runs, and then what became of it', () => {
    const { header, entries } = golden('20-line-broken');
    const upTo = (seq: number): SessionView => foldSession(header, entries.slice(0, seq));
    const running = upTo(29);
    expect(responses(running)).toEqual(['in_progress, turn, live']);
    // Not counted yet: 22 characters make 5 tokens.
    expect(amounts(expectedTotals(running).ledger)).toMatchObject({
      textIn: 125,
      audioIn: 19,
      textOut: 13,
      audioOut: 30,
    });
    expect(responses(upTo(32))).toEqual(['lost, turn, estimated']);
  });
});

describe('tools and calls', () => {
  it('are counted as the model reads them', () => {
    const [first, second] = toArray(goldenView('21-tool-round').responses);
    expect(first?.expected).toMatchObject({
      estimate: { input_tokens: 165 + 19, output_tokens: 16 },
      evidence: { input: { prompt: { tokens: 157, from: 'count' }, uncounted: 0 }, output: { uncounted: 0 } },
    });
    expect(second?.expected).toMatchObject({
      estimate: { input_tokens: 201 + 19, output_tokens: 19 + 40 },
      evidence: { input: { prompt: { tokens: 157, from: 'report' } } },
    });
  });

  it('that a record has counted as JSON are taken by their length, and said to be uncounted', () => {
    const view = goldenView('22-tools-counted-before');
    const [first, second] = toArray(view.responses);
    // 114 characters of tools make 26 tokens, 16 of arguments 4; the JSON had been counted as 50 and 8.
    expect(first?.expected).toMatchObject({
      estimate: {
        input_token_details: { text_tokens: 117 + 10 + 26 + 8 },
        output_token_details: { text_tokens: 4 + 7 },
      },
      evidence: { input: { uncounted: 1, tools: { tokens: null, functions: 1 } }, output: { uncounted: 1 } },
    });
    // Nothing is learned from it, and what was counted as text stands: the next one takes prompt and call as reported.
    expect(expectedTotals(view)).toMatchObject({ accuracy: { compared: 1, exact: 1 } });
    expect(second?.expected).toMatchObject({ error: { textIn: 0, textOut: 0 }, evidence: { input: { uncounted: 0 } } });
  });

  it('that were not counted hold the truth in their width', () => {
    const view = goldenView('22-tools-counted-before');
    const [first] = toArray(view.responses);
    if (first === undefined) throw new Error('There is no response.');
    const { error } = first.expected;
    const width = widthOf(view, first);
    expect(Math.abs(error?.textIn ?? Number.NaN)).toBeLessThanOrEqual(width.textIn);
    expect(Math.abs(error?.textOut ?? Number.NaN)).toBeLessThanOrEqual(width.textOut);
  });
});

describe('a report of totals alone', () => {
  it('is reported usage whose split is an estimate, and says nothing of how good an estimate is', () => {
    const view = goldenView('16-gateway');
    const [response] = toArray(view.responses);
    expect(response?.expected).toMatchObject({
      basis: 'reported',
      error: null,
      added: { input_token_details: { text_tokens: 119, audio_tokens: 19 }, output_token_details: { text_tokens: 72 } },
    });
    expect(expectedTotals(view)).toMatchObject({ accuracy: { compared: 0 }, responses: { reported: 1 } });
  });
});

describe('transcriptions', () => {
  it('that fail keep no reason to hide: what they probably used is in tokens for a model that reports tokens', () => {
    const view = goldenView('11-transcription-failed');
    expect(transcriptions(view)).toEqual(['failed, if billed']);
    expect(toArray(view.items)[0]?.transcription).toMatchObject({
      model: 'gpt-4o-transcribe',
      failure: { code: null, type: 'server_error', param: null, message: null },
      expected: { usage: { input_token_details: { audio_tokens: 19 } }, evidence: { unit: 'tokens', audioMs: 2000 } },
    });
  });

  it('that never came are lost with the session', () => {
    expect(transcriptions(goldenView('09-late-transcripts'))).toEqual([
      'completed, reported',
      'completed, reported',
      'lost, estimated',
    ]);
  });
});

describe('fields', () => {
  it('that are parts of others are listed and never added: reasoning and cached', () => {
    const view = goldenView('12-null-usage-and-subsets');
    const total = (path: string): number | undefined =>
      view.usage.fields.find((field) => field.source === 'response' && field.path === path)?.total;
    expect(total('output_token_details.reasoning_tokens')).toBe(18);
    expect(total('output_token_details.text_tokens')).toBe(28);
    expect(total('output_tokens')).toBe(48);
    expect(total('input_tokens')).toBe(248);
    expect(total('input_token_details.cached_tokens')).toBe(128);
  });

  it('of a gateway, and usage on an event that carries none, appear by themselves and are marked new', () => {
    const { fields } = goldenView('16-gateway').usage;
    expect(fields.filter(({ known }) => !known)).toEqual([
      { source: 'response', model: null, path: 'gateway_units', total: 3, reports: 1, known: false },
      { source: 'other', model: null, path: 'session.usage.updated.seconds', total: 4.5, reports: 1, known: false },
      {
        source: 'other',
        model: null,
        path: 'session.usage.updated.input.audio.tokens',
        total: 20,
        reports: 1,
        known: false,
      },
    ]);
  });

  it('are kept for each response as it reported them', () => {
    const [, second] = toArray(goldenView('12-null-usage-and-subsets').responses);
    const leaves = numericLeaves(second?.expected.usage ?? {});
    expect(leaves.find(({ path }) => path.endsWith('reasoning_tokens'))?.value).toBe(18);
    expect(second?.expected.usage).toBe(second?.usage);
  });
});

describe('evidence', () => {
  it('names the items a response read, with what each of them adds', () => {
    const view = goldenView('06-truncation');
    const [, second, third] = toArray(view.responses);
    const short = (response: typeof second): string[] =>
      response === undefined
        ? []
        : itemsRead(view, response).map(({ itemId, of, audio, text }) => `${itemId}, ${of}: ${audio} ${text}`);
    expect(short(second)).toEqual([
      'item_u1, spoken turn: 19 8',
      'item_a1, last spoken answer: 60 27',
      'item_u2, spoken turn: 9 8',
    ]);
    // 1,240 ms were heard of it, and its text is gone.
    expect(short(third)).toEqual([
      'item_u1, spoken turn: 19 8',
      'item_a1, truncated answer: 24 8',
      'item_u2, spoken turn: 9 8',
      'item_a2, last spoken answer: 20 12',
      'item_u3, spoken turn: 9 8',
    ]);
    expect(third?.expected.evidence.input.unknown).toEqual(['truncated answer']);
  });

  it('holds every part of the sum, the bytes and the entry it stands on', () => {
    const view = goldenView('03-double-speech');
    const [, second] = toArray(view.responses);
    expect(second?.expected.evidence).toMatchObject({
      input: {
        counting: { family: 'ga', service: 'azure', certain: true },
        prompt: { tokens: 117, from: 'report' },
        items: 2,
        text: 117 + 8 + 27,
        audio: 79,
        cached: { text: 128, audio: 64, by: 'expected' },
        width: { text: 0, audio: 0, image: 0 },
        unknown: [],
        uncounted: 0,
      },
      output: { audioBytes: 48_000, audioMs: 1000, characters: 16, contentTokens: 4, textTokens: 10, uncounted: 0 },
    });
    expect(second === undefined ? [] : partsRead(view, second)).toEqual([
      { of: 'spoken turn', items: 1, audioMs: 2000, text: 8, audio: 19 },
      { of: 'last spoken answer', items: 1, audioMs: 3000, text: 27, audio: 60 },
    ]);
    expect(second?.createdSeq).toBeGreaterThan(0);
  });
});
