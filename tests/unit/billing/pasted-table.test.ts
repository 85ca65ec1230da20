import { single, point } from '../../../shared/kit/span.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billedModels } from '../../../shared/billing/billed-models.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { threadBill } from '../reconcile/thread.ts';

/** The six meters of the public case, as names and tokens. */
const meters: readonly (readonly [name: string, tokens: number])[] = [
  ['gpt rt aud mn in gl 1215', 640],
  ['gpt rt aud mn cd in gl 1215', 0],
  ['gpt rt aud mn out gl 1215', 631],
  ['gpt rt txt mn in gl 1215', 357],
  ['gpt rt txt mn cd in gl 1215', 0],
  ['gpt rt txt mn Out gl 1215', 181],
];

function billed(text: string): Record<string, number | null> {
  const table = readPastedTable(text);
  if (!table.ok) throw new Error(table.error.message);
  const models = billedModels(table.rows);
  expect(models).toHaveLength(1);
  return Object.fromEntries(Object.entries(models[0]?.billed ?? {}).map(([meter, value]) => [meter, single(value)]));
}
const refusal = (text: string): string => {
  const table = readPastedTable(text);
  return table.ok ? 'read' : table.error.message;
};
const notes = (text: string): readonly string[] => {
  const table = readPastedTable(text);
  return table.ok ? table.notes : [table.error.message];
};

const rowsBy = (row: (name: string, tokens: number) => string): string =>
  meters.map(([name, tokens]) => row(name, tokens)).join('\n');

describe('a table as people paste it', () => {
  const shapes: [string, string][] = [
    ['tabs, no header', rowsBy((name, tokens) => `${name}\t${tokens}`)],
    [
      'tabs, header, Windows line ends',
      `Meter\tQuantity\r\n${rowsBy((name, tokens) => `${name}\t${tokens}`).replaceAll('\n', '\r\n')}\r\n`,
    ],
    ['Markdown', `| Meter | Billed |\n|---|---:|\n${rowsBy((name, tokens) => `| ${name} | **${tokens}** |`)}`],
    [
      'Markdown without outer pipes',
      `Meter | WholeTokens\n--- | ---\n${rowsBy((name, tokens) => `\`${name}\` | ${tokens}`)}`,
    ],
    ['Markdown in a code fence', `\`\`\`text\n${rowsBy((name, tokens) => `| ${name} | ${tokens} |`)}\n\`\`\``],
    ['commas', rowsBy((name, tokens) => `${name},${tokens}`)],
    ['commas and quotes', `"Meter","Quantity"\n${rowsBy((name, tokens) => `"${name}","${tokens}"`)}`],
    ['semicolons', `Meter;Quantity\n${rowsBy((name, tokens) => `${name};${tokens}`)}`],
    [
      'several spaces',
      `Meter                         Tokens\n${rowsBy((name, tokens) => `${name.padEnd(30)}${String(tokens).padStart(6)}`)}`,
    ],
    ['one space', rowsBy((name, tokens) => `${name} ${tokens}`)],
    ['a colon', rowsBy((name, tokens) => `${name}: ${tokens}`)],
    ['a colon and the word tokens', rowsBy((name, tokens) => `${name}: ${tokens} tokens`)],
    ['blocks of a million', rowsBy((name, tokens) => `${name} 1M Tokens\t${(tokens / 1e6).toFixed(6)}`)],
    ['blocks of a million, by the version', rowsBy((name, tokens) => `${name}\t${tokens / 1e6}`)],
    ['blocks, a unit column', `Meter\tQuantity\tUnit\n${rowsBy((name, tokens) => `${name}\t${tokens / 1e6}\t1M`)}`],
    ['blocks, a unit column without a header', rowsBy((name, tokens) => `${name},${tokens / 1e6},1M`)],
    ['a list of dashes', rowsBy((name, tokens) => `- ${name}: ${tokens} tokens`)],
    ['a numbered list', rowsBy((name, tokens) => `1. ${name} - ${tokens}`)],
    ['equals signs', rowsBy((name, tokens) => `${name} = ${tokens}`)],
    ['arrows', rowsBy((name, tokens) => `${name} -> ${tokens}`)],
    ['tokens beside a unit column', `Meter\tQuantity\tUnit\n${rowsBy((name, tokens) => `${name}\t${tokens}\t1M`)}`],
    ['a suffix', rowsBy((name, tokens) => `${name}\t${tokens / 1000}K`)],
    ['decimal commas', rowsBy((name, tokens) => `${name}\t${String(tokens / 1e6).replace('.', ',')}`)],
    [
      'reported and billed side by side',
      `| Meter | SDK reported | Azure billed | Difference |\n|--|--|--|--|\n${rowsBy((name, tokens) => `| ${name} | 7 | ${tokens} | ${tokens - 7} |`)}`,
    ],
    [
      'plain words',
      ['audio in', 'cached audio in', 'audio out', 'text in', 'text cached', 'text output']
        .map((name, at) => `${name}, ${meters[at]?.[1]}`)
        .join('\n'),
    ],
    ['a byte order mark and blank lines', `\uFEFF\n${rowsBy((name, tokens) => `${name}\t${tokens}\n`)}`],
  ];
  it.each(shapes)('%s', (_, text) => expect(billed(text)).toEqual(threadBill));

  it('groups thousands by commas, quoted or not, in any column', () => {
    expect(billed('audio in,1,234,567\naudio out,"12,345"')).toEqual({ audio_in: 1_234_567, audio_out: 12_345 });
    expect(billed('| audio in | 1,234 |\n| text in | 5 |')).toEqual({ audio_in: 1234, text_in: 5 });
    expect(billed('audio in\t1 234')).toEqual({ audio_in: 1234 });
  });

  it('adds rows of one meter up', () => {
    expect(billed('gpt rt aud mn in gl 1215, 600\ngpt rt aud mn in gl 1215 1M Tokens, 40')).toEqual({ audio_in: 640 });
  });

  it('never adds two models up', () => {
    const table = readPastedTable('gpt rt aud mn in gl 1215, 600\ngpt rt aud 0828 Inp glbl Tokens, 40');
    if (!table.ok) throw new Error(table.error.message);
    expect(billedModels(table.rows).map(({ label, billed }) => [label, billed.audio_in])).toEqual([
      ['gpt-realtime-mini 1215, global', point(600)],
      ['gpt-realtime 0828, global', point(40)],
    ]);
  });

  it('leaves a meter without a quantity out, and says so', () => {
    const text = 'Meter\tBilled\naudio in\t640\naudio cached\t-\nTotal\t640';
    expect(billed(text)).toEqual({ audio_in: 640 });
    expect(notes(text)).toEqual([
      'Line 3 has no quantity: audio cached counts as a meter without a row.',
      'Line 4 is a sum and is left out.',
    ]);
  });

  it('names the meters that are of something else', () => {
    expect(notes('gpt rt aud mn in gl 1215\t640\nSpeech-to-Text-Batch-Whisper-glbl Unit\t0.003')).toEqual([
      'Line 2, "Speech-to-Text-Batch-Whisper-glbl Unit", is not compared: it is no audio or text meter of a Realtime model.',
    ]);
  });

  it('names the word that keeps a meter out of the comparison', () => {
    expect(notes('gpt rt aud mn in gl 1215\t640\ngpt rt aud mn im gl 1215\t3')).toEqual([
      'Line 2, "gpt rt aud mn im gl 1215", is not compared: "im" is not a word of a token meter.',
    ]);
  });
});

describe('a table that cannot be read', () => {
  it.each([
    ['', 'There is no table: no line holds anything.'],
    ['audio in\t640\naudio out\tlots', 'Line 2 has no quantity that can be read: "audio out lots".'],
    ['I was billed far too much', 'Line 1 is all there is, and it holds no quantity: "I was billed far too much".'],
    [
      'audio in\t110\t640\naudio out\t420\t631',
      'Line 1 has 2 columns of numbers, and nothing says which one was billed: "audio in 110 640".',
    ],
    ['audio in\t0.64', 'Line 1 does not say how many tokens one unit holds: "audio in 0.64".'],
    [
      'gpt rt aud mn in gl 1215\t0.00064033',
      'Line 1 says 0.00064033 units of 1000000, which is no whole number of tokens: "gpt rt aud mn in gl 1215 0.00064033".',
    ],
    ['audio in\t-640', 'Line 1 bills less than nothing: "audio in -640".'],
    [
      'audio in\t0.5K\naudio out\t0,5K',
      'Line 1 begins numbers with decimal points and others with decimal commas: "audio in 0.5K".',
    ],
    [
      'storage\t12\nnetwork\t7',
      'Line 1 names no meter that is known, "storage" is not a word of a token meter: "storage 12".',
    ],
  ])('%j', (text, message) => expect(refusal(text)).toBe(message));

  it('is answered whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'|\t,; \n-0123.aud in txt"`'.split('')) }), (text) => {
        expect(typeof refusal(text)).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});

describe('any bill', () => {
  it('comes back from any of the ways to write it', () => {
    const count = fc.integer({ min: 0, max: 9_999_999 });
    const writers: ((name: string, tokens: number) => string)[] = [
      (name, tokens) => `${name}\t${tokens.toLocaleString('en-US')}`,
      (name, tokens) => `| ${name} | ${tokens.toLocaleString('en-US')} |`,
      (name, tokens) => `${name},"${tokens.toLocaleString('en-US')}"`,
      (name, tokens) => `${name} ${tokens}`,
    ];
    fc.assert(
      fc.property(fc.array(count, { minLength: 6, maxLength: 6 }), fc.constantFrom(...writers), (counts, write) => {
        const text = meters.map(([name], at) => write(name, counts[at] ?? 0)).join('\n');
        expect(Object.values(billed(text))).toEqual(counts);
      }),
    );
  });
});
