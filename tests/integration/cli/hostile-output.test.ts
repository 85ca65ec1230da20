import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { runCommand } from '../../../electron/cli/input/command.ts';
import { bill } from '../../../electron/cli/commands/bill.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import { writerOf } from '../../../electron/hosts/terminal.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { builtScript, fixture, inItsOwnProcess, inThisProcess, type Ran } from '../support/cli.ts';
import { page, priceList, row } from '../support/price-list.ts';
import { amounts, realHeader, resourceId, table, threadMeters } from '../support/synthetic.ts';
import { assetsFolder } from '../support/bench.ts';
import { sessionObject, startDeployment, type DeploymentSession } from '../support/deployment.ts';
import { withoutDigests } from '../support/recorded.ts';
import { until } from '../support/until.ts';
import { answer, queryPage, startCostService } from '../support/cost-service.ts';
import { all, allowed, attacks, short } from '../support/attacks.ts';

/* What others write of themselves in the hope that a terminal obeys it, in every place where a command prints words of others. */

let tries = 0;

/** Holds that a command printed nothing that a terminal obeys, and that what was meant to be obeyed is to be read. */
function tame({ out, err }: Omit<Ran, 'code'>, shown: readonly string[] = ['OWNED']): void {
  tries += 1;
  for (const text of [out, err]) {
    expect(text).toMatch(allowed);
    // Nobody but the command begins a line.
    expect(text).not.toMatch(/^OWNED/m);
  }
  for (const words of shown) expect(out + err).toContain(words);
}

let work = '';
let wav = '';
/** The record of a run against such a service. */
let session = '';
const list = priceList();

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'voxtally-hostile-'));
  await mkdir(join(work, `folder ${attacks.screen}`));
  wav = join(work, `${attacks.title}${attacks.over}.wav`);
  await copyFile(join(assetsFolder, 'speech/questions/thank-you.wav'), wav);
}, 120_000);
afterAll(() => rm(work, { recursive: true, force: true }));

const home = (): { env: { VOXTALLY_HOME: string } } => ({ env: { VOXTALLY_HOME: join(work, 'home') } });
const voxtally = (...args: string[]): Promise<Ran> => inThisProcess(args, home());
/** The same with the bytes that really leave a process. */
const alone = (...args: string[]): Promise<Ran> => inItsOwnProcess(args, home());

/** A service that puts words of its own wherever it may. */
function speak(session: DeploymentSession): void {
  session.send({ type: 'session.created', event_id: all, session: sessionObject({ id: all, model: all, voice: all }) });
  void session.event('input_audio_buffer.append').then(() => {
    const item = {
      id: `q${all}`,
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio' }],
    };
    session.send({ type: 'input_audio_buffer.committed', item_id: item.id, previous_item_id: null });
    session.send({ type: 'conversation.item.added', item, previous_item_id: null });
    session.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: item.id,
      content_index: 0,
      transcript: `heard ${all}`,
      usage: { type: 'tokens', [`new${all}`]: 3, total_tokens: 3, input_tokens: 2, output_tokens: 1 },
    });
    session.send({
      type: 'rate_limits.updated',
      rate_limits: [{ name: all, limit: 1, remaining: 0, reset_seconds: 1 }],
    });
    session.send({
      type: 'error',
      event_id: all,
      error: { type: all, code: all, message: `refused ${all}`, param: all },
    });
    session.send({ type: `no.such.${all}`, usage: { [`other${all}`]: 5 } });
    session.send({ type: 'response.created', response: { id: `r${all}`, status: 'in_progress', usage: null } });
    const said = { id: `a${all}`, type: 'message', role: 'assistant', content: [] };
    session.send({ type: 'response.output_item.added', response_id: `r${all}`, item: said });
    session.send({
      type: 'response.output_audio_transcript.done',
      response_id: `r${all}`,
      item_id: said.id,
      output_index: 0,
      content_index: 0,
      transcript: `said ${all}`,
    });
    session.send({
      type: 'response.done',
      response: {
        id: `r${all}`,
        status: 'failed',
        status_details: { type: 'failed', reason: all, error: { type: all, code: all, message: `failed ${all}` } },
        usage: { ...threadUsage, [`more${all}`]: 7 },
      },
    });
    session.close(1011, short);
  });
}

describe('words of a service', () => {
  let report: unknown = null;

  it('run: in ids, names, transcripts, errors, limits, fields of usage and the reason of the close', async () => {
    const deployment = await startDeployment({ onSession: speak });
    const out = join(work, `folder ${attacks.screen}`);
    const table = await alone('run', '--wav', wav, '--url', deployment.url, '--out', out);
    tame(table, [
      'heard [U+001B]]0;OWNED',
      'said [U+001B]]0;OWNED',
      'x OWNED: OWNED 1 OWNED OWNED',
      '[U+009B]31mOWNED',
    ]);
    const json = await voxtally('run', '--wav', wav, '--url', deployment.url, '--out', out, '--json');
    tame(json, [
      String.raw`said \u001b]0;OWNED\u0007`,
      String.raw`\u009b31mOWNED`,
      String.raw`\u202e`,
      String.raw`\udb40\udc41`,
    ]);
    report = JSON.parse(json.out);
    await deployment.close();
    const [first = ''] = (await readdir(out)).toSorted();
    session = join(out, first);
    expect(await readFile(join(session, 'events.jsonl'), 'utf8')).toContain('OWNED');
  });

  it('replay: the same from the record, in as many lines as the same session with other words has', async () => {
    const table = await voxtally('replay', session);
    tame(table, ['[U+202E]DENWO[U+2066][U+200F]', '[U+0008][U+0008]']);
    const harmless = join(work, 'harmless', 'session');
    await mkdir(harmless, { recursive: true });
    const log = await readFile(join(session, 'events.jsonl'), 'utf8');
    const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
    // The digests are those of the other words, and a record that does not match them says so.
    const tamedLog = Buffer.from(log.replaceAll(inJson(all), 'words').replaceAll(inJson(short), 'words'));
    await writeFile(join(harmless, 'events.jsonl'), withoutDigests(tamedLog));
    const tamed = await voxtally('replay', harmless);
    expect(tamed.out).not.toContain('OWNED: ');
    expect(table.out.split('\n')).toHaveLength(tamed.out.split('\n').length);
    const json = await voxtally('replay', session, '--json');
    tame(json, [String.raw`\u001b]52;c;T1dORUQ=`]);
    const { responses } = JSON.parse(json.out) as { responses: { id: string; error: string }[] };
    expect(responses[0]).toMatchObject({ id: `r${all}` });
    expect(report).toMatchObject({ responses: [{ id: `r${all}` }] });
  });

  it.each([[], ['--csv'], ['--markdown'], ['--json']])('usage %j', async (...flags: string[]) => {
    const ran = await voxtally('usage', session, ...flags);
    expect(ran.code, ran.err).toBe(0);
    tame(ran);
  });

  it('reconcile: the session against a table of meters whose names are hostile, and the files that it writes', async () => {
    const meters = join(work, `meters${attacks.over}.txt`);
    const lines = `${await readFile(fixture('thread-meters.txt'), 'utf8')}| ${attacks.title}${attacks.turned} ${attacks.hidden} | 5 |\n`;
    await writeFile(meters, lines);
    const paths = ['html', 'csv', 'markdown', 'plan'].flatMap((kind) => [
      `--${kind}`,
      join(work, `${attacks.over}.${kind === 'plan' ? 'md' : kind}`),
    ]);
    const flags = ['reconcile', '--sessions', session, '--meters', meters, ...paths];
    tame(await voxtally(...flags));
    tame(await voxtally('reconcile', '--sessions', session, '--meters', meters, '--json'), []);
    tame(await voxtally('reconcile', '--usage', fixture('thread-usage.json'), '--meters', meters));
    const plain = await voxtally(
      'reconcile',
      '--usage',
      fixture('thread-usage.json'),
      '--meters',
      fixture('thread-meters.txt'),
    );
    expect(plain.code, plain.err).toBe(0);
  });

  it('run: a refusal of the handshake, its body and its headers', async () => {
    const body = JSON.stringify({ error: { code: all, message: `no ${all}` } });
    // Node takes no control character of ASCII in a header, but any byte above it.
    const headers = {
      'x-ms-region': 'OWNED\u009b2J\u202e',
      'apim-request-id': 'b\u009d0;OWNED\u009c',
      'retry-after': '\u009b1A',
    };
    const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
    const deployment = await startDeployment({
      refuse: (_request, respond) =>
        respond(429, Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, utf8(text)])), body),
    });
    tame(await voxtally('run', '--wav', wav, '--url', deployment.url), ['no [U+001B]]0;OWNED']);
    tame(await voxtally('run', '--wav', wav, '--url', deployment.url, '--json'));
    await deployment.close();
  });
});

describe('words in files', () => {
  it('prices: a book whose names are hostile is listed and exported, a bad one is refused', async () => {
    const { out } = await voxtally('prices', 'export', 'list-2026-10-09');
    const book = JSON.parse(out) as {
      id: string;
      name: string;
      models: { model: string; prices: { meter: string; source: string }[] }[];
    };
    const models = book.models.slice(0, 1).map((entry) => ({
      ...entry,
      model: `gpt-realtime-mini ${attacks.oneCharacter}`,
      prices: entry.prices.map((price) => ({ ...price, meter: all, source: all })),
    }));
    const file = join(work, `${attacks.title}book.json`);
    await writeFile(
      file,
      JSON.stringify({ ...book, id: 'hostile', name: `${attacks.screen} ${attacks.newLine}`, models }),
    );
    expect((await voxtally('prices', 'import', file)).code).toBe(0);
    tame(await voxtally('prices'), ['[U+001B][2J[U+001B][1;1H[U+001B][31mOWNED x OWNED: OWNED 1 OWNED']);
    tame(await voxtally('usage', session, '--book', 'hostile'), ['Priced by [U+001B][2J']);
    const exported = await voxtally('prices', 'export', 'hostile');
    tame(exported, [String.raw`\u001b]52;c;`]);
    const read = JSON.parse(exported.out) as typeof book;
    expect(new Set(read.models[0]?.prices.map(({ meter }) => meter))).toEqual(new Set([all]));
    await writeFile(file, JSON.stringify({ ...book, id: all, [all]: 1 }));
    tame(await voxtally('prices', 'import', file));
    await writeFile(file, `${all} {`);
    tame(await voxtally('prices', 'import', file));
  });

  it('prices refresh: a list of prices that names its meters so', async () => {
    list.answers = [
      page([
        row('gpt rt aud mn in gl 1215 1M Tokens', '1M', 9.5),
        row(`gpt rt aud mn in gl 1215 ${all} Tokens`, '1M', 1),
      ]),
    ];
    tame(await voxtally('prices', 'refresh', '--region', 'swedencentral', '--url', list.url), []);
    list.answers = [{ status: 400, headers: { 'x-ms-request-id': 'a' }, text: all }];
    tame(await voxtally('prices', 'refresh', '--region', 'swedencentral', '--url', list.url), []);
  });

  it('profiles: names, addresses and authorities of an imported file', async () => {
    const file = join(work, `${attacks.title}profiles.json`);
    const name = `${attacks.screen}${attacks.newLine}`;
    const endpoint = { kind: 'custom', url: 'ws://127.0.0.1:1/v1/realtime?model=x', auth: 'none', apiKey: all };
    await writeFile(
      file,
      JSON.stringify({
        voxtally: 1,
        kind: 'profiles',
        profiles: [{ name, endpoint, options: { [all]: 1, voice: 'marin' } }],
      }),
    );
    const imported = await voxtally('profiles', 'import', file);
    tame(imported);
    expect(imported.out.split('\n')).toHaveLength(2);
    const listed = await voxtally('profiles');
    tame(listed);
    expect(listed.out.split('\n')).toHaveLength(3);
    tame(await voxtally('profiles', 'export', '-'), [String.raw`\u001b[31mOWNED`]);
    tame(await voxtally('profiles', 'delete', all));
    tame(await voxtally('run', '--wav', wav, '--profile', all));
    await writeFile(file, `[${all}`);
    tame(await voxtally('profiles', 'import', file), []);
  });

  it('reconcile: a bill whose rows name meters and resources so, and one that is none', async () => {
    const name = 'ea-actual-finops-toolkit.csv';
    const header = realHeader(name);
    const meters = [...threadMeters, { name: `gpt rt ${all}`, tokens: 7, usdPerMillion: '1' }];
    const text = table(
      header,
      (meter) => ({
        Date: '03/31/2026',
        MeterName: meter.name,
        Quantity: amounts(meter).quantity,
        UnitOfMeasure: '1M',
        Cost: amounts(meter).cost,
        BillingCurrency: 'USD',
        ResourceId: `${resourceId}${attacks.title}${attacks.turned}`,
        ResourceName: `${attacks.title}${attacks.turned}`,
        ConsumedService: 'Microsoft.CognitiveServices',
      }),
      { meters },
    );
    const bill = join(work, `${attacks.title}bill.csv`);
    await writeFile(bill, text);
    const usage = fixture('thread-usage.json');
    tame(await voxtally('reconcile', '--usage', usage, '--bill', bill, '--day', '2026-03-31'), []);
    tame(await voxtally('reconcile', '--usage', usage, '--bill', bill, '--resource', all, '--day', '2026-03-31'), []);
    await writeFile(bill, `a,b,${all}\n1,2,3\n`);
    tame(await voxtally('reconcile', '--usage', usage, '--bill', bill), []);
    await writeFile(bill, `{"${all}`);
    tame(await voxtally('reconcile', '--usage', bill, '--meters', fixture('thread-meters.txt')), []);
  });

  it('replay and usage: a record whose header and lines are of others', async () => {
    const folder = join(work, 'headless');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'events.jsonl'), `{"voxtally":1,"${all}\n`);
    for (const command of ['replay', 'usage']) tame(await voxtally(command, folder), []);
    for (const command of ['replay', 'usage']) tame(await voxtally(command, join(work, all.slice(0, 40))));
  });
});

describe('words of a service of costs', () => {
  it('bill: an answer, a refusal and a prompt to sign in', async () => {
    const service = await startCostService();
    const script = await builtScript();
    const run = async (...args: string[]): Promise<Omit<Ran, 'code'>> => {
      let out = '';
      let err = '';
      const to = (add: (text: string) => void) => writerOf({ write: (text: string) => (add(text), true) });
      await runCommand('bill', bill, args, {
        installation: findInstallation(),
        terminal: { out: to((text) => (out += text)), err: to((text) => (err += text)) },
        launch: forkChild,
        lent: {
          dataFolder: join(work, 'bill home'),
          workersFolder: dirname(script),
          costManagementUrl: service.url,
          entraTokens: {
            get: (_request, _signal, onPrompt) => {
              onPrompt({ userCode: all, url: `https://microsoft.com/${attacks.title}` });
              return Promise.resolve(ok({ token: 'planted', expiresAtMs: Date.now() + 3_600_000 }));
            },
            forget: () => undefined,
          },
        },
      });
      return { out, err };
    };
    const scope = '00000000-0000-4000-8000-000000000001';
    const fetch = ['fetch', '--scope', scope, '--from', '2026-03-31', '--to', '2026-03-31', '--sign-in', 'device-code'];
    service.reply = (_, response) =>
      answer(response, 200, queryPage([...threadMeters, { name: all, tokens: 1, usdPerMillion: '1' }]));
    tame(await run(...fetch));
    tame(await run('list'), []);
    tame(await run('list', '--json'), []);
    service.reply = (_, response) => answer(response, 403, { error: { code: all, message: `denied ${all}` } });
    tame(await run(...fetch));
    tame(await run(...fetch, '--json'));
    service.reply = (_, response) => answer(response, 200, `<html>${all}`);
    tame(await run(...fetch));
    await service.close();
  });
});

describe('words on the command line itself', () => {
  it.each([
    [[all.slice(0, 60)]],
    [[`--${attacks.title}`]],
    [['run', `--${attacks.title}`]],
    [['run', '--wav', all]],
    [['run', '--wav', 'x.wav', '--option', all]],
    [['run', '--wav', 'x.wav', '--url', all]],
    [['prices', attacks.newLine]],
    [['profiles', attacks.newLine]],
    [['usage', attacks.screen, '--scope', attacks.screen]],
    [['resample', attacks.newLine, attacks.over]],
    [['resample', 'a.wav', 'b.wav', '--rate', attacks.newLine]],
    [['simulate', '--port', attacks.newLine]],
    [['bill', attacks.newLine]],
    [['reconcile', '--usage', attacks.newLine, '--meters', attacks.screen]],
  ])('%j', async (args) => {
    const ran = await voxtally(...args);
    expect(ran.code).not.toBe(0);
    tame(ran, []);
  });

  it.each([
    [['--help']],
    [['run', '--help']],
    [['options']],
    [['options', '--json']],
    [['prices', 'export', 'list-2026-10-09']],
  ])('%j prints what it always did', async (args) => {
    const ran = await alone(...args);
    expect(ran.code).toBe(0);
    expect(ran.out.length).toBeGreaterThan(500);
    tame(ran, []);
  });
});

describe('words of a client', () => {
  it('simulate prints its address and nothing that a client says', async () => {
    const child = spawn(process.execPath, [await builtScript(), 'simulate'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    await until(() => out.includes('\n'), 'the address of the simulator');
    const url = `${out.trim()}?model=${encodeURIComponent(all)}`;
    const socket = new WebSocket(url, { headers: { 'x-client': 'OWNED' } });
    socket.on('error', () => undefined);
    await Promise.race([once(socket, 'open'), once(socket, 'close')]);
    if (socket.readyState === WebSocket.OPEN) {
      for (const frame of [
        all,
        JSON.stringify({ type: all, event_id: all }),
        JSON.stringify({ type: 'session.update', session: { instructions: all, voice: all } }),
      ])
        socket.send(frame);
      socket.close(1000, short);
      await once(socket, 'close');
    }
    child.kill('SIGINT');
    await once(child, 'close');
    tame({ out, err }, []);
    expect(out).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\S*\n$/);
    expect(err).toBe('');
  });
});

it('was tried often enough', () => {
  expect(tries).toBeGreaterThanOrEqual(55);
});
