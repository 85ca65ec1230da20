import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUsageText } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { threadTurn } from './thread.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/pasted-usage/${name}`, import.meta.url), 'utf8');

function told(text: string): { readonly turns: readonly unknown[]; readonly notes: readonly string[] } {
  const read = readUsageText(text);
  if (!read.ok) throw new Error(read.error.message);
  return read;
}
const refusal = (text: string): string => {
  const read = readUsageText(text);
  return read.ok ? 'read' : read.error.message;
};
const uncached = { ...threadTurn, audioCached: 0, textCached: 0 };
const wire = JSON.stringify(threadUsage);

describe('a row of a spend log', () => {
  it('is read by the usage within it, thoughts beside the text and cached tokens of no kind told', () => {
    const { turns, notes } = told(fixture('litellm-spend-log.json'));
    expect(turns).toEqual([
      {
        audioIn: 0,
        textIn: 152,
        audioOut: 0,
        textOut: 29,
        audioCached: 0,
        textCached: 0,
        userTranscript: null,
        answerTranscript: null,
        reasoning: 19,
        imageIn: 194,
        cachedUnsplit: 322,
      },
    ]);
    expect(notes.join(' ')).toContain('The 19 reasoning tokens are counted beside the 10 of text');
    expect(notes.join(' ')).toContain('one row for a whole connection');
  });

  it('is read where the usage is kept as text', () => {
    const metadata = JSON.stringify({ usage_object: threadUsage });
    const row = { prompt_tokens: 229, completion_tokens: 537, metadata };
    expect(told(JSON.stringify([row])).turns).toEqual([threadTurn]);
  });

  it('is refused with both numbers where its totals are not those of the usage', () => {
    const row = { prompt_tokens: 230, completion_tokens: 537, usage_object: threadUsage };
    expect(refusal(JSON.stringify(row))).toBe(
      'A record counts 230 input and 537 output tokens, and the usage in it 229 input and 537 output tokens.',
    );
  });

  it('is read response by response where its totals are those of several', () => {
    const calls = [
      { id: 'a', usage: threadUsage },
      { id: 'b', usage: threadUsage },
    ];
    expect(told(JSON.stringify({ input_tokens: 458, output_tokens: 1074, calls })).turns).toEqual([
      threadTurn,
      threadTurn,
    ]);
  });
});

describe('what Node printed', () => {
  it('has what [Object] hides as unknown, and all that stands there', () => {
    const { turns, notes } = told(fixture('node-object.txt'));
    expect(turns).toEqual([threadTurn]);
    expect(notes).toEqual([
      'cached_tokens_details was printed as [Object], so what it holds is unknown.',
      'The 128 cached tokens are not split by kind; 64 audio and 64 text are the only whole blocks of 64 that fit.',
    ]);
  });

  it('is refused where [Object] hides cached tokens that nothing else tells, and never taken as none', () => {
    expect(refusal(fixture('node-object.txt').replace('128', '64'))).toContain(
      'cached_tokens_details was printed as [Object], so what it holds is unknown.',
    );
  });

  it('is refused where the counts by kind are hidden', () => {
    const text =
      '{ usage: { input_tokens: 229, output_tokens: 537, input_token_details: [Object], output_token_details: [Object] } }';
    expect(refusal(text)).toBe(
      'The usage was cut short where it was printed: input_token_details and output_token_details were printed as [Object], so what they hold is unknown.',
    );
  });

  it('is read where only something else is hidden', () => {
    const text = `{ type: 'response.done', response: { id: 'r', output: [ [Object], [Object] ], usage: ${wire} } }`;
    expect(told(text)).toMatchObject({ turns: [threadTurn], notes: [] });
  });
});

describe('attributes of a trace', () => {
  const attributes = {
    'gen_ai.usage.input_tokens': 229,
    'gen_ai.usage.output_tokens': 537,
    'gen_ai.usage.input_text_tokens': 119,
    'gen_ai.usage.input_audio_tokens': 110,
    'gen_ai.usage.cache_read.input_tokens': 128,
    'gen_ai.usage.output_text_tokens': 117,
    'gen_ai.usage.output_audio_tokens': 420,
  };
  const list = Object.entries(attributes).map(([key, value]) => ({ key, value: { intValue: String(value) } }));
  it.each([
    ['in one line', fixture('otel.txt')],
    [
      'one a line',
      Object.entries(attributes)
        .map(([key, value]) => `${key}: ${value}`)
        .join('\n'),
    ],
    ['as an object', JSON.stringify({ name: 'chat', attributes })],
    ['as OTLP sends them', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: list }] }] }] })],
    [
      'as OpenInference names them',
      'llm.token_count.prompt=229 llm.token_count.completion=537 llm.token_count.prompt_details.audio=110 llm.token_count.prompt_details.text=119 llm.token_count.prompt_details.cache_read=128 llm.token_count.completion_details.audio=420 llm.token_count.completion_details.text=117',
    ],
  ])('are read %s', (_, text) => expect(told(text).turns).toEqual([threadTurn]));
});

describe('a table of calls', () => {
  const header = 'call,model,input_audio,input_text,cached_audio,cached_text,output_audio,output_text';
  const rows = ['1,m,110,119,64,64,420,117', '2,m,"1,120",130,64,64,320,100'];
  const second = { ...threadTurn, audioIn: 1120, textIn: 130, audioOut: 320, textOut: 100 };

  it('is one response a row', () => {
    expect(told([header, ...rows].join('\n')).turns).toEqual([threadTurn, second]);
    expect(told('Calls of 26 November\n\naudio in;text in;audio out;text out\n110;119;420;117.0').turns).toEqual([
      uncached,
    ]);
    expect(
      told(
        'time\tprompt_audio_tokens\tprompt_text_tokens\tcompletion_audio_tokens\tcompletion_text_tokens\n10:00:01\t110\t119\t420\t117',
      ).turns,
    ).toEqual([uncached]);
  });

  it('has no row for its own sum, and is refused where that is no sum', () => {
    expect(told([header, ...rows, 'Total,,1230,249,128,128,740,217'].join('\n')).turns).toEqual([threadTurn, second]);
    expect(refusal([header, ...rows, 'Total,,1231,249,128,128,740,217'].join('\n'))).toBe(
      'Line 4 of the table is a sum, and the rows above it add up to something else.',
    );
  });

  it.each([
    [[header, '1,m,110,,64,64,420,117'], 'Line 2 of the table has no input_text.'],
    [[header, '1,m,110,n/a,64,64,420,117'], 'Line 2 of the table has "n/a" as input_text, which is no count.'],
    [[header, rows[0], '2,other,1,1,0,0,1,1'], 'The table has calls of 2 models: m, other.'],
    [
      ['audio in,input audio,text in,audio out,text out', '1,2,3,4,5'],
      'Line 2 of the table says input_token_details.audio_tokens twice: 1 and 2.',
    ],
  ])('%j is refused', (lines, message) => expect(refusal(lines.join('\n'))).toBe(message));
});

describe('running text', () => {
  it.each([
    'input 229 (110 audio, 119 text) output 537 (420 audio, 117 text)',
    'The first turn used 110 audio and 119 text tokens in, and 420 audio and 117 text tokens out.',
    'in: 110 audio 119 text, out: 420 audio 117 text',
    'audio: 110 in / 420 out, text: 119 in / 117 out',
    'On 2026-03-28 at 10:00:01 gpt-realtime-mini-2025-12-15 read 229 input tokens, 110 of them audio and 119 text. It said 537 output tokens, 420 of audio and 117 of text, for $0.0091.',
    'Input 229 = 110 audio + 119 text\nOutput 537 = 420 audio + 117 text',
    'input_audio_tokens=110 input_text_tokens=119 output_audio_tokens=420 output_text_tokens=117',
  ])('%s', (text) => expect(told(text).turns).toEqual([uncached]));

  it('is one response a line where counts come again', () => {
    const line = (audio: number): string => `Turn: ${audio} audio in, 119 text in, 420 audio out, 117 text out`;
    expect(told(`${line(110)}\n${line(115)}`).turns).toEqual([uncached, { ...uncached, audioIn: 115 }]);
  });

  it('of a log line is the JSON in it', () => {
    expect(told(`10:00:01 INFO usage=${wire} cost=0.1 done`).turns).toEqual([threadTurn]);
    expect(told(`The answer reported ${wire}, and I was billed 640.`).turns).toEqual([threadTurn]);
  });

  it('of totals alone is refused with what is missing', () => {
    expect(refusal('229 in, 537 out')).toBe(
      'The usage counts 229 input and 537 output tokens, and not how many of them are audio and how many text.',
    );
  });

  it('that two readings fit is refused with both', () => {
    expect(refusal('audio 110 in 119 out')).toBe(
      'The counts can be read as audio in 110, audio out 119, and as audio in 110, input 119.',
    );
  });

  it.each([
    ['input 229 tokens, 3 text messages', '"3 text" cannot be told to be counts of tokens.'],
    ['229 tokens in 3 text messages', '"229 tokens in 3 text" cannot be told to be counts of tokens.'],
    ['audio in 1.5k, text in 119', '"audio in 1.5k" cannot be told to be counts of tokens.'],
  ])('%s is refused, for a number beside words of tokens is never passed over', (text, message) =>
    expect(refusal(text)).toBe(message),
  );

  it('is read the same in any of its orders', () => {
    const counts = fc.record({ a: fc.nat(9999), b: fc.nat(9999), c: fc.nat(9999), d: fc.nat(9999) });
    fc.assert(
      fc.property(counts, ({ a, b, c, d }) => {
        fc.pre(a + b + c + d > 0);
        const turn = { ...uncached, audioIn: a, textIn: b, audioOut: c, textOut: d };
        for (const text of [
          `${a} audio in, ${b} text in, ${c} audio out, ${d} text out`,
          `audio in ${a}, text in ${b}, audio out ${c}, text out ${d}`,
          `input ${a + b} (${a} audio, ${b} text), output ${c + d} (${c} audio, ${d} text)`,
          `${a + b} input tokens: ${a} audio and ${b} text; ${c + d} output tokens: ${c} audio and ${d} text`,
        ]) {
          expect([text, told(text).turns]).toEqual([text, [turn]]);
        }
      }),
      { seed: 5 },
    );
  });
});

describe('transcriptions among pasted events', () => {
  const reported = (name: string): unknown => {
    const read = readUsageText(fixture(name));
    if (!read.ok) throw new Error(read.error.message);
    return read.transcription;
  };

  it('are kept with what they report: seconds, or tokens', () => {
    expect(reported('events-with-transcribed-seconds.jsonl')).toMatchObject({ seconds: '3.4', reports: 1 });
    expect(reported('events-with-transcribed-tokens.jsonl')).toMatchObject({
      audioIn: 110,
      textIn: 5,
      textOut: 30,
      seconds: null,
    });
  });

  it('are none where no event is one', () => {
    const read = readUsageText(wire);
    expect(read.ok && read.transcription).toBeNull();
  });
});
