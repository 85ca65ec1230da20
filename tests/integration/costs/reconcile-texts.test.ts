import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { builtCli, fixture } from './support/cli.ts';

const run = builtCli();
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
    expect(report.finding.headline).toBe(
      'The bill holds at least one further inference over the finished conversation: 110 + 420 audio tokens, read again. Cached tokens were billed as uncached.',
    );
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
    expect(first?.inferences.map(({ context }) => context)).toEqual([null, 'both+prompt-answer']);
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
    expect(first?.coverage.share).toBeLessThan(5e-5);
    expect(first?.assumptions.length).toBe(2);
    expect(second?.rank).toBe(2);
    expect(report.money).toMatchObject({ currency: 'USD', billed: '0.0196686', difference: '0.01047176' });
    expect(report.rejected.map(({ title }) => title)).toContain('The realtime model also transcribes both sides');
    expect(report.experiments[0]).toMatchObject({ id: 'instructions' });
    expect(report.model).toMatchObject({
      label: 'gpt-realtime-mini 1215, global',
      model: 'gpt-realtime-mini',
      version: '1215',
      scope: 'global',
      names: { audio_in: ['gpt rt aud mn in gl 1215'] },
    });
  });

  it('gives the same to a reader: table, finding, ranked explanations, next experiment', async () => {
    const { code, out } = await run(['reconcile', '--usage', usage, '--meters', meters]);
    expect(code).toBe(0);
    for (const line of [
      /audio in +110 +46 +640 +\+594 +0\.00594 +explained/,
      /The bill holds at least one further inference over the finished conversation: 110 \+ 420 audio tokens/,
      /1\. One further inference: over the whole conversation, answer included/,
      /audio in +110 \+ \(110 \+ 420\) = 640 +exact/,
      /audio out +420 \+ 211 = 631 +not checked/,
      /Next experiment\n {2}Instructions of 619 tokens\./,
      /60 audio tokens a second: audio in 660, billed 640/,
    ])
      expect(out).toMatch(line);
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

  it('counts the transcripts of an event, and so finds the tie that they make', async () => {
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
    expect(
      parsed(out)
        .explanations.slice(0, 3)
        .map(({ rank, inferences }) => [rank, inferences[1]?.context]),
    ).toEqual([
      [1, 'both+prompt-answer'],
      [1, 'both+prompt-transcripts'],
      [3, 'user+prompt'],
    ]);
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
    [['--usage', usage, '--bill', meters, '--day', '31.3.'], 2, '--day is a UTC day YYYY-MM-DD, not 31.3..\n'],
    [['--sessions', '--meters', meters], 2, '--sessions needs a value.\n'],
    [['--tolerance', '5'], 2, 'voxtally reconcile knows no flag --tolerance; see voxtally --help.\n'],
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
      'bill.txt: Line 2 has no quantity that can be read: "audio out\tlots".\nWrite one meter and its quantity a line, for example: gpt rt aud mn in gl 1215, 640.\n',
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
