import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../../electron/cli/input/command.ts';
import { bill as billCommand } from '../../../electron/cli/commands/bill.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import type { EntraTokenSource } from '../../../electron/engine/sign-in/token-cache.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { builtFolder } from '../support/bundle.ts';
import { answer, queryPage, startCostService, type CostService } from '../support/cost-service.ts';
import { serveOpenAi, twoPages } from '../support/openai-service.ts';

const token = 'planted-token-of-the-command-line';
const tokens: EntraTokenSource = {
  get: (_request, _signal, onPrompt) => {
    onPrompt({ userCode: 'WXYZ-1', url: 'https://microsoft.com/devicelogin' });
    return Promise.resolve(ok({ token, expiresAtMs: Date.now() + 3_600_000 }));
  },
  forget: () => undefined,
};

let workers = '';
let home = '';
let service: CostService;
beforeAll(async () => {
  workers = await builtFolder();
}, 120_000);
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'voxtally-bill-'));
  service = await startCostService();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await service.close();
  await rm(home, { recursive: true, force: true });
});

async function bill(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const lent = {
    dataFolder: home,
    workersFolder: workers,
    costManagementUrl: service.url,
    openAiUrl: service.url,
    entraTokens: tokens,
  };
  const code = await runCommand('bill', billCommand, args, {
    installation: findInstallation(),
    terminal,
    launch: forkChild,
    lent,
  });
  return { code, out, err };
}
const wanted = [
  'fetch',
  '--scope',
  '00000000-0000-4000-8000-000000000001',
  '--from',
  '2026-03-31',
  '--to',
  '2026-03-31',
];

describe('voxtally bill', () => {
  it('fetches costs, shows the code to enter, and tells where the answer is kept; list knows it afterwards', async () => {
    service.reply = (_, response) => answer(response, 200, queryPage());
    const fetched = await bill(...wanted, '--sign-in', 'device-code', '--json');
    expect(fetched.code).toBe(0);
    expect(fetched.err).toContain('Open https://microsoft.com/devicelogin and enter the code WXYZ-1');
    const { folder, imports } = JSON.parse(fetched.out) as { folder: string; imports: { importId: string }[] };
    expect(JSON.parse(await readFile(join(folder, 'query-0001.json'), 'utf8'))).toEqual(queryPage());
    expect(fetched.out + fetched.err).not.toContain(token);
    const listed = await bill('list');
    expect(listed).toMatchObject({ code: 0, out: expect.stringContaining(imports[0]?.importId ?? '?') as string });
  });

  it('says what a refusal of the service means, and exits with 1', async () => {
    service.reply = (_, response) => answer(response, 403, { error: { message: 'Denied.' } });
    expect(await bill(...wanted)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Cost Management Reader') as string,
    });
  });

  it('fetches costs of OpenAI with the key of OPENAI_ADMIN_KEY, and tells where bill and witness are kept', async () => {
    serveOpenAi(service, twoPages);
    const days = ['fetch-openai', '--from', '2026-09-28', '--to', '2026-09-29'];
    expect(await bill(...days)).toMatchObject({ code: 1, err: expect.stringContaining('OPENAI_ADMIN_KEY') as string });
    vi.stubEnv('OPENAI_ADMIN_KEY', token);
    const fetched = await bill(...days);
    expect(fetched).toMatchObject({ code: 0, out: expect.stringContaining('6 of 6 rows') as string });
    expect(fetched.out).toMatch(/Usage of the same days, a witness for reconcile --metrics:\n {2}.*openai-usage\.json/);
    const object = await bill(...days, '--project', 'proj_voice', '--json');
    const { folder, witness } = JSON.parse(object.out) as { folder: string; witness: string };
    expect(await readFile(join(folder, witness), 'utf8')).toContain('num_model_requests');
    expect(service.asked.every(({ authorization }) => authorization === `Bearer ${token}`)).toBe(true);
    expect(fetched.out + fetched.err + object.out + object.err).not.toContain(token);
  });

  it.each([
    [['fetch'], '--scope'],
    [['fetch', '--scope', '/subscriptions/1'], '--from'],
    [[...wanted, '--api', 'rows'], '--api is query or cost-details, not rows.'],
    [[...wanted, '--sign-in', 'password'], '--sign-in is'],
    [[...wanted, '--cloud', 'germany'], '--cloud is public, us-government or china, not germany.'],
    [[...wanted, '--proxy', 'ftp://proxy.contoso.com'], '--proxy is system, none or an address'],
    [['fetch-openai'], '--from'],
    [['fetch-openai', '--from', '2026-09-28', '--to', '2026-09-28', '--scope', 'x'], '--scope'],
    [['get'], 'It knows list, fetch and fetch-openai.'],
  ])('does not understand %j', async (args, sentence) => {
    expect(await bill(...args)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) as string });
    expect(service.asked).toEqual([]);
  });
});
