import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assetsFolder } from '../support/bench.ts';
import { installedFolder } from '../support/bundle.ts';
import { eachSpelling, filesIn, Planted } from '../support/places.ts';
import { basic, canary } from '../support/secrets.ts';
import { httpAnswer, startCanaryService, type CanaryService } from '../support/service.ts';
import { sessionObject } from '../support/deployment.ts';
import { startProxy, type TestProxy } from '../support/proxy.ts';
import { serverTls } from '../support/tls.ts';

const wav = join(assetsFolder, 'speech/questions/thank-you.wav');
const caPath = fileURLToPath(new URL('../../fixtures/tls/ca.pem', import.meta.url));
let folder = '';
beforeAll(async () => {
  folder = await installedFolder();
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

let service: CanaryService | null = null;
let proxy: TestProxy | null = null;
afterEach(async () => {
  await proxy?.close();
  await service?.close();
});

/** The command line as it is shipped, with the secrets in its environment: what it prints, line by line. */
async function run(args: readonly string[]): Promise<{ out: Buffer; err: Buffer }> {
  const child = spawn(process.execPath, [join(folder, 'out', 'node', 'cli.js'), ...args], {
    env: {
      ...process.env,
      VOXTALLY_HOME: join(folder, 'home'),
      VOXTALLY_API_KEY: canary.key,
      VOXTALLY_PROXY_PASSWORD: canary.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => void err.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return { out: Buffer.concat(out), err: Buffer.concat(err) };
}

describe('the command line', () => {
  it('prints no secret that comes back to it, and keeps none', async () => {
    const planted = new Planted();
    const far = await startCanaryService(serverTls);
    service = far;
    proxy = await startProxy({ login: { user: canary.user, password: canary.password }, leadsTo: far.port });
    const url = [
      '--url',
      far.url,
      '--auth',
      'bearer',
      '--ca-file',
      caPath,
      '--proxy',
      proxy.url.replace('//', `//${canary.user}@`),
    ];
    const seen = new Map<string, Buffer>();
    const asked = async (...args: readonly string[]): Promise<void> => {
      const { out, err } = await run(['run', '--wav', wav, ...url, ...args]);
      seen.set(`${seen.size} stdout`, out).set(`${seen.size} stderr`, err);
    };
    const written = ['as it is', 'a mixture'];
    for (const { name, spell } of eachSpelling) {
      if (!written.includes(name)) continue;
      const secret = [canary.key, canary.password, basic].map(spell).join(' ');
      const put = (place: string): string => planted.put(place, secret, { kept: true });
      far.next = httpAnswer(403, 'No', { 'x-request-id': put('header') }, put('body'));
      await asked(...(name === 'as it is' ? ['--json'] : []));
      far.next = {
        headers: [`x-request-id: ${put('header of the opening')}`],
        onSession: (socket) => {
          socket.send(JSON.stringify({ type: 'session.created', session: sessionObject() }));
          socket.send(JSON.stringify({ type: 'error', error: { type: 'server_error', message: put('message') } }));
          socket.close(4001, put('goodbye').slice(0, 120));
        },
      };
      await asked();
    }
    for (const [path, bytes] of await filesIn(join(folder, 'home'))) seen.set(path, bytes);
    planted.expectNoneIn(seen);
    expect([planted.places.size, planted.tries]).toEqual([5, written.length * 5]);
    expect(
      Buffer.concat([...seen].flatMap(([where, bytes]) => (where.endsWith('stderr') ? [bytes] : []))).toString(),
    ).toContain('403');
  });
});
