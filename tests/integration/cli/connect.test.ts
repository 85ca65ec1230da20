import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../../electron/simulator/server.ts';
import { commandLines } from '../support/cli.ts';
import { assetsFolder, temporaryFolder } from '../support/bench.ts';
import { startDeployment, type Deployment } from '../support/deployment.ts';
import { startProxy, type ProxyOptions, type TestProxy } from '../support/proxy.ts';
import { serverTls } from '../support/tls.ts';

const caPath = fileURLToPath(new URL('../../fixtures/tls/ca.pem', import.meta.url));
const wav = join(assetsFolder, 'speech/questions/thank-you.wav');
const password = 'planted-proxy-password';
const key = 'planted-key-0123456789';
const closing: (() => Promise<unknown>)[] = [];
const before = { ...process.env };

afterEach(async () => {
  process.env = { ...before };
  for (const close of closing.splice(0)) await close();
});

const deploy = async (): Promise<Deployment> => {
  const deployment = await startDeployment({ tls: serverTls, refuse: (_request, respond) => respond(401, {}, '') });
  closing.push(() => deployment.close());
  return deployment;
};
const proxied = async (options: ProxyOptions = {}): Promise<TestProxy> => {
  const proxy = await startProxy(options);
  closing.push(() => proxy.close());
  return proxy;
};

describe('voxtally', () => {
  const { here: cli } = commandLines();
  const run = (...args: readonly string[]) => cli(['run', '--wav', wav, ...args]);

  it('run reaches a deployment of a private authority through a proxy, whose password is never printed', async () => {
    const deployment = await deploy();
    const proxy = await proxied({ login: { user: 'me', password } });
    process.env['VOXTALLY_API_KEY'] = key;
    const direct = await run('--url', deployment.url, '--proxy', 'none');
    expect([direct.code, direct.err]).toEqual([1, expect.stringContaining('"Contoso Test Root"')]);
    const inUrl = proxy.url.replace('//', `//me:${password}@`);
    const said = await run('--url', deployment.url, '--proxy', inUrl, '--ca-file', caPath, '--json');
    expect(JSON.parse(said.out)).toMatchObject({ error: { facts: { 'HTTP status': '401' } } });
    process.env['VOXTALLY_PROXY_PASSWORD'] = password;
    const user = proxy.url.replace('//', '//me@');
    const again = await run('--url', deployment.url, '--proxy', user, '--ca-file', caPath);
    expect(again.err).toContain('401');
    process.env['HTTPS_PROXY'] = inUrl;
    await run('--url', deployment.url, '--proxy', 'system', '--ca-file', caPath);
    const hop = { target: deployment.host, login: `me:${password}` };
    expect(proxy.asked).toEqual([hop, hop, hop]);
    const printed = [direct, said, again].map(({ out, err }) => out + err).join('');
    expect(printed).not.toContain(password);
    expect(printed).not.toContain(key);
  }, 60_000);

  it('run signs in with the Azure CLI, and says what to do where it cannot', async () => {
    const deployment = await deploy();
    const entra = ['--url', deployment.url, '--ca-file', caPath, '--auth', 'entra', '--tenant', 'contoso.example'];
    const folder = await temporaryFolder();
    const token = {
      accessToken: 'planted-token',
      expires_on: Math.floor(Date.now() / 1000) + 3600,
      tokenType: 'Bearer',
    };
    const answer = JSON.stringify({ ...token, expiresOn: '2099-01-01 00:00:00.000000' });
    await writeFile(join(folder, 'az'), `#!/bin/sh\necho "$@" > ${join(folder, 'asked')}\necho '${answer}'\n`);
    await chmod(join(folder, 'az'), 0o755);
    process.env['PATH'] = `${folder}${delimiter}${before['PATH']}`;
    const signed = await run(...entra);
    expect([signed.code, signed.err]).toEqual([3, expect.stringContaining('401')]);
    expect(await readFile(join(folder, 'asked'), 'utf8')).toContain('--tenant contoso.example');
    expect(signed.out + signed.err).not.toContain('planted-token');
    await writeFile(join(folder, 'az'), '#!/bin/sh\necho "Please run az login to setup account." >&2\nexit 1\n');
    const refused = await run(...entra);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('Run az login in a terminal')]);
  }, 60_000);

  it('imports, lists, starts from, exports and deletes profiles', async () => {
    const simulator: Simulator = await startSimulator({ assetsFolder, seed: 1 });
    closing.push(() => simulator.close());
    const folder = await temporaryFolder();
    const url = `${simulator.url}?model=gpt-realtime-mini&speed=50`;
    const endpoint = { kind: 'custom', url, auth: 'none', apiKey: key };
    const options = { voice: 'marin', 'vad.silence': 700 };
    const file = join(folder, 'in.json');
    await writeFile(
      file,
      JSON.stringify({ voxtally: 1, kind: 'profiles', profiles: [{ name: 'here', endpoint, options }] }),
    );
    const imported = await cli(['profiles', 'import', file]);
    expect(imported).toMatchObject({ code: 0, out: 'here\n' });
    expect(imported.err).toContain('looked like a secret, or is not known to be none, and was not taken over');
    expect((await cli(['profiles'])).out).toMatch(/here +ws:.* +none +2 options +proxy of the system/);

    const use = ['--profile', 'HERE', '--option', 'vad.silence=600', '--json'];
    const unseen = await run(...use);
    const { host } = new URL(url);
    expect(unseen.code).toBe(1);
    expect(JSON.parse(unseen.out)).toMatchObject({
      error: { reason: 'not-accepted', message: expect.stringContaining(host) as string },
    });
    const started = await run(...use, '--accept-profile');
    expect(started.code, started.err).toBe(0);
    const report = JSON.parse(started.out) as { options: { id: string; requested: unknown }[] };
    const asked = (id: string): unknown => report.options.find((option) => option.id === id)?.requested;
    expect([asked('voice'), asked('vad.silence')]).toEqual(['marin', 600]);
    const again = await run(...use);
    expect(again.code, again.err).toBe(0);

    const out = join(folder, 'out.json');
    expect((await cli(['profiles', 'export', out, 'here'])).code).toBe(0);
    expect(JSON.parse(await readFile(out, 'utf8'))).toMatchObject({
      voxtally: 1,
      profiles: [{ name: 'here', options }],
    });
    expect((await cli(['profiles', 'export', '-'])).out).toBe(await readFile(out, 'utf8'));
    expect((await cli(['profiles', 'delete', 'here'])).code).toBe(0);
    const gone = await run('--profile', 'here');
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('There is no profile called "here".')]);
    expect((await cli(['profiles', 'delete', 'here'])).code).toBe(1);
  }, 180_000);

  it.each([
    [['--proxy', 'socks5://me:hunter2@127.0.0.1:1'], 'only HTTP and HTTPS proxies'],
    [['--accept-profile'], '--accept-profile goes with --profile NAME.'],
    [
      ['--openai', '--model', 'm', '--intent', 'transcription', '--option', 'transcription.model=w'],
      'A transcription session has one model, and --model names m, transcription.model w.',
    ],
    [['--auth', 'cookie'], '--auth is api-key, bearer, entra or none, not cookie.'],
    [['--auth', 'entra'], '--auth entra goes with --azure HOST or --url ADDRESS.'],
    [['--url', 'wss://a.example', '--tenant', 'contoso.example'], '--tenant goes with --auth entra.'],
    [['--url', 'wss://a.example', '--auth', 'entra', '--entra-method', 'fax'], '--entra-method is azure-cli'],
    [['--url', 'wss://a.example', '--auth', 'entra', '--tenant', 'a b'], '--tenant is the id or the domain'],
  ])('run %j is not understood', async (args, sentence) => {
    const { code, err } = await run(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
    expect(err).not.toContain('hunter2');
  });

  it.each([
    [['profiles', 'rename'], 'voxtally profiles does not know "rename".', 2],
    [['profiles', 'export'], 'needs a file', 2],
    [['profiles', 'export', 'a', '--all'], 'knows no flag --all', 2],
    [['profiles', 'import', '/nowhere.json'], '/nowhere.json cannot be read', 1],
    [['run', '--wav', wav, '--url', 'wss://a.example', '--ca-file', '/nowhere.pem'], '/nowhere.pem, cannot be read', 1],
    [['run', '--wav', wav, '--url', 'wss://a.example', '--ca-file', wav], 'holds no certificate', 1],
  ])('%j is refused with a sentence', async (args, sentence, status) => {
    const { code, err } = await cli(args);
    expect([code, err]).toEqual([status, expect.stringContaining(sentence)]);
  });
});
