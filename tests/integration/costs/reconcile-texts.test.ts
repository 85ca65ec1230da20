import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { commandLines, fixture } from '../support/cli.ts';

const { here: run } = commandLines();
const usage = fixture('thread-usage.json');
const meters = fixture('thread-meters.txt');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-reconcile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}
const parsed = (text: string): ReconcileReport => JSON.parse(text) as ReconcileReport;

describe('the public case, from two texts', () => {
  it('gives the finding that the numbers force, in JSON', async () => {
    const { code, out, err } = await run(['reconcile', '--usage', usage, '--meters', meters, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = parsed(out);
    expect(report.finding).toMatchObject({
      claim: { kind: 'further', atLeast: 1, contexts: [{ context: 'finished', turn: 0 }] },
      headline:
        'Azure billed 2.14 \u00d7 what the API reported: the model ran at least once more than the API told you.',
    });
    expect(
      report.meters.map((line) => [
        line.meter,
        line.reported,
        line.expected,
        line.billed,
        line.difference,
        line.status,
      ]),
    ).toEqual([
      ['audio_in', 110, 46, 640, 594, 'explained'],
      ['audio_cached', 64, 64, 0, -64, 'folded'],
      ['audio_out', 420, 420, 631, 211, 'free'],
      ['text_in', 119, 55, 357, 302, 'explained'],
      ['text_cached', 64, 64, 0, -64, 'folded'],
      ['text_out', 117, 117, 181, 64, 'free'],
    ]);
    const [first, second] = report.explanations;
    expect(first).toMatchObject({ rank: 1, exact: true, freeParameters: ['audio_out', 'text_out'] });
    expect(first?.inferences.map(({ context }) => context)).toEqual([null, 'finished']);
    expect(
      first?.meters.map(({ predicted, residual, checked, arithmetic }) => [predicted, residual, checked, arithmetic]),
    ).toEqual([
      [640, 0, true, '110 + (110 + 420)'],
      [0, 0, true, '64 − 64'],
      [631, 0, false, '420 + 211'],
      [357, 0, true, '119 + (119 + 117 + 2)'],
      [0, 0, true, '64 − 64'],
      [181, 0, false, '117 + 64'],
    ]);
    expect(first?.coverage?.share).toBeLessThan(1e-5);
    expect(first?.marks.map(({ certainty }) => certainty)).toEqual(
      expect.arrayContaining(['measured', 'assumed', 'open']),
    );
    expect(second?.rank).toBe(2);
    expect(report.money).toMatchObject({ currency: 'USD', billed: '0.0196686', difference: '0.01047176' });
    const numbers = report.excluded.map(({ title, fails }) => `${title}: ${fails}`);
    expect(numbers).toContain('A new spoken item, even an empty one: 246 text in, billed 238');
    expect(report.excluded.map(({ title }) => title)).toContain('The realtime model also transcribes both sides');
    expect(report.unexcluded.map(({ title }) => title)).toContain(
      'Two other first turns with the default instructions',
    );
    expect(report.experiments[0]).toMatchObject({ kind: 'repeat', change: 'Nothing changed, twice' });
    expect(report.model).toMatchObject({
      label: 'gpt-realtime-mini 1215, global',
      model: 'gpt-realtime-mini',
      version: '1215',
      scope: 'global',
      names: { audio_in: ['gpt rt aud mn in gl 1215'] },
    });
  });

  it('gives the same to a reader, in one order: sentence, meters, stories, what is excluded, what is open, next runs', async () => {
    const { code, out } = await run(['reconcile', '--usage', usage, '--meters', meters]);
    expect(code).toBe(0);
    const lines = [
      /Azure billed 2\.14 \u00d7 what the API reported: the model ran at least once more/,
      /Of all bills this far off, \d+ in 506,097 fit as simple a story/,
      /Audio in +110 +46 +640 +\+530 +\+0\.0053 +Has story A/,
      /Text in +357 +=? ?.*119 answer re-read, 117 \+ 2/,
      /First story\n {2}A {2}A further response over the finished conversation, nothing new added/,
      /measured +text in 238 = 119 \+ 117 \+ 2, to the token/,
      /assumed +cached tokens billed without the discount/,
      /A new spoken item, even an empty one +8 more for any item +246 text in, billed 238/,
      /60 audio tokens a second .*audio in 660, billed 640/,
      /Ranked after/,
      /Where the money went/,
      /What no number excludes/,
      /Also open/,
      /1\. Nothing changed, twice +121 \+ answer/,
      /Rules used\n {2}Rules of the ga family/,
    ];
    const places = lines.map((line) => out.search(line));
    expect(places).not.toContain(-1);
    expect(places.toSorted((one, other) => one - other)).toEqual(places);
  });

  it('reads either text from standard input', async () => {
    const table = await readFile(meters, 'utf8');
    const one = await run(['reconcile', '--usage', usage, '--meters', '-', '--json'], table);
    const other = await run(['reconcile', '--usage', '-', '--meters', meters, '--json'], await readFile(usage, 'utf8'));
    expect(one.code).toBe(0);
    expect(other.out).toBe(one.out);
  });

  it('reads what PowerShell writes: UTF-16 with its mark', async () => {
    const path = await file('utf16.txt', Buffer.from(`\uFEFF${await readFile(meters, 'utf8')}`, 'utf16le'));
    expect((await run(['reconcile', '--usage', usage, '--meters', path])).code).toBe(0);
  });

  it('counts the transcripts of an event, and ranks the rival that they make after all that rules know', async () => {
    const details = {
      input_token_details: {
        text_tokens: 119,
        audio_tokens: 110,
        cached_tokens_details: { text_tokens: 64, audio_tokens: 64 },
      },
      output_token_details: { text_tokens: 117, audio_tokens: 420 },
    };
    // 30 and 89 tokens: a word and its space are one token each.
    const heard = {
      type: 'conversation.item.input_audio_transcription.completed',
      transcript: `one${' one'.repeat(29)}`,
    };
    const response = { id: 'r', usage: details, output: [{ content: [{ transcript: `one${' one'.repeat(88)}` }] }] };
    const events = await file('events.json', JSON.stringify([heard, { type: 'response.done', response }]));
    const { out } = await run(['reconcile', '--usage', events, '--meters', meters, '--json']);
    const { explanations, finding } = parsed(out);
    expect(finding.claim).toMatchObject({ kind: 'further', contexts: [{ context: 'finished', turn: 0 }] });
    expect(explanations[0]).toMatchObject({ rank: 1, outside: false });
    expect(explanations.at(-1)).toMatchObject({ outside: true, exact: true });
    expect(explanations.at(-1)?.inferences[1]).toMatchObject({ context: 'transcripts', measured: false });
  });

  it('names a response that was pasted with it and reported nothing', async () => {
    const done = (id: string, counts: readonly [number, number, number, number]): object => ({
      type: 'response.done',
      response: {
        id,
        usage: {
          total_tokens: counts.reduce((sum, count) => sum + count, 0),
          input_tokens: counts[0] + counts[1],
          output_tokens: counts[2] + counts[3],
          input_token_details: { text_tokens: counts[0], audio_tokens: counts[1] },
          output_token_details: { text_tokens: counts[2], audio_tokens: counts[3] },
        },
      },
    });
    const events = await file('zero.json', JSON.stringify([done('a', [119, 110, 117, 420]), done('b', [0, 0, 0, 0])]));
    const { out } = await run(['reconcile', '--usage', events, '--meters', meters]);
    expect(out).toContain('response 2 reported nothing, and with it the bill closes.');
    expect(out).not.toContain('the model ran at least once more');
  });
});

describe('a bill of several models', () => {
  const table = 'gpt rt aud mn in gl 1215, 110\ngpt rt txt mn in gl 1215, 119\ngpt rt aud 0828 Inp glbl Tokens, 7';

  it('is refused until one is named, and then compared by that one alone', async () => {
    const path = await file('two.csv', table);
    const asked = await run(['reconcile', '--usage', usage, '--meters', path]);
    expect(asked.code).toBe(1);
    expect(asked.err).toBe(
      'two.csv: The bill has meters of 2 models: gpt-realtime-mini 1215, global; gpt-realtime 0828, global.\nSay which one was spoken to: --model NAME.\n',
    );
    const named = await run([
      'reconcile',
      '--usage',
      usage,
      '--meters',
      path,
      '--model',
      'gpt-realtime-mini',
      '--json',
    ]);
    expect(parsed(named.out).meters[0]).toMatchObject({ meter: 'audio_in', billed: 110 });
    expect(parsed(named.out).meters[2]).toMatchObject({ meter: 'audio_out', billed: null, status: 'missing row' });
  });

  it('is compared in tokens alone where the list prices are of another scope', async () => {
    const path = await file('regional.csv', 'gpt rt 1.5 aud inp rgnl 1M Tokens, 46');
    const { out } = await run(['reconcile', '--usage', usage, '--meters', path, '--json']);
    expect(parsed(out)).toMatchObject({ priceBook: null, money: null });
  });

  it('is priced by the list of its own scope', async () => {
    const path = await file('zone.csv', 'gpt rt aud mn in DZ 1215 1M Tokens, 46');
    const { out } = await run(['reconcile', '--usage', usage, '--meters', path, '--json']);
    expect(parsed(out)).toMatchObject({ priceBook: 'list-2026-10-09' });
  });
});

describe('what cannot be reconciled', () => {
  it.each([
    [[], 2, 'voxtally reconcile needs --usage FILE or --sessions DIR, one of the two.\n'],
    [['--usage', usage], 2, 'voxtally reconcile needs --meters FILE or --bill FILE, one of the two.\n'],
    [['--usage', '-', '--meters', '-'], 2, 'Only one of the files can be standard input.\n'],
    [
      ['--usage', usage, '--meters', meters, '--day', '2026-03-31'],
      2,
      '--day and --resource choose rows of --bill; a table of --meters is taken whole.\n',
    ],
    [
      ['--usage', usage, '--bill', meters, '--day', '31.3.'],
      2,
      '--day is a UTC day YYYY-MM-DD or a month YYYY-MM, not 31.3..\n',
    ],
    [['--sessions', '--meters', meters], 2, '--sessions needs a value.\n'],
    [['--tolerance', '5'], 2, 'voxtally reconcile knows no flag --tolerance; see voxtally reconcile --help.\n'],
    [['--usage', '/no/such.json', '--meters', meters], 1, '/no/such.json cannot be read: there is no such file.\n'],
    [['--usage', '/', '--meters', meters], 1, '/ cannot be read: it is a folder.\n'],
  ] as const)('%j', async (args, code, err) => {
    expect(await run(['reconcile', ...args])).toEqual({ code, out: '', err });
  });

  it('names the file and the line, and says what to do', async () => {
    const path = await file('bill.txt', 'audio in\t640\naudio out\tlots\n');
    const { code, err } = await run(['reconcile', '--usage', usage, '--meters', path]);
    expect(code).toBe(1);
    expect(err).toBe(
      'bill.txt: Line 2 has no quantity that can be read: "audio out lots".\nWrite one meter and its quantity a line, for example: gpt rt aud mn in gl 1215, 640.\n',
    );
  });

  it('is an object of its own under --json', async () => {
    const { code, out } = await run(['reconcile', '--usage', '-', '--meters', meters, '--json'], 'no usage');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      voxtally: 1,
      error: {
        reason: 'invalid-argument',
        message: 'standard input: The usage is neither JSON nor lines of names and counts.',
      },
    });
  });
});
