import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import type { ListPrice } from '../../../shared/billing/day-usage.ts';

/** List prices of gpt-realtime-mini, USD for 1M tokens. */
const listPrice: ListPrice = ({ modality }) => (modality === 'audio' ? '10' : '0.6');

function read(text: string): {
  readonly billed: readonly (readonly [string, number | null])[];
  readonly notes: readonly string[];
} {
  const table = readPastedTable(text, listPrice);
  if (!table.ok) throw new Error(table.error.message);
  return { billed: table.rows.map(({ meter, tokens }) => [meter.name, tokens]), notes: table.notes };
}
const refusal = (text: string): string => {
  const table = readPastedTable(text, listPrice);
  return table.ok ? 'read' : table.error.message;
};

describe('a bill in a sentence', () => {
  const two = [
    ['audio in', 640],
    ['text in', 357],
  ];
  it.each([
    'audio in 640, text in 357',
    'audio in 640 text in 357',
    'audio in: 640, text in: 357',
    'the bill shows 640 audio input tokens and 357 text input tokens',
    'The bill of 2026-03-28 shows 640 audio input tokens, and 357 text input tokens.',
    'Azure billed us 640 tokens of audio input for $0.0064 and 357 of text input for $0.0002.',
    'We paid 0.0064 USD for 640 audio input tokens; 357 text input tokens were 0.0002 USD.',
  ])('%s', (text) => expect(read(text)).toEqual({ billed: two, notes: [] }));

  it('has two counts on each of its lines', () => {
    expect(read('audio in 640, text in 357\naudio out 631, text out 181').billed).toEqual([
      ...two,
      ['audio out', 631],
      ['text out', 181],
    ]);
  });

  it('has the year of a model’s name for no amount, and says that the model is not compared', () => {
    const { billed, notes } = read('gpt-realtime-mini-2025-12-15: 640 audio in, 357 text in');
    expect(billed.map(([name, tokens]) => [name.split(' ').slice(-2).join(' '), tokens])).toEqual(two);
    expect(JSON.stringify(billed)).not.toContain('2025,');
    expect(notes.every((note) => note.includes('gpt-realtime-mini-2025-12-15'))).toBe(true);
  });

  it('has its sums left out, which is said', () => {
    expect(read('997 input tokens (640 audio, 357 text)')).toEqual({
      billed: two,
      notes: ['input_tokens 997: sums over several meters, which are left out.'],
    });
  });

  it.each([
    [
      'audio 110 in 119 out',
      'The text can be read as audio in 110, audio out 119, and as audio in 110, input_tokens 119.',
    ],
    [
      '640 audio in, 64 cached',
      'The text counts cached tokens and does not say how many of them are audio and how many text.',
    ],
    [
      'gpt-realtime: 640 audio in; gpt-realtime-mini: 357 text in',
      'The text names 2 models, gpt-realtime, gpt-realtime-mini.',
    ],
    ['the bill has 640 audio input and 3 text messages', '"3 text" cannot be told to be tokens of a meter.'],
  ])('%s is refused', (text, message) => expect(refusal(text)).toBe(message));
});

describe('meters by their names, several on a line or with money beside them', () => {
  const two = [
    ['gpt rt aud mn in gl 1215', 640],
    ['gpt rt txt mn in gl 1215', 357],
  ];
  it.each([
    'gpt rt aud mn in gl 1215 640, gpt rt txt mn in gl 1215 357',
    'The meter gpt rt aud mn in gl 1215 shows 640 and gpt rt txt mn in gl 1215 shows 357.',
    'gpt rt aud mn in gl 1215 640 $0.0064\ngpt rt txt mn in gl 1215 357 $0.0002142',
    'gpt rt aud mn in gl 1215: 640 tokens, $0.0064\ngpt rt txt mn in gl 1215: 357 tokens, $0.0002142',
    'gpt rt aud mn in gl 1215 640 0.0064 USD\ngpt rt txt mn in gl 1215 357 0.0002142 USD',
    'gpt rt aud mn in gl 1215\t640\t0.0064\ngpt rt txt mn in gl 1215\t357\t0.0002142',
    'gpt rt aud mn in gl 1215 0.00064, gpt rt txt mn in gl 1215 0.000357',
  ])('%s', (text) => expect(read(text).billed).toEqual(two));

  it('are refused where nothing tells the tokens from another number', () => {
    expect(refusal('gpt rt aud mn in gl 1215 640 0.0099, gpt rt txt mn in gl 1215 357 0.0099')).toBe(
      '"gpt rt aud mn in gl 1215" has 640 and 0.0099 beside it, and nothing says which of them was billed.',
    );
  });

  it('never lose one that has no number', () => {
    expect(refusal('audio in 640\naudio out lots')).not.toBe('read');
    expect(refusal('audio in 640, text in 357\naudio out unknown')).not.toBe('read');
  });

  it('are read in any number and size', () => {
    const names = [
      'gpt rt aud mn in gl 1215',
      'gpt rt aud mn out gl 1215',
      'gpt rt txt mn in gl 1215',
      'gpt rt txt mn Out gl 1215',
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2000, max: 9_999_999 }), { minLength: 2, maxLength: 4 }), (tokens) => {
        const rows = tokens.map((value, at) => [names[at] ?? '', value] as const);
        const said = (join: string): string =>
          rows.map(([name, value]) => `${name} ${value.toLocaleString('en')}`).join(join);
        expect(read(said(', ')).billed).toEqual(rows);
        expect(read(`The bill has ${said(' and ')}.`).billed).toEqual(rows);
      }),
      { seed: 3 },
    );
  });
});
