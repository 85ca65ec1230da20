import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpenAiUsageRow } from '../../../../shared/billing/openai/usage.ts';
import { readWitness } from '../../../../shared/billing/witness.ts';
import { readUsageText } from '../../../../shared/reconcile/evidence/pasted-usage.ts';
import type { Reported } from '../../../../shared/reconcile/evidence/evidence.ts';
import { withWitness } from '../../../../shared/reconcile/evidence/witness.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/billing/${name}`, import.meta.url), 'utf8');
const apiText = fixture('openai-usage-page.json');
const exportText = fixture('openai-usage-export.csv');

const usageOf = (text: string): { rows: readonly OpenAiUsageRow[]; notes: readonly string[] } => {
  const read = readWitness(text);
  if (!read.ok) throw new Error(read.error.message);
  if (read.witness.kind !== 'openai') throw new Error('not of OpenAI');
  return read.witness.usage;
};
const refusal = (text: string): string => {
  const read = readWitness(text);
  return read.ok ? 'read' : read.error.message;
};
const counts = ({ requests, input, cachedInput, audioInput, output, audioOutput }: OpenAiUsageRow): unknown[] => [
  requests,
  input,
  cachedInput,
  audioInput,
  output,
  audioOutput,
];

/** An answer like the fixture's, its result changed. */
const answer = (change: Readonly<Record<string, unknown>>, start = 1_790_553_600): string =>
  JSON.stringify({
    object: 'page',
    data: [
      {
        object: 'bucket',
        start_time: start,
        end_time: start + 86_400,
        results: [
          {
            object: 'organization.usage.completions.result',
            input_tokens: 229,
            output_tokens: 537,
            input_cached_tokens: 128,
            input_audio_tokens: 110,
            output_audio_tokens: 420,
            num_model_requests: 1,
            model: 'gpt-realtime-mini-2025-12-15',
            ...change,
          },
        ],
      },
    ],
    has_more: false,
    next_page: null,
  });

describe("usage that OpenAI's API or dashboard counts", () => {
  it.each([
    ['the answer of the API', apiText],
    ["the dashboard's export", exportText],
    ['several pages in a list', `[${apiText}]`],
  ])('is one request, 229 in (128 cached, 110 audio) and 537 out (420 audio): %s', (_, text) => {
    const { rows, notes } = usageOf(text);
    expect(rows.map(counts)).toEqual([[1, 229, 128, 110, 537, 420]]);
    expect(rows[0]).toMatchObject({ model: 'gpt-realtime-mini-2025-12-15', fromMs: Date.UTC(2026, 8, 28) });
    expect(notes).toEqual([]);
  });

  it('has its audio where cached audio has a field of its own', () => {
    const split = {
      input_text_tokens: 55,
      input_cached_text_tokens: 64,
      input_audio_tokens: 46,
      input_cached_audio_tokens: 64,
    };
    expect(usageOf(answer(split)).rows[0]?.audioInput).toBe(110);
    // The same with the first meaning of the fields: text and audio with what was cached of them.
    const whole = { ...split, input_text_tokens: 119, input_audio_tokens: 110 };
    expect(usageOf(answer(whole)).rows[0]?.audioInput).toBe(110);
    expect(usageOf(answer({ ...split, input_text_tokens: 54 })).rows[0]?.audioInput).toBeNull();
  });

  it('says that a page of it is missing', () => {
    const text = { ...(JSON.parse(apiText) as object), has_more: true, next_page: 'page_b' };
    expect(usageOf(JSON.stringify(text)).notes).toEqual([
      'It is one page of several: usage from 2026-09-29 on is on the page that it names in next_page, and is not counted.',
    ]);
  });

  it.each([
    [answer({ num_model_requests: 1.5 }), 'num_model_requests is "1.5"'],
    [answer({ input_tokens: -1 }), 'The bucket of 2026-09-28: input_tokens is "-1"'],
    [exportText.replace(',229,', ',many,'), 'Row 2: input_tokens is "many"'],
    [exportText.split('\n')[0] ?? '', 'The usage counts nothing.'],
    [answer({ num_model_requests: undefined }), 'num_model_requests is missing'],
  ])('is refused where a count cannot be read: %#', (text, says) => {
    expect(refusal(text)).toContain(says);
  });

  it('is told from metrics of Azure Monitor, which are read as before', () => {
    expect(readWitness('Time,Model Requests\n2026-03-31T14:05:00Z,3')).toMatchObject({ witness: { kind: 'azure' } });
    expect(refusal('nothing')).toContain('header of a chart');
  });
});

const thread = readUsageText(fixture('thread-usage.json'));
if (!thread.ok) throw new Error(thread.error.message);
const reported: Reported = {
  turns: thread.turns,
  notes: [],
  log: null,
  sessions: [],
  days: ['2026-09-28'],
  resources: [],
  models: ['gpt-realtime-mini-2025-12-15'],
  windows: [{ fromMs: Date.UTC(2026, 8, 28, 10), toMs: Date.UTC(2026, 8, 28, 10, 5), deployment: 'voice' }],
};
const pasted: Reported = { ...reported, days: [], models: [], windows: [] };

describe('usage of OpenAI beside a report', () => {
  const beside = (text: string, of: Reported = reported): Pick<Reported, 'log' | 'notes'> => {
    const read = readWitness(text);
    if (!read.ok) throw new Error(read.error.message);
    const made = withWitness(of, read.witness, { wanted: null, billed: [] });
    if (!made.ok) throw new Error(made.error.message);
    return made.reported;
  };

  it.each([
    ['sessions', reported],
    ['sessions that name an alias', { ...reported, models: ['gpt-realtime-mini'] }],
    ['pasted usage', pasted],
  ])('says how many requests ran, and how its tokens stand to the report: %s', (_, of) => {
    const { log, notes } = beside(apiText, of);
    expect(log?.requests).toEqual({ count: 1, source: 'OpenAI' });
    expect(notes).toEqual([
      'OpenAI counts 1 request of gpt-realtime-mini-2025-12-15 on 2026-09-28: 229 in (128 cached, 110 audio), 537 out (420 audio). That is what was reported. It is no bill, and has every session of the model in that time.',
    ]);
  });

  it('names what was reported where it counts otherwise', () => {
    expect(beside(answer({ num_model_requests: 2, output_tokens: 800 })).notes[0]).toContain(
      'Reported are 1 response, 537 out.',
    );
  });

  it.each([
    ['2026-09-27', 1_790_467_200],
    ['2026-09-29', 1_790_640_000],
  ])('is no evidence outside the time of the sessions, on %s', (day, start) => {
    const { log, notes } = beside(answer({}, start));
    expect(log).toBeNull();
    expect(notes).toEqual([
      `Usage that OpenAI counted outside the time of the sessions is no evidence, and left out: ${day}.`,
    ]);
  });

  it('is no evidence of another model, or of another version', () => {
    for (const model of ['gpt-realtime-2025-08-28', 'gpt-realtime-mini-2025-10-06']) {
      const { log, notes } = beside(answer({ model }));
      expect(log).toBeNull();
      expect(notes).toEqual([`Usage of other models is no evidence, and left out: ${model}.`]);
    }
    expect(beside(answer({ model: null })).notes[0]).toContain('not split by model');
  });

  it('of several models or days says nothing of a pasted report, which names neither', () => {
    const two = (one: string, other: string): string => `[${one},${other}]`;
    const models = beside(two(answer({}), answer({ model: 'gpt-realtime-2' })), pasted);
    expect([models.log, models.notes[0]]).toEqual([null, expect.stringContaining('names no model')]);
    const days = beside(two(answer({}), answer({}, 1_790_640_000)), pasted);
    expect([days.log, days.notes[0]]).toEqual([null, expect.stringContaining('names no day')]);
  });

  it('tells the time of audio that was transcribed', () => {
    const text = answer({
      object: 'organization.usage.audio_transcriptions.result',
      seconds: 3,
      model: 'whisper-1',
      input_tokens: undefined,
      output_tokens: undefined,
    });
    expect(beside(text).notes).toEqual(['OpenAI counts 3 seconds of audio for whisper-1 on 2026-09-28.']);
  });
});
