import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startArgs } from '../../../electron/cli/input/session-start.ts';
import type { Args } from '../../../shared/contract/bench-api.ts';
import { factLines } from '../../../shared/protocol/endpoints/connection-facts.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { startBench, testKey, type TestBench } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';
import { caFile } from '../support/tls.ts';

type Way = Args<'connection.ask'>;
type Network = NonNullable<Way['network']>;
const endpoint = { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice', auth: 'api-key' } as const;
const proxied: Network = {
  ...defaultNetwork,
  proxy: { kind: 'explicit', url: 'http://proxy.example:8080', user: 'me' },
};
const trusting: Network = { ...defaultNetwork, extraCa: caFile };
const plain = defaultNetwork;

let bench: TestBench;
let keyIn: 'store' | 'environment' = 'store';
beforeEach(async () => {
  keyIn = 'store';
  bench = await startBench({
    secretStatus: () => Promise.resolve({ present: true, from: keyIn, needed: true }),
  });
});
afterEach(() => bench.engine.shutdown(0));

const profileFile = (network: Network, of: Args<'profiles.save'>['profile']['endpoint'] = endpoint): string =>
  JSON.stringify({
    voxtally: 1,
    kind: 'profiles',
    profiles: [{ name: 'From a colleague', endpoint: of, options: {}, network }],
  });
async function imported(network: Network, of?: Parameters<typeof profileFile>[1]): Promise<void> {
  const added = await bench.client.api.call('profiles.import', { text: profileFile(network, of) });
  if (!added.ok) throw new Error(added.error.message);
}
const asked = async (way: Way) => {
  const answer = await bench.client.api.call('connection.ask', way);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.ask;
};
const accept = (way: Way) => bench.client.api.call('connection.accept', way);
const input = { kind: 'microphone' } as const;

describe('a profile from elsewhere', () => {
  it('shows its host, proxy, authority, headers and where the key goes, and asks before its first use', async () => {
    await imported({ ...proxied, extraCa: caFile });
    const way = { endpoint, network: { ...proxied, extraCa: caFile } };
    const facts = await asked(way);
    expect(facts).toMatchObject({
      host: 'contoso.openai.azure.com',
      proxy: 'me at http://proxy.example:8080',
      authority: { name: caFile.name, fingerprints: [expect.stringMatching(/^[0-9a-f]{64}$/)] },
      headers: ['api-key'],
      credential: 'key',
    });
    if (facts === null) return;
    expect(
      factLines(facts)
        .map(([what, value]) => `${what}: ${value}`)
        .at(-1),
    ).toBe(
      'Sends: the key to contoso.openai.azure.com; the proxy and whoever holds a certificate of that authority can stand in between',
    );
    expect(await accept(way)).toEqual({ ok: true });
    expect(await asked(way)).toBeNull();
  });

  it('is refused by the engine, whatever a page does: at a start, at a sign-in, as what is kept', async () => {
    await imported(proxied);
    const start = { endpoint, options: {}, input, network: proxied };
    const refused = {
      ok: false,
      error: {
        reason: 'not-accepted',
        message: expect.stringContaining('Proxy: me at http://proxy.example:8080') as string,
      },
    };
    expect(await bench.client.api.call('session.start', start)).toMatchObject(refused);
    expect(await bench.client.api.call('preferences.write', { endpoint, network: proxied })).toMatchObject(refused);
    expect(
      await bench.client.api.call('entra.signIn', { endpoint: { ...endpoint, auth: 'entra' }, network: proxied }),
    ).toMatchObject({ ok: false, error: { reason: 'not-accepted' } });
    // Its proxy and its host are its own beside another host and another way, too.
    const other = { ...endpoint, host: 'fabrikam.openai.azure.com' };
    expect(await bench.client.api.call('preferences.write', { endpoint: other, network: proxied })).toMatchObject(
      refused,
    );
    expect(await asked({ endpoint, network: plain })).not.toBeNull();
    expect(await asked({ endpoint: other, network: plain })).toBeNull();
  });

  it('asks again once it changed: host, proxy, user, authority, how it lets in', async () => {
    const way = { endpoint, network: trusting };
    await imported(trusting);
    await accept(way);
    expect(await asked(way)).toBeNull();
    const changes: readonly Way[] = [
      { endpoint: { ...endpoint, host: 'contoso2.openai.azure.com' }, network: trusting },
      { endpoint, network: { ...trusting, proxy: proxied.proxy } },
      { endpoint: { ...endpoint, auth: 'bearer' }, network: trusting },
      { endpoint: { ...endpoint, keyVariable: 'VOXTALLY_OTHER_API_KEY' }, network: trusting },
      { endpoint, network: proxied },
    ];
    for (const changed of changes) {
      const path = join(bench.dataFolder, 'profiles.json');
      const file = JSON.parse(await readFile(path, 'utf8')) as { profiles: object[] };
      await writeFile(path, JSON.stringify({ ...file, profiles: [{ ...file.profiles[0], ...changed }] }));
      expect(await asked(changed), JSON.stringify(changed)).not.toBeNull();
    }
    // Another name and other options are no other way.
    expect(await asked({ endpoint: { ...endpoint, deployment: 'another' }, network: trusting })).toBeNull();
  });

  it('that a person saved himself asks nothing, nor does the next engine', async () => {
    const profile = { name: 'Mine', endpoint, options: {}, network: proxied };
    expect(await bench.client.api.call('profiles.save', { profile })).toMatchObject({ ok: true });
    expect(await asked({ endpoint, network: proxied })).toBeNull();
    await bench.engine.shutdown(0);
    bench = await startBench({ dataFolder: bench.dataFolder });
    expect(await asked({ endpoint, network: proxied })).toBeNull();
    const listed = await bench.client.api.call('profiles.list', {});
    expect(listed.ok && listed.profiles.map(({ name }) => name)).toEqual(['Mine']);
  });
});

describe('the network of a profile from elsewhere', () => {
  const kinds: readonly Way['endpoint'][] = [
    { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-mini-2025-12-15' },
    endpoint,
    { kind: 'custom', url: 'wss://gw.example/realtime', auth: 'none' },
    // Of another bench, which has an address for it.
    { kind: 'custom', url: 'https://gw.example/', auth: 'none' },
  ];
  it.each(kinds)('gets in by no endpoint, and beside none: $kind', async (of) => {
    keyIn = 'environment';
    const parts = [proxied, trusting].map((network) => ({ name: 'x', endpoint: of, options: {}, network }));
    const path = join(bench.dataFolder, 'profiles.json');
    const profiles = parts.map((part, at) => ({ ...part, id: `id-${at}`, name: `p${at}`, savedAt: '2026-11-30' }));
    await writeFile(path, JSON.stringify({ version: 1, accepted: [], profiles }));
    for (const network of [proxied, trusting]) {
      for (const beside of [of, ...kinds]) {
        expect(await asked({ endpoint: beside, network }), beside.kind).not.toBeNull();
      }
      for (const change of [{ network }, { network, endpoint }]) {
        expect(await bench.client.api.call('preferences.write', change)).toMatchObject({ ok: false });
      }
    }
    const read = await bench.client.api.call('preferences.read', {});
    expect(read.ok && read.preferences.network).toBeUndefined();
    expect(await asked({ endpoint: kinds[0] ?? endpoint, network: plain })).toBeNull();
  });
});

describe('one host with many services', () => {
  const at = (path: string) =>
    ({ kind: 'custom', url: `wss://gw.example/${path}`, auth: 'bearer' }) as const satisfies Way['endpoint'];
  it('is told apart by path and query: accepting one accepts no other', async () => {
    await accept({ endpoint: at('team-a?model=voice') });
    for (const foreign of ['attacker?model=voice', 'team-a?model=other']) {
      await imported(plain, at(foreign));
      const facts = await asked({ endpoint: at(foreign), network: plain });
      expect(facts === null ? null : factLines(facts)[0]).toEqual(['Speaks to', `gw.example/${foreign}`]);
      // A key that is sent otherwise changes nothing about who gets it.
      expect(await asked({ endpoint: { ...at(foreign), keyVariable: 'VOXTALLY_B_API_KEY' } })).not.toBeNull();
    }
    expect(await asked({ endpoint: at('team-a?model=voice') })).toBeNull();
  });

  it('and a sign-in by its tenant and its application', async () => {
    const by = (entra: { tenantId?: string; clientId?: string }): Way => ({
      endpoint: { ...endpoint, auth: 'entra', entra: { method: 'device-code', ...entra } },
      network: plain,
    });
    const ways = [by({}), by({ tenantId: 'contoso.example' }), by({ clientId: 'app-1' })];
    for (const way of ways) {
      await imported(plain, way.endpoint);
      expect(await asked(way)).not.toBeNull();
      await accept(way);
      expect(await asked(way)).toBeNull();
    }
    const foreign = by({ tenantId: 'evil.example', clientId: 'app-2' });
    await imported(plain, foreign.endpoint);
    const facts = await asked(foreign);
    expect(facts === null ? '' : factLines(facts).at(-1)?.[1]).toBe(
      'a token of your sign-in at tenant evil.example by application app-2 to contoso.openai.azure.com',
    );
  });
});

describe('a tenant, an application and a variable that holds a key', () => {
  const entra = (of: { tenantId?: string; clientId?: string }) =>
    ({ ...endpoint, auth: 'entra', entra: { method: 'device-code', ...of } }) as const;
  const foreign = [
    [entra({ tenantId: 'evil.example' }), entra({})],
    [entra({ clientId: 'app-2' }), entra({})],
    [{ ...endpoint, keyVariable: 'OPENAI_OTHER_API_KEY' }, endpoint],
  ] as const;
  it.each(foreign)(
    'of a profile from elsewhere are its own, whatever else of the way was typed here',
    async (of, own) => {
      keyIn = 'environment';
      await imported(plain, of);
      const typed = { host: 'fabrikam.openai.azure.com' };
      for (const network of [plain, proxied, trusting]) {
        expect(await asked({ endpoint: { ...of, ...typed }, network })).not.toBeNull();
        expect(await asked({ endpoint: { ...own, ...typed }, network })).toBeNull();
      }
    },
  );
});

describe('what lies there since nothing was asked', () => {
  const path = (): string => join(bench.dataFolder, 'profiles.json');
  const stored = { id: 'id-1', name: 'Mine', endpoint, options: {}, network: proxied, savedAt: '2026-11-01' };
  async function again(): Promise<void> {
    await bench.engine.shutdown(0);
    bench = await startBench({
      dataFolder: bench.dataFolder,
      secretStatus: () => Promise.resolve({ present: true, from: 'store', needed: true }),
    });
  }

  it('is accepted once, at the first start: saved profiles, and what was last started with', async () => {
    await writeFile(path(), JSON.stringify({ version: 1, profiles: [stored] }));
    await writeFile(join(bench.dataFolder, 'preferences.json'), JSON.stringify({ endpoint, network: trusting }));
    await again();
    expect(await asked({ endpoint, network: proxied })).toBeNull();
    expect(await asked({ endpoint, network: trusting })).toBeNull();
    const other = { ...endpoint, host: 'fabrikam.openai.azure.com' };
    await imported(plain, other);
    await again();
    expect(await asked({ endpoint: other, network: plain })).not.toBeNull();
  });

  it('is never what was imported meanwhile, into a folder without a file, nor what came into one with the list', async () => {
    await imported(proxied);
    await again();
    expect(await asked({ endpoint, network: proxied })).not.toBeNull();
    await writeFile(path(), JSON.stringify({ version: 1, accepted: [], profiles: [stored] }));
    await again();
    expect(await asked({ endpoint, network: proxied })).not.toBeNull();
  });
});

describe('a stored key', () => {
  it('is asked about before it is stored, where it is about to be', async () => {
    keyIn = 'environment';
    const way = { endpoint, network: proxied };
    expect(await asked(way)).toBeNull();
    expect(await asked({ ...way, withKey: true })).not.toBeNull();
    expect(await asked({ endpoint, network: plain, withKey: true })).toBeNull();
    await accept(way);
    expect(await asked({ ...way, withKey: true })).toBeNull();
  });

  it('goes through no proxy and past no authority that it was not entered for, until that is accepted', async () => {
    for (const network of [proxied, trusting]) {
      expect(await asked({ endpoint, network })).not.toBeNull();
      expect(await asked({ endpoint, network: plain })).toBeNull();
      keyIn = 'environment';
      expect(await asked({ endpoint, network })).toBeNull();
      keyIn = 'store';
      await accept({ endpoint, network });
      expect(await asked({ endpoint, network })).toBeNull();
    }
  });
});

describe('the command line', () => {
  const wanted = (acceptProfile: boolean) => ({
    flags: {},
    profile: 'From a colleague',
    options: {},
    proxy: undefined,
    caFile: undefined,
    input,
    acceptProfile,
  });

  it('shows what a profile does and asks at a terminal, and refuses without one unless it is told', async () => {
    const deployment = await startDeployment();
    const custom = { kind: 'custom', url: deployment.url, auth: 'bearer' } as const;
    await imported(plain, custom);
    const { api } = bench.client;
    expect(await startArgs(api, wanted(false))).toMatchObject({
      ok: false,
      error: { reason: 'not-accepted', nextStep: expect.stringContaining('--accept-profile') as string },
    });
    const shown: string[] = [];
    const says = (yes: boolean) => (lines: readonly string[]) => {
      shown.push(...lines);
      return Promise.resolve(yes);
    };
    expect(await startArgs(api, wanted(false), says(false))).toMatchObject({ ok: false });
    expect(shown.join('\n')).toContain(`Speaks to: unencrypted ${new URL(deployment.url).host}`);
    expect(await asked({ endpoint: custom, network: plain })).not.toBeNull();
    expect(await startArgs(api, wanted(true))).toMatchObject({ ok: true });
    expect(await startArgs(api, wanted(false))).toMatchObject({ ok: true });
    const started = await api.call('session.start', { endpoint: custom, options: {}, input });
    expect(started.ok).toBe(true);
    await api.call('session.stop', { graceMs: 0 });
    await deployment.close();
  });
});

it('the key is in no fact', async () => {
  await imported(proxied);
  expect(JSON.stringify(await asked({ endpoint, network: proxied }))).not.toContain(testKey);
});
