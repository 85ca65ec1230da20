import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUsageText } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { threadTurn } from './thread.ts';

const respelled = (spell: (key: string) => string): unknown =>
  JSON.parse(JSON.stringify(threadUsage), (_, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, below]) => [spell(key), below]))
      : value,
  );
const camel = (key: string): string => key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (key: string): string => camel(`_${key}`);
const dotNet = (key: string): string =>
  pascal(key)
    .replace('CachedTokensDetails', 'CachedTokenDetails')
    .replace(/Tokens$/, 'TokenCount');

function turns(text: string): readonly Turn[] {
  const read = readUsageText(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.turns;
}
const refusal = (text: string): string => {
  const read = readUsageText(text);
  return read.ok ? 'read' : read.error.message;
};
const notes = (value: unknown): readonly string[] => {
  const read = readUsageText(JSON.stringify(value));
  return read.ok ? read.notes : [read.error.message];
};
const done = (usage: unknown, more: object = {}): unknown => ({
  type: 'response.done',
  event_id: 'event_1',
  response: { object: 'realtime.response', id: 'resp_1', status: 'completed', output: [], usage, ...more },
});

describe('a usage object', () => {
  const flat = [
    'InputTokens: 229',
    'InputTextTokens: 119',
    'InputAudioTokens: 110',
    '',
    'CachedInputTokens: 128',
    'CachedTextInputTokens: 64',
    'CachedAudioInputTokens: 64',
    '',
    'OutputTokens: 537',
    'OutputTextTokens: 117',
    'OutputAudioTokens: 420',
    'TotalTokens: 766',
  ];
  const python =
    'RealtimeResponseUsage(input_token_details=RealtimeResponseUsageInputTokenDetails(audio_tokens=110, cached_tokens=128, cached_tokens_details=CachedTokensDetails(audio_tokens=64, image_tokens=0, text_tokens=64), image_tokens=0, text_tokens=119), input_tokens=229, output_token_details=RealtimeResponseUsageOutputTokenDetails(audio_tokens=420, text_tokens=117), output_tokens=537, total_tokens=766)';
  const record =
    'Usage { TotalTokens = 766, InputTokens = 229, OutputTokens = 537, InputTokenDetails = InputDetails { TextTokens = 119, AudioTokens = 110, CachedTokens = 128, CachedTokensDetails = CachedDetails { TextTokens = 64, AudioTokens = 64 } }, OutputTokenDetails = OutputDetails { TextTokens = 117, AudioTokens = 420 } }';
  const java =
    'RealtimeResponseUsage{inputTokenDetails=InputTokenDetails{audioTokens=110, cachedTokens=128, cachedTokensDetails=CachedTokensDetails{audioTokens=64, textTokens=64, additionalProperties={}}, textTokens=119}, inputTokens=229, outputTokenDetails=OutputTokenDetails{audioTokens=420, textTokens=117}, outputTokens=537, totalTokens=766}';
  const go =
    '&{TotalTokens:766 InputTokens:229 OutputTokens:537 InputTokenDetails:{CachedTokens:128 TextTokens:119 AudioTokens:110 CachedTokensDetails:{TextTokens:64 AudioTokens:64}} OutputTokenDetails:{TextTokens:117 AudioTokens:420}}';
  const rust =
    'Usage { total_tokens: 766, input_tokens: 229, output_tokens: 537, input_token_details: Some(InputDetails { text_tokens: Some(119), audio_tokens: Some(110), cached_tokens: Some(128), cached_tokens_details: Some(Cached { text_tokens: Some(64), audio_tokens: Some(64), image_tokens: None }) }), output_token_details: Some(OutputDetails { text_tokens: Some(117), audio_tokens: Some(420) }) }';
  const forms: [string, string][] = [
    ['as on the wire', JSON.stringify(threadUsage)],
    ['set over lines, in a code fence', `\`\`\`json\n${JSON.stringify(threadUsage, null, 2)}\n\`\`\``],
    ['with its name before it', `"usage": ${JSON.stringify(threadUsage, null, 2)}`],
    ['in camelCase', JSON.stringify(respelled(camel))],
    ['in PascalCase', JSON.stringify(respelled(pascal))],
    ['with the names of .NET', JSON.stringify(respelled(dotNet), null, 2)],
    ['in a response', JSON.stringify({ id: 'resp_1', status: 'completed', usage: threadUsage })],
    ['in a response.done event', JSON.stringify(done(threadUsage))],
    [
      'in an entry of a log',
      JSON.stringify({ seq: 9, at: '2026-04-01T00:00:00Z', t: 1, from: 'server', event: done(threadUsage) }),
    ],
    ['in a list', JSON.stringify([done(threadUsage)])],
    [
      'one event a line, the last line torn',
      `${JSON.stringify({ type: 'session.created' })}\n${JSON.stringify(done(threadUsage))}\n{"type":"rate_lim`,
    ],
    [
      'as Node prints it',
      '{\n  total_tokens: 766,\n  input_tokens: 229,\n  output_tokens: 537,\n  input_token_details: { text_tokens: 119, audio_tokens: 110, cached_tokens: 128, cached_tokens_details: { text_tokens: 64, audio_tokens: 64 } },\n  output_token_details: { text_tokens: 117, audio_tokens: 420 },\n}',
    ],
    ['as Python prints it', python],
    ['as a Python dictionary', JSON.stringify(threadUsage).replaceAll('"', "'")],
    ['as a C# record prints it', record],
    ['as Java prints it', java],
    ['as Go prints it', go],
    ['as Rust prints it', rust],
    ['as lines of names and counts', flat.join('\n')],
    ['as a trailing part of an object', `"usage": ${JSON.stringify(threadUsage, null, 2)},`],
    ['with an unquoted name before it', `usage: ${JSON.stringify(threadUsage, null, 2)}`],
    ['with quotes that an editor curled', JSON.stringify(threadUsage).replaceAll(/"(\w+)"/g, '“$1”')],
    ['as a text within JSON', JSON.stringify(JSON.stringify(done(threadUsage)))],
    [
      'one event a line with times before them, the last torn',
      `10:00:01 <- ${JSON.stringify({ type: 'session.created' })}\n10:00:09 <- ${JSON.stringify(done(threadUsage))}\n10:00:09 <- {"type":"rate_lim`,
    ],
    [
      'as PowerShell lists it',
      'TotalTokenCount    : 766\nInputTokenDetails  : @{CachedTokenCount=128; TextTokenCount=119; AudioTokenCount=110; CachedTokenDetails=@{TextTokenCount=64; AudioTokenCount=64}}\nOutputTokenDetails : @{TextTokenCount=117; AudioTokenCount=420}',
    ],
    [
      'as an indented report',
      'Input tokens: 229\n  Audio: 110\n  Text: 119\n  Cached: 128\n    Audio: 64\n    Text: 64\nOutput tokens: 537\n  Audio: 420\n  Text: 117',
    ],
    [
      'under headings',
      'Input:\n- audio: 110\n- text: 119\n- cached audio: 64\n- cached text: 64\nOutput:\n- audio: 420\n- text: 117',
    ],
    [
      'as a Markdown table',
      '| field | tokens |\n|---|---:|\n| input audio | 110 |\n| input text | 119 |\n| cached audio | 64 |\n| cached text | 64 |\n| output audio | 420 |\n| output text | 117 |',
    ],
    [
      'as cells of a spreadsheet',
      'audio in\t110\ntext in\t119\naudio cached\t64\ntext cached\t64\naudio out\t420\ntext out\t117',
    ],
    ['as one line of names and counts', flat.filter((line) => line !== '').join(', ')],
  ];
  it.each(forms)('is read %s', (_, text) => expect(turns(text)).toEqual([threadTurn]));

  it('is read several times over, one response each, the same response once', () => {
    const list = [done(threadUsage), done(threadUsage), done(threadUsage, { id: 'resp_2' })];
    expect(turns(JSON.stringify(list))).toEqual([threadTurn, threadTurn]);
    expect(turns(`${flat.join('\n')}\n\n${flat.join('\n')}`)).toHaveLength(2);
  });

  it('is read one object after the other, with words between them', () => {
    const pretty = JSON.stringify(threadUsage, null, 2);
    expect(turns(`${pretty}\n${pretty}`)).toEqual([threadTurn, threadTurn]);
    expect(turns(`first:\n${pretty}\nThe caller didn't stop.\nsecond:\n${pretty}`)).toEqual([threadTurn, threadTurn]);
  });

  it('has thousands set apart in lines of counts', () => {
    const lines = 'Input audio tokens: 1,110\nInput text tokens: 2,119\nOutput audio: 4,420 tokens\nOutput text: 117';
    expect(turns(lines)).toEqual([
      { ...threadTurn, audioIn: 1110, textIn: 2119, audioOut: 4420, audioCached: 0, textCached: 0 },
    ]);
  });

  it('keeps what was said, for the tokens of transcripts', () => {
    const output = [{ content: [{ type: 'audio', transcript: 'Let me look.' }] }];
    const heard = {
      type: 'conversation.item.input_audio_transcription.completed',
      transcript: 'What is my balance?',
      usage: { type: 'duration', seconds: 3 },
    };
    const read = readUsageText(JSON.stringify([heard, done(threadUsage, { output })]));
    expect(read.ok && read.spoken).toEqual([{ user: 'What is my balance?', answer: 'Let me look.' }]);
  });
});

describe('a report that needs a word', () => {
  it('counts nothing when a response was cancelled without usage, and says so', () => {
    const zero = JSON.parse(JSON.stringify(threadUsage), (_, value: unknown) =>
      typeof value === 'number' ? 0 : value,
    ) as unknown;
    expect(
      notes([
        done(zero, { id: 'a', status: 'cancelled' }),
        done(null, { id: 'b', status: 'failed' }),
        done(threadUsage),
      ]),
    ).toEqual([
      'Response 1 (cancelled) reports zero tokens. If it was billed, the bill is beyond the report by what it used.',
      'Response 2 (failed) reports no usage. If it was billed, the bill is beyond the report by what it used.',
    ]);
  });

  it('keeps such a response as evidence, by its place among those that reported', () => {
    const zero: unknown = { ...threadUsage, input_tokens: 0, output_tokens: 0, total_tokens: 0 };
    const none: unknown = JSON.parse(JSON.stringify(zero), (_, value: unknown) =>
      typeof value === 'number' ? 0 : value,
    );
    const read = readUsageText(
      JSON.stringify([
        done(none, { id: 'a', status: 'cancelled' }),
        done(threadUsage, { id: 'b' }),
        done(null, { id: 'c', status: 'failed' }),
        done(none, { id: 'd' }),
      ]),
    );
    if (!read.ok) throw new Error(read.error.message);
    expect(read.turns).toEqual([threadTurn]);
    const place = { reason: null, audioIn: null, textIn: null, audioOut: 0, byPlace: true };
    expect(read.unreported).toEqual([
      { ...place, number: 1, status: 'cancelled', after: 0 },
      { ...place, number: 3, status: 'failed', after: 1 },
      { ...place, number: 4, status: 'completed', after: 1 },
    ]);
  });

  it('works the kinds of cached tokens out from whole blocks, and says so', () => {
    const { cached_tokens_details: _, ...input } = threadUsage.input_token_details;
    const older = { ...threadUsage, input_token_details: input };
    expect(turns(JSON.stringify(older))).toEqual([threadTurn]);
    expect(notes(older)[0]).toContain('64 audio and 64 text are the only whole blocks of 64 that fit');
    expect(notes({ ...older, input_token_details: { ...input, cached_tokens: 64 } })).toEqual([
      'The usage reports 64 cached tokens and not how many of them are audio.',
    ]);
  });

  it('says when its sums disagree or images are in it', () => {
    expect(notes({ ...threadUsage, input_tokens: 230 })).toEqual([
      'The input tokens are 230, and their details add up to 229.',
    ]);
    const seen = {
      ...threadUsage,
      total_tokens: 771,
      input_tokens: 234,
      input_token_details: { ...threadUsage.input_token_details, image_tokens: 5 },
    };
    // Images are held against meters of their own.
    expect(notes(seen)).toEqual([]);
  });
});

describe('what is no usage', () => {
  it.each([
    ['', 'The usage is empty.'],
    ['I was billed too much', 'The usage is neither JSON nor lines of names and counts.'],
    [
      '{ usage: { input_token_details: [Object] } }',
      'The usage was cut short where it was printed: input_token_details was printed as [Object], so what it holds is unknown.',
    ],
    ['{"type":"session.created","session":{"max_output_tokens":4096}}', 'There is no usage object in it.'],
    [
      '{"input_tokens":132,"output_tokens":121}',
      'The usage counts 132 input and 121 output tokens, and not how many of them are audio and how many text.',
    ],
    [
      '{"input_tokens":132,"input_token_details":{"audio_tokens":110}}',
      'The usage has no input_token_details.text_tokens, no output_token_details.audio_tokens, no output_token_details.text_tokens.',
    ],
    [
      'InputTokenCount: 229\nInputTokenDetails: OpenAI.Realtime.InputTokenUsageDetails',
      'InputTokenDetails was printed as the name of its class, OpenAI.Realtime.InputTokenUsageDetails, without its counts.',
    ],
    [
      JSON.stringify(threadUsage).slice(0, -20),
      'The usage was cut short where it was printed, at its end: 2 brackets are not closed.',
    ],
    [
      `first ${JSON.stringify(done(threadUsage))}\nsecond ${JSON.stringify(done(threadUsage)).slice(0, -20)}`,
      'The usage was cut short where it was printed, at its end: 4 brackets are not closed.',
    ],
    [
      JSON.stringify({
        ...threadUsage,
        output_token_details: { text_tokens: 1.5, audio_tokens: 2 },
        output_tokens: 3.5,
      }),
      'The usage has 3.5 as output_tokens, which is no whole number.',
    ],
    [
      '{"usage":{"input_tokens":0,"output_tokens":0}}',
      'The usage reports zero tokens. If it was billed, the bill is beyond the report by what it used.',
    ],
  ])('%s', (text, message) => expect(refusal(text)).toBe(message));

  it('is answered whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof refusal(text)).toBe('string');
      }),
    );
  });
});
