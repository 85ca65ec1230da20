import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atPath, type Json, parseJson } from '../../../shared/kit/json.ts';
import { Exact } from '../../../shared/kit/money.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { commandLines, fixture } from '../support/cli.ts';
import { describedIn, type Described, undescribed } from '../support/json-help.ts';
import { writeSession } from '../support/session.ts';
import { enterpriseFile, threadMeters } from '../support/synthetic.ts';

const { here: run } = commandLines();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-help-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the help says of an answer of one comparison, and of a period. */
async function helped(): Promise<{ readonly single: Described; readonly period: Described }> {
  const { out } = await run(['reconcile', '--help']);
  const text = out.replaceAll(/\s+/g, ' ');
  const [, single = ''] = /--json prints: (.*?notes)\. /.exec(text) ?? [];
  const [, period = ''] = /it prints a period instead: (.*?notes)\. /.exec(text) ?? [];
  return { single: describedIn(single), period: describedIn(period) };
}

async function bill(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await utimes(path, new Date('2026-04-08T00:00:00Z'), new Date('2026-04-08T00:00:00Z'));
  return path;
}

async function answered(...args: string[]): Promise<Json> {
  const { code, out, err } = await run(['reconcile', ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return parseJson(out) ?? null;
}

const memberAt = (described: Described, path: string): Described | undefined =>
  path.split('.').reduce<Described | undefined>((one, name) => one?.members?.get(name), described);

describe('the help of reconcile --json', () => {
  it('describes every member of a comparison, with whatever stands beside the six meters', async () => {
    const { single } = await helped();
    const session = await writeSession(folder, [{ id: 'resp_1', usage: threadUsage }]);
    // Images and transcription beside the six meters, a model that nobody spoke to, and one factor over everything.
    const beside = [
      ...threadMeters,
      { name: 'gpt rt img mn in gl 1215 1M Tokens', tokens: 200, usdPerMillion: '0.8' },
      { name: 'gpt-4o-mini-trscb aud in gl 1M Tokens', tokens: 300, usdPerMillion: '3' },
      { name: 'gpt rt aud in gl 0828 1M Tokens', tokens: 5000, usdPerMillion: '32' },
    ];
    const reported = [46, 64, 420, 55, 64, 117];
    const dearer = threadMeters.map(({ name, usdPerMillion }, at) => ({
      name,
      tokens: reported[at] ?? 0,
      usdPerMillion: new Exact(usdPerMillion).times('1.25').toFixed(),
    }));
    const answers = [
      await answered('--sessions', session, '--bill', await bill('march.csv', enterpriseFile())),
      await answered('--sessions', session, '--bill', await bill('beside.csv', enterpriseFile('03/31/2026', beside))),
      await answered('--sessions', session, '--bill', await bill('dearer.csv', enterpriseFile('03/31/2026', dearer))),
      await answered('--usage', fixture('thread-usage.json'), '--bill', fixture('openai-costs-page.json')),
    ];
    for (const answer of answers) expect(undescribed(answer, single)).toEqual([]);
    // Members that no answer here fills.
    for (const name of ['transcription.hours', 'days', 'many', 'leftOut']) {
      expect([name, memberAt(single, name) !== undefined]).toEqual([name, true]);
    }
    // What is null in each of them would be described by its name alone.
    for (const name of ['images', 'transcription', 'ratio', 'compared']) {
      expect([name, answers.some((answer) => atPath(answer, name) !== null)]).toEqual([name, true]);
    }
  });

  it('describes every member of a period', async () => {
    const { period } = await helped();
    const days = ['20', '21'];
    for (const day of days) {
      await writeSession(folder, [{ id: `resp_${day}`, usage: threadUsage }], {
        sessionId: `2026-03-${day}T10-00-00Z-contoso-voice-0000${day}`,
        startedAt: `2026-03-${day}T10:00:00.000Z`,
      });
    }
    const bills = await Promise.all(days.map((day) => bill(`${day}.csv`, enterpriseFile(`03/${day}/2026`))));
    const other = await bill(
      'other.csv',
      enterpriseFile('03/21/2026').replaceAll('contoso-voice', 'contoso-callcenter'),
    );
    const answer = await answered('--sessions', folder, '--bill', ...bills, other);
    expect(answer).toMatchObject({ kind: 'period' });
    expect(undescribed(answer, period)).toEqual([]);
  });
});
