import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBench, type TestBench } from '../support/bench.ts';
import { until } from '../support/until.ts';

let server: Server;
let url = '';
let answer: { readonly status?: number; readonly text: string } = { text: '' };
const asked: { readonly url: string; readonly headers: object }[] = [];
const benches: TestBench[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/voxtally.json`;
});
afterAll(() => void server.close());
afterEach(async () => {
  asked.length = 0;
  for (const { engine } of benches.splice(0)) await engine.shutdown(0);
});

async function bench(services: Parameters<typeof startBench>[0] = {}): Promise<TestBench> {
  const started = await startBench({ version: '1.9.0', ...services });
  benches.push(started);
  return started;
}

/** A data folder whose preferences hold an address. */
async function folderAsking(address: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'voxtally-test-'));
  await writeFile(join(folder, 'preferences.json'), JSON.stringify({ versionAddress: address }));
  return folder;
}

/** What a bench says when it is asked with an answer like this one. */
async function saidOf(published: string, status = 200): Promise<object> {
  answer = { text: published, status };
  const { client } = await bench({ dataFolder: await folderAsking(url), host: 'cli' });
  return await client.api.call('app.newVersion', {});
}

describe('a newer version', () => {
  it('is asked for nowhere unless a person gave an address', async () => {
    const { client } = await bench();
    expect(await client.api.call('app.newVersion', {})).toMatchObject({
      ok: false,
      error: { message: 'There is no address to ask at for new versions.', nextStep: 'Give one in Settings first.' },
    });
    expect(asked).toEqual([]);
  });

  it('is told at the start, once, with where it can be had; and nothing goes out but the question', async () => {
    answer = { text: '{"version":"1.10.0","page":"https://example.com/voxtally"}' };
    const { client } = await bench({ dataFolder: await folderAsking(url) });
    const notices = async (): Promise<readonly string[]> => {
      const info = await client.api.call('app.info', {});
      return info.ok ? info.notices : [];
    };
    const sentence = 'Voxtally 1.10.0 is out; this is 1.9.0. It is at https://example.com/voxtally.';
    await until(async () => (await notices()).includes(sentence), 'the notice');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.url).toBe('/voxtally.json');
    expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
  });

  it('is not told of where this one is as new or newer, and no command of the command line asks', async () => {
    answer = { text: '{"version":"1.9.0"}' };
    const { client, logged } = await bench({ dataFolder: await folderAsking(url) });
    await until(() => Promise.resolve(asked.length === 1), 'the question');
    expect(await client.api.call('app.newVersion', {})).toEqual({
      ok: true,
      version: '1.9.0',
      newer: false,
      page: null,
    });
    const info = await client.api.call('app.info', {});
    expect(info.ok && info.notices).toEqual([]);
    expect(logged).toEqual([]);
    asked.length = 0;
    await bench({ dataFolder: await folderAsking(url), host: 'cli' });
    await bench({ dataFolder: await folderAsking(url), engineStarts: 2 });
    expect(asked).toEqual([]);
  });

  it.each([
    ['{"version":"1.10.0"}', '1.10.0', true, null],
    ['{"version":"1.8.9"}', '1.8.9', false, null],
    ['{"version":"2.0.0-beta.1"}', '2.0.0-beta.1', true, null],
    ['{"version":"1.9.0-beta.1"}', '1.9.0-beta.1', false, null],
    ['{"tag_name":"v1.9.1","html_url":"https://github.com/x/y","body":"…"}', '1.9.1', true, 'https://github.com/x/y'],
  ])('is read from %s', async (text, version, newer, page) => {
    expect(await saidOf(text)).toEqual({ ok: true, version, newer, page });
  });

  it.each([
    ['no such thing', 200, 'its answer is not JSON (line 1, column 1: expected a value)'],
    ['{"name":"x"}', 200, 'its answer has neither "version" nor "tag_name"'],
    ['{"version":"latest"}', 200, '"latest" is no version such as 1.2.3'],
    ['{"version":"1.10.0"}', 404, 'it answered with HTTP 404'],
  ])('that cannot be read from %s is said with the reason', async (text, status, why) => {
    const said = await saidOf(text, status);
    expect(JSON.stringify(said)).toContain(JSON.stringify(why).slice(1, -1));
    expect(said).toMatchObject({
      ok: false,
      error: { nextStep: expect.stringContaining('{"version": "1.2.3"') as string },
    });
  });

  it.each([
    ['http://example.com/v.json', 'no address that new versions could be asked for at'],
    ['file:///etc/passwd', 'no address that new versions could be asked for at'],
    ['somewhere', 'no address that new versions could be asked for at'],
    ['https://user:pass@example.com/v.json', 'may hold a secret'],
    ['https://example.com/v.json?token=abcdefghijklmnopqrstuvwxyz', 'may hold a secret'],
  ])('is not asked for at %s, which is not kept either', async (address, why) => {
    const { client } = await bench();
    const written = await client.api.call('preferences.write', { versionAddress: address });
    expect(written).toMatchObject({ ok: false });
    expect(JSON.stringify(written)).toContain(why);
    const read = await client.api.call('preferences.read', {});
    expect(read.ok && read.preferences.versionAddress).toBeUndefined();
  });

  it('that nobody answers about is no notice, but a line in the log', async () => {
    answer = { text: 'nothing' };
    const { client, logged } = await bench({ dataFolder: await folderAsking(url) });
    await until(() => Promise.resolve(logged.length > 0), 'the line');
    expect(logged.join('\n')).toContain('does not say what the newest version is');
    const info = await client.api.call('app.info', {});
    expect(info.ok && info.notices).toEqual([]);
  });
});
