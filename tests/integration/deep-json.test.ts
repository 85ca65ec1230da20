import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { takeSecret } from '../../electron/hosts/browser-host/requests.ts';
import { CaseStore } from '../../electron/engine/data/case-store.ts';
import { queryCosts } from '../../electron/engine/costs/azure/query-api.ts';
import { importBill } from '../../electron/engine/costs/import/import-bill.ts';
import { billSources } from '../../electron/engine/costs/import/sources.ts';
import { readRetailPrices } from '../../electron/engine/costs/azure/retail-prices.ts';
import { isLocked, lockName } from '../../electron/engine/data/lock.ts';
import { wsPort } from '../../electron/engine/ports/transports.ts';
import { foldLog, headerProblem, readEntries, readHeader } from '../../electron/engine/record/read-log.ts';
import { logName, summaryName } from '../../electron/engine/record/session-folder.ts';
import { readSummary, readSummaryHead, writeSummary } from '../../electron/engine/record/summary.ts';
import { keyRing } from '../../electron/hosts/keys.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { readMetrics } from '../../shared/billing/azure-metrics.ts';
import { ok, type Result } from '../../shared/kit/errors.ts';
import { parseJson, type Json } from '../../shared/kit/json.ts';
import { readPriceBook } from '../../shared/pricing/price-book.ts';
import { importProfiles } from '../../shared/protocol/endpoints/profiles.ts';
import { optionSpec, readOptionText } from '../../shared/protocol/options/options.ts';
import { json as jsonSchema } from '../../shared/protocol/options/schema.ts';
import type { LogEntry } from '../../shared/session/entry.ts';
import { readUsageText } from '../../shared/reconcile/evidence/pasted-usage.ts';
import { commandLines } from './support/cli.ts';
import { writeSession } from './support/session.ts';
import { directHttp } from './support/direct-http.ts';
import { startBench, temporaryFolder } from './support/bench.ts';
import { Caller, startForTests } from './simulator/harness.ts';
import { threadUsage } from '../fixtures/thread-usage.ts';

/** A value nested so deep, as text; an object holds what an event or a usage would, so that nothing is refused for another reason. */
const forms = {
  lists: (levels: number) => '['.repeat(levels) + ']'.repeat(levels),
  objects: (levels: number) => `${'{"usage":'.repeat(levels)}1${'}'.repeat(levels)}`,
} as const;
const deep = (
  [
    ['lists', 8_000],
    ['objects', 50_000],
    ['lists', 200_000],
  ] as const
).map(([form, levels]) => [form, levels, forms[form](levels)] as const);

let folder = '';
let server: Server;
let origin = '';
/** What the server says to everything. */
let body = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    if (request.url === '/secret') void takeSecret(request, response, keyRing({ store: null, whyNot: '', env: {} }));
    else response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
const folders: string[] = [];
const fresh = async (): Promise<string> => {
  folder = await mkdtemp(join(tmpdir(), 'voxtally-deep-'));
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const one of folders.splice(0)) await rm(one, { recursive: true, force: true });
});

const said = (result: Result): string => (result.ok ? 'taken' : result.error.message);
const spec = (id: string): NonNullable<ReturnType<typeof optionSpec>> => {
  const found = optionSpec(id);
  if (found === undefined) throw new Error(`no option ${id}`);
  return found;
};

async function imported(name: string, text: string): Promise<string> {
  const path = join(await fresh(), name);
  await writeFile(path, text);
  const found = await billSources([path]);
  if (!found.ok) return found.error.message;
  for (const source of found.sources) {
    const read = await importBill(source, { now: () => new Date(), listPrice: () => null });
    if (!read.ok) return read.error.message;
  }
  return 'taken';
}

/** Everything that reads JSON from outside: what it says to a text. One entry a reader. */
const readers: Readonly<Record<string, (text: string) => string | Promise<string>>> = {
  'the usage, pasted or in a file': (text) => said(readUsageText(text)),
  'an export of costs': (text) => imported('costs.json', text),
  'the manifest of an export': (text) => imported('manifest.json', text),
  'metrics of a deployment': (text) => said(readMetrics(text)),
  'an option in JSON': (text) => {
    const read = readOptionText(spec('json'), text);
    return read.ok ? 'taken' : read.problem;
  },
  'a file of profiles': (text) => said(importProfiles(text)),
  'a price book': (text) => said(readPriceBook(text, 'book.json')),
  'the header of a log': async (text) => {
    const path = join(await fresh(), logName);
    await writeFile(path, `${text}\n`);
    expect(await readHeader(path)).toBeNull();
    return await headerProblem(path, 'The session');
  },
  'the list of prices': async (text) => {
    body = text;
    const query = { region: 'swedencentral', currency: 'USD', url: `${origin}/prices` };
    return said(await readRetailPrices(query, { http: directHttp, wait: () => Promise.resolve() }));
  },
  'costs from Cost Management': async (text) => {
    body = text;
    const scope = '/subscriptions/00000000-0000-4000-8000-000000000001';
    const request = { scope, from: '2026-03-31', to: '2026-03-31', resourceId: null, url: origin };
    const getToken = (): Promise<Result<{ token: string }>> => Promise.resolve(ok({ token: 'token' }));
    const into = await fresh();
    const read = await queryCosts(request, into, { http: directHttp, wait: () => Promise.resolve(), getToken });
    expect(await readdir(into)).toEqual([]);
    return said(read);
  },
};

describe.each(Object.entries(readers))('%s', (_name, read) => {
  it.each(deep)('of %s nested %i deep is refused in a sentence', async (_form, _levels, text) => {
    const sentence = await read(text);
    expect(sentence).toMatch(/nested deeper than \d+ levels|larger than any file of profiles/);
    expect(sentence).toMatch(/^[^[{]{1,300}$/);
  });

  it('that stops in the middle is refused in a sentence without a letter of it', async () => {
    const sentence = await read('{"voxtally":1,"usage":{"sk-0123456789abcdef":[1,');
    expect(sentence).not.toBe('taken');
    expect(sentence).not.toContain('sk-0123');
  });
});

/** A longer text than this is no key, however it is nested. */
it.each([forms.lists(30_000), forms.objects(5_000)])(
  'no key is handed over by what is nested too deep: %.10s',
  async (text) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${origin}/secret`, { method: 'POST', headers, body: text });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('What came is nested deeper than 200 levels.');
  },
);

it('options are refused by their schema, in whatever way they came', () => {
  let value: Json = 1;
  for (let level = 0; level < 200_000; level += 1) value = [value];
  expect(jsonSchema.safeParse(value).error?.issues.map(({ message }) => message)).toEqual([
    'is nested deeper than 200 levels',
  ]);
});

describe.each(deep)('%s nested %i deep', (_form, _levels, text) => {
  it('end a connection of a page that sends them, and reach nobody', async () => {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    const heard: unknown[] = [];
    sockets.on('connection', (socket) => wsPort(socket).onMessage((message) => heard.push(message)));
    await new Promise((resolve) => sockets.once('listening', resolve));
    const client = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
    client.on('open', () => client.send(`{"id":1,"command":"app.info","args":${text}}`));
    const code = await new Promise((resolve) => client.on('close', resolve));
    expect([code, heard]).toEqual([1007, []]);
    sockets.close();
  });

  it('as one entry of a kept file cost no other entry, and are set aside before the file is written', async () => {
    const dataFolder = await temporaryFolder();
    folders.push(dataFolder);
    const path = join(dataFolder, 'presets.json');
    const file = `{"presets":[{"name":"Kitchen","options":{"voice":"marin"}},{"name":"Deep","options":{"json":${text}}}]}`;
    await writeFile(path, file);
    await writeFile(join(dataFolder, 'preferences.json'), `{"theme":"dark","options":${text}}`);
    const bench = await startBench({ dataFolder });
    const { api } = bench.client;
    expect(await api.call('presets.list', {})).toMatchObject({ ok: true, presets: [{ name: 'Kitchen' }] });
    expect(await readFile(path, 'utf8')).toBe(file);
    expect(bench.logged.join('\n')).toContain('presets[1] is nested deeper than 250 levels; the rest of it is used');
    const preferences = await api.call('preferences.read', {});
    expect(preferences).toMatchObject({ ok: true, preferences: { theme: 'dark' } });
    const saved = await api.call('presets.save', { name: 'Garden', options: {} });
    expect(saved).toMatchObject({ ok: true, presets: [{ name: 'Garden' }, { name: 'Kitchen' }] });
    expect(await readFile(`${path}.unreadable`, 'utf8')).toBe(file);
    await bench.engine.shutdown(0);
  });

  it('as a reconciliation leave the others as they are', async () => {
    const dataFolder = await fresh();
    const notes: string[] = [];
    const store = new CaseStore(dataFolder, (note) => notes.push(note));
    const made = await store.create('March', {});
    expect(made.ok).toBe(true);
    await writeFile(join(dataFolder, 'reconciliations', '11111111-1111-4111-8111-111111111111.json'), text);
    expect((await store.list()).map(({ name }) => name)).toEqual(['March']);
    expect(notes.join('')).toMatch(/is damaged, for it is nested deeper than 250 levels, so the reconciliation in it/);
  });

  it('as an event of a log are passed on as their text, and every other entry is read', async () => {
    const session = await writeSession(join(await fresh(), 'session'), [{ id: 'r1', usage: threadUsage }]);
    const log = join(session, logName);
    const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
    const plain = await foldLog(log, await readHeader(log));
    const last = parseJson(lines.at(-1) ?? '') as { seq: number; t: number };
    const head = `{"seq":${last.seq + 1},"at":"2026-03-31T14:06:00.000Z","t":${last.t},"from":"server","bytes":${text.length},"event":`;
    await writeFile(log, `${lines.join('\n')}\n${head}${text}}\n`);
    const entries: LogEntry[] = [];
    for await (const some of readEntries(log)) entries.push(...some);
    expect(entries.at(-1)?.event).toBe(text);
    expect(entries).toHaveLength(lines.length);
    const view = await foldLog(log, await readHeader(log));
    expect(view.counts.malformed).toBe(plain.counts.malformed + 1);
    expect(view.usage).toEqual(plain.usage);
  });

  it('as a summary or a lock of a session are none', async () => {
    const session = await writeSession(join(await fresh(), 'session'), [{ id: 'r1', usage: threadUsage }]);
    const view = await foldLog(join(session, logName), await readHeader(join(session, logName)));
    await writeSummary(session, view, { app: '1', complete: true, logBytes: 1 });
    const whole = await readFile(join(session, summaryName), 'utf8');
    expect(await readSummary(session, '1')).not.toBeNull();
    await writeFile(join(session, summaryName), whole.replace('"view":{', `"view":{"more":${text},`));
    expect(await readSummary(session, '1')).toBeNull();
    expect(await readSummaryHead(session)).not.toBeNull();
    await writeFile(join(session, summaryName), text);
    expect([await readSummary(session, '1'), await readSummaryHead(session)]).toEqual([null, null]);
    await writeFile(join(session, lockName), text);
    await utimes(join(session, lockName), new Date(2026, 0), new Date(2026, 0));
    expect(await isLocked(session)).toBe(false);
  });
});

describe('the simulator', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startForTests();
  });
  afterAll(() => simulator.close());

  it.each(deep)('answers a frame of %s nested %i deep with an error, and goes on', async (_form, _levels, text) => {
    const dated = { ...simulator, url: simulator.url.replace('/v1/realtime', '/openai/realtime') };
    for (const caller of [
      await Caller.connect(simulator),
      await Caller.connect(dated, { 'api-version': '2025-04-01-preview', deployment: 'voice-mini' }),
    ]) {
      caller.socket.send(text);
      const error = (await caller.next('error'))['error'] as { message: string };
      expect(error.message).toContain('it is nested deeper than 200 levels');
      await caller.hangUp();
    }
  });
});

describe('the command line', () => {
  const { here: cli } = commandLines();

  it.each([
    ['usage', ['reconcile', '--usage', 'deep.json', '--meters', 'deep.json']],
    ['a bill', ['reconcile', '--usage', 'usage.json', '--bill', 'deep.json']],
    ['profiles', ['profiles', 'import', 'deep.json']],
    ['a price book', ['prices', 'import', 'deep.json']],
  ])('refuses %s nested 50,000 deep in a sentence and with a code', async (_what, words) => {
    const path = join(await fresh(), 'deep.json');
    await writeFile(path, forms.objects(50_000));
    await writeFile(join(folder, 'usage.json'), JSON.stringify({ usage: threadUsage }));
    const { code, out, err } = await cli(words.map((word) => (word.endsWith('.json') ? join(folder, word) : word)));
    expect([code, out]).toEqual([expect.toBeOneOf([1, 2]), '']);
    expect(err).toMatch(/nested deeper than 200 levels/);
    expect(err).not.toContain('a fault of its own');
  });
});
