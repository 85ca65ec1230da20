import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../shared/kit/json.ts';
import type { ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { freshnessOf } from '../../../shared/reconcile/scope/settlement.ts';
import { utcDays } from '../../../shared/kit/dates.ts';
import { commandLines, fixture } from '../support/cli.ts';
import { writeSession } from '../support/session.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { enterpriseFile, resourceId, threadMeters, type SyntheticMeter } from '../support/synthetic.ts';

const { here: run } = commandLines();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-sessions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function bill(name: string, text: string, writtenAt = '2026-04-08T00:00:00Z'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  await utimes(path, new Date(writtenAt), new Date(writtenAt));
  return path;
}
async function reconciled(...args: string[]): Promise<ReconcileReport> {
  const { code, out, err } = await run(['reconcile', ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as ReconcileReport;
}
async function period(...args: string[]): Promise<PeriodReport> {
  const { code, out, err } = await run(['reconcile', ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as PeriodReport;
}
async function refusal(...args: string[]): Promise<string> {
  const { code, err } = await run(['reconcile', ...args]);
  expect(code).toBe(1);
  return err;
}
const thread = { id: 'resp_1', usage: threadUsage };
const words = (count: number): string => `one${' one'.repeat(count - 1)}`;

/** What one response of a session reported, on the wire. */
const usageOf = (audioIn: number, audioOut: number, textIn: number, textOut: number): JsonObject => ({
  total_tokens: audioIn + audioOut + textIn + textOut,
  input_tokens: audioIn + textIn,
  output_tokens: audioOut + textOut,
  input_token_details: { audio_tokens: audioIn, text_tokens: textIn, cached_tokens: 0 },
  output_token_details: { audio_tokens: audioOut, text_tokens: textOut },
});

describe('sessions of several days', () => {
  it('are told day by day, by one story, and solved together, each day an equation', async () => {
    const sizes = [
      [110, 420, 119, 117],
      [83, 257, 371, 74],
      [391, 149, 447, 43],
      [61, 188, 902, 33],
    ] as const;
    const bills: string[] = [];
    for (const [at, [audioIn, audioOut, textIn, textOut]] of sizes.entries()) {
      const day = `2026-03-1${at}`;
      await writeSession(folder, [{ id: `resp_${at}`, usage: usageOf(audioIn, audioOut, textIn, textOut) }], {
        sessionId: `${day}T10-00-00Z-contoso-voice-00000${at}`,
        startedAt: `${day}T10:00:00.000Z`,
      });
      const tokens = [2 * audioIn + audioOut, 0, audioOut + 40, 2 * textIn + textOut + 2, 0, textOut + 9];
      const meters = threadMeters.map((meter, index) => ({ ...meter, tokens: tokens[index] ?? 0 }));
      bills.push(await bill(`${day}.csv`, enterpriseFile(`03/1${at}/2026`, meters)));
    }
    const { blocks, stories } = await period('--sessions', folder, '--bill', ...bills);
    const [block] = blocks;
    const audio = block?.many?.meters.find(({ meter }) => meter === 'audio_in');
    expect(block?.many?.observations).toHaveLength(4);
    expect(audio).toMatchObject({ identifiable: true, exact: [{ formula: '2 × audio in + audio out' }] });
    expect(block?.days.map(({ state, story }) => [state, story])).toEqual(sizes.map(() => ['explained', 0]));
    expect(stories.map(({ title }) => title)).toEqual([
      'A further response over the finished conversation, nothing new added',
    ]);
  });
});

describe('one day of several that differs', () => {
  it('is named with its session and response, in the order they ran, and other resources are named as left out', async () => {
    const sizes = [
      [83, 257, 371, 74],
      [110, 420, 119, 117],
    ] as const;
    const bills: string[] = [];
    const folders: string[] = [];
    for (const [at, [audioIn, audioOut, textIn, textOut]] of sizes.entries()) {
      const day = `2026-03-2${at}`;
      const session = await writeSession(
        folder,
        [{ id: `resp_day_${at}`, usage: usageOf(audioIn, audioOut, textIn, textOut) }],
        {
          sessionId: `${day}T10-00-00Z-contoso-voice-00000${at}`,
          startedAt: `${day}T10:00:00.000Z`,
        },
      );
      folders.unshift(session);
      const further = at === 1 ? [audioIn + audioOut, 211, textIn + textOut + 2, 64] : [0, 0, 0, 0];
      const tokens = [audioIn, 0, audioOut, textIn, 0, textOut];
      const extra = [further[0], 0, further[1], further[2], 0, further[3]];
      const meters = threadMeters.map((meter, index) => ({
        ...meter,
        tokens: (tokens[index] ?? 0) + (extra[index] ?? 0),
      }));
      const text = enterpriseFile(`03/2${at}/2026`, meters);
      bills.push(await bill(`${day}.csv`, text));
    }
    const other = enterpriseFile('03/21/2026').replaceAll('contoso-voice', 'contoso-callcenter');
    bills.push(await bill('other.csv', other));
    const ids = ['2026-03-21T10-00-00Z-contoso-voice-000001', '2026-03-20T10-00-00Z-contoso-voice-000000'];
    const html = join(folder, 'r.html');
    const all = ['--sessions', ...folders, '--bill', ...bills];
    const whole = await period(...all);
    expect(whole.sessions.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(whole.blocks.map(({ resource }) => resource)).toEqual(['contoso-voice']);
    expect(whole.blocks[0]?.days.map(({ day, state }) => [day, state])).toEqual([
      ['2026-03-20', 'as reported'],
      ['2026-03-21', 'explained'],
    ]);
    expect(whole.unallocated.map(({ title, names }) => [title, names.map(({ name }) => name)])).toEqual([
      ['A resource with no session here', ['contoso-callcenter']],
    ]);
    const { finding, notes, sessions } = await reconciled(...all, '--day', '2026-03-21');
    // Of the day that was asked for, the sessions of that day.
    expect(sessions).toEqual(ids.slice(0, 1));
    expect((await run(['reconcile', ...all, '--day', '2026-03-21', '--html', html])).code).toBe(0);
    expect(finding).toMatchObject({
      claim: { kind: 'further', contexts: [{ context: 'finished', turn: 0 }] },
      headline: expect.stringContaining(
        'the model ran at least once more than the log of these sessions holds',
      ) as string,
    });
    expect(notes).toContain(
      'Realtime meters of another resource are on these days too, and not compared: contoso-callcenter.',
    );
    const page = await readFile(html, 'utf8');
    expect(page).toContain('resp_day_1, response 1 of 2026-03-21T10-00-00Z-contoso-voice-000001');
  });
});

describe('a report written to files', () => {
  it('is a page, a table, a text and a plan; a name that says nothing of its form is refused', async () => {
    const session = await writeSession(folder, [thread]);
    const march = await bill('march.csv', enterpriseFile());
    const at = (name: string): string => join(folder, name);
    const files = ['--html', at('r.html'), '--csv', at('r.csv'), '--markdown', at('r.md'), '--plan', at('plan.json')];
    const { code, err } = await run(['reconcile', '--sessions', session, '--bill', march, ...files]);
    expect({ code, written: err.match(/Written: /g)?.length }).toEqual({ code: 0, written: 4 });
    const page = await readFile(at('r.html'), 'utf8');
    expect(page).toMatch(/[0-9a-f]{64}/);
    expect(page).toContain('110 reported + 110 question re-read + 420 answer re-read');
    expect(JSON.parse(await readFile(at('plan.json'), 'utf8'))).toMatchObject({ kind: 'experiment-plan' });
    const refused = await run(['reconcile', '--sessions', session, '--bill', march, '--plan', at('plan.doc')]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('.md or .json');
    const lost = await run([
      'reconcile',
      '--sessions',
      session,
      '--bill',
      march,
      '--html',
      join(folder, 'no', 'r.html'),
    ]);
    expect(lost.code).toBe(1);
    expect(lost.err).toContain('its folder is not there');
  });
});

describe('recorded sessions against an export', () => {
  it('give the finding of the public case, with the day, the resource and the sources named', async () => {
    const session = await writeSession(folder, [thread]);
    const report = await reconciled('--sessions', session, '--bill', await bill('march.csv', enterpriseFile()));
    expect(report.finding.headline).toContain('the model ran at least once more than the log of these sessions holds');
    expect(report.meters.map(({ billed }) => billed)).toEqual([640, 0, 631, 357, 0, 181]);
    expect(report).toMatchObject({
      sessions: ['2026-03-31T14-05-33Z-contoso-voice-000001'],
      compared: { days: ['2026-03-31'], resource: 'contoso-voice', freshness: 'settled' },
      sources: [{ shape: 'Enterprise cost and usage', files: [{ name: 'march.csv' }], tally: { rows: 6, kept: 6 } }],
      notes: [],
    });
    expect(report.sources[0]?.importedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('bring their transcripts and their log to bear', async () => {
    const responses = [
      { ...thread, heard: words(30), said: words(89) },
      { id: 'resp_2', usage: null, nothingNew: true },
    ];
    const session = await writeSession(folder, responses);
    const report = await reconciled('--sessions', session, '--bill', await bill('march.csv', enterpriseFile()));
    expect(report.finding).toMatchObject({
      claim: { kind: 'seen', responses: [2] },
      headline: expect.stringContaining('response 2 reported nothing, and with it the bill closes') as string,
    });
    expect(report.explanations[0]?.inferences[1]).toMatchObject({ response: 2 });
    expect(report.notes[0]).toContain('(cancelled) reports no tokens');
    expect(report.notes[0]).toMatch(
      / If billed: input that the log does not tell, and up to \d+ audio out, \d+ text out\.$/,
    );
  });

  it('are added up over several folders, and found in a folder of them', async () => {
    const usage = {
      ...threadUsage,
      input_token_details: {
        ...(threadUsage['input_token_details'] as object),
        cached_tokens: 0,
        cached_tokens_details: { text_tokens: 0, audio_tokens: 0 },
      },
    };
    const one = await writeSession(folder, [{ id: 'a', usage }]);
    const two = await writeSession(folder, [{ id: 'b', usage }], {
      sessionId: 'later',
      startedAt: '2026-03-31T23:00:00.000Z',
    });
    const tokens = [220, 0, 840, 238, 0, 234];
    const path = await bill(
      'march.csv',
      enterpriseFile(
        '03/31/2026',
        threadMeters.map((meter, at) => ({ ...meter, tokens: tokens[at] ?? 0 })),
      ),
    );
    const both = await reconciled('--sessions', one, two, '--bill', path);
    expect(both.finding.headline).toBe('The bill is what was reported.');
    expect((await reconciled('--sessions', folder, '--bill', path)).sessions).toHaveLength(2);
  });

  it('take the export as CSV from standard input', async () => {
    const session = await writeSession(folder, [thread]);
    const { code, out } = await run(['reconcile', '--sessions', session, '--bill', '-', '--json'], enterpriseFile());
    expect(code).toBe(0);
    expect((JSON.parse(out) as ReconcileReport).meters[0]?.billed).toBe(640);
  });

  it('are held against a pasted table too, and a pasted usage against an export', async () => {
    const session = await writeSession(folder, [thread]);
    const table = await reconciled('--sessions', session, '--meters', fixture('thread-meters.txt'));
    const usage = await reconciled(
      '--usage',
      fixture('thread-usage.json'),
      '--bill',
      await bill('march.csv', enterpriseFile()),
    );
    // The one knows that its log holds no other response.
    expect(usage.finding).toEqual({
      ...table.finding,
      headline: table.finding.headline.replace('the log of these sessions holds', 'the API told you'),
    });
    expect(usage.compared?.days).toEqual(['2026-03-31']);
  });

  it('print what was compared, the sources and what to know', async () => {
    const session = await writeSession(folder, [thread]);
    const path = await bill('march.csv', enterpriseFile(), '2026-04-01T12:00:00Z');
    const { out } = await run(['reconcile', '--sessions', session, '--bill', path]);
    expect(out).toContain('1 reported response against the bill of 2026-03-31 on contoso-voice (not yet due)');
    expect(out).toMatch(
      /Sources\n {2}march\.csv {2}Enterprise cost and usage {2}6 of 6 rows {2}imported .* {2}sha256 [0-9a-f]{12}/,
    );
    expect(out).toContain('The bill was fetched less than 24 hours after the day it is compared on');
  });
});

describe('the part of a bill that is compared', () => {
  const more = (text: string, ...rows: string[]): string => `${text.trimEnd()}\r\n${rows.join('\r\n')}\r\n`;
  const rowsOf = (text: string): string[] => text.trimEnd().split('\r\n').slice(1);
  const other: SyntheticMeter[] = [{ name: 'gpt rt aud 0828 Inp glbl Tokens', tokens: 9, usdPerMillion: '32' }];

  it('is the UTC day of the session, its resource and its model; the rest is named, not added', async () => {
    const session = await writeSession(folder, [thread]);
    const elsewhere = rowsOf(enterpriseFile()).map((row) => row.replace('accounts/contoso-voice', 'accounts/fabrikam'));
    const text = more(
      enterpriseFile(),
      ...rowsOf(enterpriseFile('04/01/2026')),
      ...elsewhere,
      ...rowsOf(enterpriseFile('03/31/2026', other)),
    );
    const report = await reconciled('--sessions', session, '--bill', await bill('march.csv', text));
    expect(report.meters.map(({ billed }) => billed)).toEqual([640, 0, 631, 357, 0, 181]);
    expect(report.notes).toContain('Also billed there, and not compared: gpt-realtime 0828, global.');
  });

  it('names what else the resource was billed for on the day', async () => {
    const session = await writeSession(folder, [thread]);
    const whisper = rowsOf(
      enterpriseFile('03/31/2026', [
        { name: 'gpt-4o-mini-transcribe-aud-inp-glbl Tokens', tokens: 110, usdPerMillion: '3' },
        { name: 'gpt rt img mn in gl 1215 1M Tokens', tokens: 5, usdPerMillion: '0.8' },
      ]),
    );
    const report = await reconciled(
      '--sessions',
      session,
      '--bill',
      await bill('march.csv', more(enterpriseFile(), ...whisper)),
    );
    expect(report.notes).toEqual([
      'Transcription is billed on its own meters, audio in 110, and no session reports any.',
      'Images differ: image in reported 0, billed 5.',
    ]);
  });

  it('nets corrections, and says of what', async () => {
    const session = await writeSession(folder, [thread]);
    const correction = rowsOf(enterpriseFile('03/31/2026', [{ ...(threadMeters[0] as SyntheticMeter), tokens: -100 }]));
    const report = await reconciled(
      '--sessions',
      session,
      '--bill',
      await bill('march.csv', more(enterpriseFile(), ...correction)),
    );
    expect(report.meters[0]?.billed).toBe(540);
    expect(report.notes).toEqual([
      'gpt rt aud mn in gl 1215 1M Tokens on 2026-03-31: net 540: 640 billed, 100 corrected (-0.001 USD).',
    ]);
  });

  it('is asked for when nothing names it', async () => {
    const text = more(enterpriseFile(), ...rowsOf(enterpriseFile('04/01/2026')));
    const usage = ['--usage', fixture('thread-usage.json'), '--bill', await bill('march.csv', text)];
    expect(await refusal(...usage)).toContain(
      'The bill has Realtime meters on 2 days: 2026-03-31, 2026-04-01.\nSay which day the usage is of: --day YYYY-MM-DD (a month: YYYY-MM).',
    );
    expect((await reconciled(...usage, '--day', '2026-04-01')).compared?.days).toEqual(['2026-04-01']);
  });

  it('is refused when the bill has another day, another resource, or cannot be dated', async () => {
    const session = await writeSession(folder, [thread]);
    expect(
      await refusal('--sessions', session, '--bill', await bill('april.csv', enterpriseFile('04/30/2026'))),
    ).toContain('The bill has no Realtime meter on 2026-03-31; it has 2026-04-30.');
    const march = await bill('march.csv', enterpriseFile());
    expect(await refusal('--sessions', session, '--bill', march, '--resource', 'fabrikam')).toContain(
      'The bill has no Realtime meter of fabrikam; it has those of contoso-voice.',
    );
    const unsure = await bill('unsure.csv', enterpriseFile('03/04/2026'));
    const flags = ['--usage', fixture('thread-usage.json'), '--bill', unsure];
    expect(await refusal(...flags)).toBe(
      'unsure.csv: Does "03/04/2026" begin with the month or with the day? Nothing in the file decides.\nAdd --dates month-first if the month, --dates day-first if the day.\n',
    );
    expect((await reconciled(...flags, '--dates', 'day-first')).compared?.days).toEqual(['2026-04-03']);
  });

  it('is refused when there is no such session; one that reported nothing is compared, and said to', async () => {
    const march = await bill('march.csv', enterpriseFile());
    expect(await refusal('--sessions', join(folder, 'none'), '--bill', march)).toContain(
      'There is no recorded session at',
    );
    const silent = await writeSession(folder, [{ id: 'a', usage: null }]);
    const report = await reconciled('--sessions', silent, '--bill', march);
    expect(report).toMatchObject({ responses: 0, finding: { claim: { kind: 'nothing fits' } } });
    expect(report.notes[0]).toContain('reports no tokens; whether it was billed is not known');
  });

  it('names the resource when the sessions spoke to another', async () => {
    const text = enterpriseFile().replaceAll(resourceId, resourceId.replace('contoso-voice', 'fabrikam'));
    const report = await reconciled(
      '--sessions',
      await writeSession(folder, [thread]),
      '--bill',
      await bill('march.csv', text),
    );
    expect(report.notes[0]).toBe(
      'The sessions spoke to contoso-voice; the only Realtime meters on these days are of fabrikam.',
    );
  });
});

describe('days of a bill', () => {
  it('are UTC days, every one a session touches', () => {
    expect(utcDays('2026-03-31T23:59:00.000Z', 30_000)).toEqual(['2026-03-31']);
    expect(utcDays('2026-03-31T23:59:00.000Z', 90_000)).toEqual(['2026-03-31', '2026-04-01']);
    expect(utcDays('2026-03-31T23:59:00.000-02:00', 0)).toEqual(['2026-04-01']);
  });

  it('settle after a day and close 72 hours after their month', () => {
    expect(freshnessOf('2026-03-15', '2026-03-16T23:00:00Z')).toBe('not yet due');
    expect(freshnessOf('2026-03-15', '2026-03-17T01:00:00Z')).toBe('provisional');
    expect(freshnessOf('2026-03-15', '2026-04-03T23:00:00Z')).toBe('provisional');
    expect(freshnessOf('2026-03-15', '2026-04-04T00:00:00Z')).toBe('settled');
    expect(freshnessOf('2026-12-31', '2027-01-04T00:00:00Z')).toBe('settled');
  });
});
