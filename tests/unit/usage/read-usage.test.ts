import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { addReport, emptyLedger, numericLeaves } from '../../../shared/usage/ledger.ts';
import { everythingStated, readUsage } from '../../../shared/usage/read-usage.ts';
import { usageOfEvent } from '../../../shared/usage/usage-in-event.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';

const kindsOf = (usage: Json, source: 'response' | 'transcription' = 'response'): string[] =>
  readUsage(usage, source).problems.map(({ kind, path }) => `${kind} ${path}`);
const sentences = (usage: Json): string[] => readUsage(usage, 'response').problems.map(({ sentence }) => sentence);

/** A usage object whose sums agree, as any service may report it. */
const count = fc.nat(100_000);
const trueUsage = fc
  .record({
    audio: count,
    text: count,
    image: fc.option(count),
    cached: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    split: fc.boolean(),
    outAudio: count,
    outText: count,
    reasoning: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    totals: fc.boolean(),
  })
  .map(({ audio, text, image, cached, split, outAudio, outText, reasoning, totals }) => {
    const audioCached = Math.floor(audio * cached[0]);
    const textCached = Math.floor(text * cached[1]);
    const input = audio + text + (image ?? 0);
    return {
      ...(totals ? { total_tokens: input + outAudio + outText } : {}),
      input_tokens: input,
      output_tokens: outAudio + outText,
      input_token_details: {
        audio_tokens: audio,
        text_tokens: text,
        ...(image === null ? {} : { image_tokens: image }),
        cached_tokens: audioCached + textCached,
        ...(split ? { cached_tokens_details: { audio_tokens: audioCached, text_tokens: textCached } } : {}),
      },
      output_token_details: {
        audio_tokens: outAudio,
        text_tokens: outText,
        ...(reasoning === null ? {} : { reasoning_tokens: Math.floor(outText * reasoning) }),
      },
    } satisfies JsonObject;
  });

const camel = (key: string): string => key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const spellings: readonly ((key: string) => string)[] = [
  (key) => key,
  camel,
  (key) => camel(`_${key}`),
  (key) => key.replace('token_details', 'tokens_details'),
  (key) => key.replace('tokens_details', 'token_details'),
  (key) => key.replaceAll('_', '-'),
  (key) => key.replace('input', 'prompt').replace('output', 'completion'),
  (key) => key.replace(/_tokens$/, '_token_count'),
];

/** The same object, each key spelled by its own choice, members in another order, numbers as texts here and there. */
function respelled(usage: JsonObject, choices: readonly number[]): JsonObject {
  let at = 0;
  const choice = (): number => choices[at++ % choices.length] ?? 0;
  const spell = (value: Json): Json => {
    if (typeof value === 'number') return choice() % 3 === 0 ? String(value) : value;
    if (!isJsonObject(value)) return value;
    const members = Object.entries(value).map(([key, below]): [string, Json] => [
      (spellings[choice() % spellings.length] ?? camel)(key),
      spell(below),
    ]);
    return Object.fromEntries(choice() % 2 === 0 ? members : members.toReversed());
  };
  return spell(usage) as JsonObject;
}

describe('a report that is true', () => {
  it('is read as it stands, without a word but of what it leaves open', () => {
    fc.assert(
      fc.property(trueUsage, (usage) => {
        const read = readUsage(usage, 'response');
        expect(read.usage).toEqual(usage);
        expect(read.unassigned).toEqual({});
        expect(read.problems.filter(({ kind }) => kind !== 'cached-unsplit')).toEqual([]);
        if ('cached_tokens_details' in usage.input_token_details) expect(read.problems).toEqual([]);
      }),
    );
  });

  it('reads the same in every spelling and order, its numbers as texts or not', () => {
    fc.assert(
      fc.property(trueUsage, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (usage, choices) => {
        const read = readUsage(respelled(usage, choices), 'response');
        expect(read.usage).toEqual(usage);
        expect(JSON.stringify(read.usage)).toBe(JSON.stringify(readUsage(usage, 'response').usage));
        expect(read.problems.filter(({ kind }) => !['spelled', 'as-text', 'cached-unsplit'].includes(kind))).toEqual(
          [],
        );
      }),
    );
  });

  it.each<[string, JsonObject]>([
    [
      'reasoning that is part of text out',
      { output_tokens: 30, output_token_details: { text_tokens: 28, reasoning_tokens: 18, audio_tokens: 2 } },
    ],
    [
      'images',
      {
        input_tokens: 35,
        input_token_details: { text_tokens: 3, audio_tokens: 2, image_tokens: 30, cached_tokens: 0 },
      },
    ],
    [
      'no details of what was cached, for nothing was',
      { input_tokens: 5, input_token_details: { text_tokens: 5, audio_tokens: 0, cached_tokens: 0 } },
    ],
    ['no total', { input_tokens: 5, input_token_details: { text_tokens: 5, audio_tokens: 0 } }],
    ['details without their sums', { input_token_details: { text_tokens: 5, audio_tokens: 0 } }],
    [
      'a new kind of tokens beside the known ones, and zero of it',
      { ...threadUsage, output_token_details: { ...threadUsage.output_token_details, video_tokens: 0 } },
    ],
    [
      'cached details without images',
      {
        ...threadUsage,
        input_token_details: {
          ...threadUsage.input_token_details,
          cached_tokens_details: { text_tokens: 64, audio_tokens: 64 },
        },
      },
    ],
    ['nothing but zeros', { total_tokens: 0, input_tokens: 0, output_tokens: 0 }],
    [
      'cached tokens that can only be text',
      {
        input_tokens: 219,
        input_token_details: { text_tokens: 219, audio_tokens: 0, image_tokens: 0, cached_tokens: 192 },
      },
    ],
  ])('is not doubted: %s', (_, usage) => {
    expect(readUsage(usage, 'response').problems).toEqual([]);
  });

  it('is not doubted in any recorded session here', () => {
    const folder = new URL('../../fixtures/usage/', import.meta.url);
    const found: string[] = [];
    let reports = 0;
    for (const name of readdirSync(folder)) {
      for (const line of readFileSync(new URL(name, folder), 'utf8').split('\n')) {
        const entry = parseJson(line);
        const event = isJsonObject(entry) ? entry['event'] : undefined;
        if (!isJsonObject(event)) continue;
        const source =
          event['type'] === 'response.done'
            ? 'response'
            : event['type'] === 'conversation.item.input_audio_transcription.completed'
              ? 'transcription'
              : null;
        const report = source === null ? null : usageOfEvent(source, event);
        if (source === null || report === null) continue;
        reports += 1;
        const read = readUsage(report.usage, source);
        found.push(...[...report.problems, ...read.problems].map(({ kind, path }) => `${name} ${kind} ${path}`));
      }
    }
    expect(reports).toBeGreaterThan(20);
    // The gateway's session is there for its totals alone and its own unit.
    expect([...new Set(found)]).toEqual([
      '16-gateway.jsonl not-understood gateway_units',
      '16-gateway.jsonl totals-only input_tokens',
      '16-gateway.jsonl totals-only output_tokens',
    ]);
  });
});

describe('a report in another spelling', () => {
  it('is read from camelCase, with one remark for all of it', () => {
    const read = readUsage(
      {
        totalTokens: 766,
        inputTokens: 229,
        outputTokens: 537,
        inputTokenDetails: { textTokens: 119, audioTokens: 110, cachedTokens: 0 },
        outputTokenDetails: { textTokens: 117, audioTokens: 420 },
      },
      'response',
    );
    expect(numericLeaves(read.usage)).toHaveLength(8);
    expect(read.problems).toEqual([
      {
        kind: 'spelled',
        path: 'totalTokens',
        sentence:
          '8 counts of the usage are spelled otherwise than the protocol does (totalTokens for total_tokens), and were read all the same.',
      },
    ]);
  });

  it('is read from plural details and from numbers as texts', () => {
    const read = readUsage(
      { input_tokens: '1e3', input_tokens_details: { audio_tokens: ' 110 ', text_tokens: 890 } },
      'response',
    );
    expect(read.usage).toEqual({
      input_tokens: 1000,
      input_token_details: { audio_tokens: 110, text_tokens: 890 },
    });
    expect(read.problems.map(({ kind }) => kind)).toEqual(['spelled', 'as-text']);
  });

  it('believes the spelling of the protocol where two disagree, and says so', () => {
    for (const usage of [
      { inputTokens: 8, input_tokens: 7, input_token_details: { text_tokens: 7 } },
      { input_tokens: 7, inputTokens: 8, input_token_details: { text_tokens: 7 } },
    ]) {
      const read = readUsage(usage, 'response');
      expect(read.usage['input_tokens']).toBe(7);
      expect(read.problems.find(({ kind }) => kind === 'impossible')).toEqual({
        kind: 'impossible',
        path: 'inputTokens',
        sentence: 'The usage states input_tokens twice: 7 as input_tokens and 8 as inputTokens.',
      });
    }
    const same = readUsage({ input_tokens: 7, inputTokens: 7, input_token_details: { text_tokens: 7 } }, 'response');
    expect(same.problems.map(({ kind }) => kind)).toEqual(['spelled']);
  });

  it('is read for a transcription in tokens and in seconds', () => {
    expect(readUsage({ durationSeconds: '2.5' }, 'transcription').usage).toEqual({ seconds: 2.5 });
    const tokens = {
      type: 'tokens',
      totalTokens: 35,
      inputTokens: 26,
      inputTokenDetails: { textTokens: 0, audioTokens: 26 },
      outputTokens: 9,
    };
    expect(readUsage(tokens, 'transcription').usage).toEqual({
      total_tokens: 35,
      input_tokens: 26,
      input_token_details: { text_tokens: 0, audio_tokens: 26 },
      output_tokens: 9,
    });
    expect(kindsOf({ type: 'duration', seconds: 3 }, 'transcription')).toEqual([]);
  });
});

describe('what is not understood', () => {
  it('is named with its amount and kept, never 0', () => {
    const read = readUsage({ gateway_units: 3, credits: { spent: '0.25' }, free: 0, note: 'none' }, 'response');
    expect(read.usage).toEqual({});
    expect(read.unassigned).toEqual({ gateway_units: 3, 'credits.spent': 0.25 });
    expect(read.problems.map(({ sentence }) => sentence)).toEqual([
      'The usage has 3 as gateway_units, which no price and no known field takes.',
      'The usage has 0.25 as credits.spent, which no price and no known field takes.',
    ]);
  });

  it('is every known field of a response in a transcription and the other way round', () => {
    expect(kindsOf({ seconds: 3 })).toEqual(['not-understood seconds']);
    expect(kindsOf({ output_token_details: { reasoning_tokens: 3 } }, 'transcription')).toEqual([
      'not-understood output_token_details.reasoning_tokens',
    ]);
  });

  it('is what stands in place of a number or of the whole object', () => {
    expect(sentences({ input_tokens: 'many' })).toEqual(['The usage has "many" as input_tokens, which is no number.']);
    expect(sentences({ input_tokens: true })).toEqual(['The usage has "true" as input_tokens, which is no number.']);
    expect(kindsOf([229])).toEqual(['not-understood ']);
    expect(kindsOf('229')).toEqual(['not-understood ']);
    expect(kindsOf(null)).toEqual([]);
  });

  it('is named in whole and on one line only as far as that helps', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`unit_${index}`, 1]));
    const read = readUsage(many, 'response');
    expect(read.problems).toHaveLength(41);
    expect(read.problems.at(-1)?.sentence).toBe(
      'The usage has 960 more numbers that no price and no known field takes.',
    );
    expect(Object.keys(read.unassigned)).toHaveLength(1000);
    const [long] = sentences({ ['x\n'.repeat(5000)]: 1 });
    expect(long?.length).toBeLessThan(200);
    expect(long).not.toContain('\n');
  });

  it('does not make a sum impossible that it may be a part of', () => {
    const usage = { output_tokens: 33, output_token_details: { text_tokens: 10, audio_tokens: 20, video_tokens: 3 } };
    expect(kindsOf(usage)).toEqual(['not-understood output_token_details.video_tokens']);
    expect(kindsOf({ ...usage, output_tokens: 34 })).toContain('impossible output_tokens');
  });
});

describe('whatever comes', () => {
  const { value: anything } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<Json>(null, true, 0, -0, -1, 0.5, 1e308, 7, '7', '1e999', '-3', 'x', '\ud800'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(
          fc.tuple(
            fc.constantFrom(
              '__proto__',
              'constructor',
              'toString',
              'usage',
              'input_tokens',
              'inputTokens',
              'input_token_details',
              'cached_tokens',
              'cached_tokens_details',
              'audio_tokens',
              'text',
              'output',
              'total_tokens',
              'seconds',
              '',
              'a.b',
            ),
            tie('value'),
          ),
          { maxLength: 6 },
        )
        .map(
          (members) =>
            parseJson(
              `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
            ) ?? null,
        ),
    ),
  }));

  it('is read without an error, to counts and amounts that can be summed and priced', () => {
    fc.assert(
      fc.property(
        fc.oneof(anything, fc.jsonValue() as fc.Arbitrary<Json>),
        fc.constantFrom('response' as const, 'transcription' as const),
        (usage, source) => {
          const read = readUsage(usage, source);
          const leaves = numericLeaves(everythingStated(read));
          expect(leaves.every(({ value }) => Number.isFinite(value) && value >= 0)).toBe(true);
          expect(
            numericLeaves(read.usage).every(({ path, value }) => Number.isSafeInteger(value) || path === 'seconds'),
          ).toBe(true);
          const ledger = addReport(emptyLedger, {
            source: 'response',
            id: 'r',
            usage: everythingStated(read),
            model: null,
          });
          expect(parseJson(JSON.stringify(ledger))).toEqual(ledger);
          expect(read.problems.every(({ sentence }) => sentence.endsWith('.') && sentence.length < 400)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is read no deeper than any protocol goes, and that is said', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}7${'}'.repeat(5000)}`) ?? null;
    expect(readUsage({ input_tokens: 0, deep }, 'response').problems.map(({ sentence }) => sentence)).toEqual([
      'The usage is nested deeper than 200 levels, and is not read below them.',
    ]);
  });
});
