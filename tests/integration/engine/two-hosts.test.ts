import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAbout } from '../../../electron/engine/record/about-file.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import { noAbout } from '../../../shared/session/about.ts';
import { madeSessions } from '../../e2e/support/made-sessions.ts';
import { endpointOf, startBench, temporaryFolder, type TestBench } from '../support/bench.ts';
import { startDeployment } from '../support/deployment.ts';
import { until } from '../support/until.ts';

const watch = { gatherMs: 10, pollMs: 50 };
let dataFolder = '';
let one: TestBench;
let other: TestBench;
beforeEach(async () => {
  dataFolder = await temporaryFolder();
  one = await startBench({ dataFolder, watch });
  other = await startBench({ dataFolder, watch });
});
afterEach(async () => {
  await one.engine.shutdown(0);
  await other.engine.shutdown(0);
});

const profile = {
  name: 'Kitchen',
  endpoint: { kind: 'azure', host: 'contoso.openai.azure.com', deployment: 'voice', auth: 'api-key' },
  options: {},
  network: defaultNetwork,
} as const;
const changed = ({ client }: TestBench, what: string): number =>
  client.pushes.filter((push) => push.type === 'changed' && push.what === what).length;

describe('what one host changes, the other shows', () => {
  it('preferences, which then hold there, and go back in neither', async () => {
    await one.client.api.call('preferences.write', { theme: 'dark' });
    await until(() => other.client.pushes.some((push) => push.type === 'preferences'), 'the preferences to come over');
    expect(await other.client.api.call('preferences.read', {})).toMatchObject({ preferences: { theme: 'dark' } });
    await other.client.api.call('preferences.write', { outputLabel: 'Desk' });
    await until(
      () => one.client.pushes.some((push) => push.type === 'preferences' && push.preferences.outputLabel === 'Desk'),
      'the other change to come back',
    );
    expect(await one.client.api.call('preferences.read', {})).toMatchObject({
      preferences: { theme: 'dark', outputLabel: 'Desk' },
    });
  });

  it('profiles and presets, and one that is deleted goes there too', async () => {
    const shown = (): string[] | null => {
      const push = other.client.pushes.filter((each) => each.type === 'profiles').at(-1);
      return push?.type === 'profiles' ? push.profiles.map(({ name }) => name) : null;
    };
    const saved = await one.client.api.call('profiles.save', { profile });
    await until(() => shown()?.join() === 'Kitchen', 'the profile');
    await one.client.api.call('presets.save', { name: 'Night', options: { voice: 'ash' } });
    await until(() => changed(other, 'presets') > 0, 'the preset');
    expect(await other.client.api.call('presets.list', {})).toMatchObject({ presets: [{ name: 'Night' }] });
    await one.client.api.call('profiles.delete', { id: saved.ok ? saved.profile.id : '' });
    await until(() => shown()?.length === 0, 'the profile to go');
  });

  it('price books in a folder that was not there before, removed ones too', async () => {
    const shipped = await one.client.api.call('prices.list', {});
    const derived = await one.client.api.call('prices.derive', {
      from: shipped.ok ? (shipped.books[0]?.id ?? '') : '',
      name: 'Ours',
      currency: 'USD',
      discountPercent: '10',
      changes: [],
    });
    if (!derived.ok) throw new Error(derived.error.message);
    const { id } = derived;
    const books = async (): Promise<string[]> => {
      const list = await other.client.api.call('prices.list', {});
      return list.ok ? list.books.map((book) => book.id) : [];
    };
    await until(async () => (await books()).includes(id), 'the book');
    expect(changed(other, 'prices')).toBeGreaterThan(0);
    await one.client.api.call('prices.remove', { id });
    await until(async () => !(await books()).includes(id), 'the book to go');
  });

  it('sessions and reconciliations', async () => {
    await one.client.api.call('reconcile.create', { from: { kind: 'nothing' } });
    await until(() => changed(other, 'reconciliations') > 0, 'the reconciliation');
    const [id = ''] = await madeSessions(dataFolder, [{ profile: 'One', reported: 1 }]);
    await until(() => changed(other, 'sessions') > 0, 'the session');
    const list = await other.client.api.call('library.list', {});
    expect(list.ok && list.sessions.map(({ sessionId }) => sessionId)).toEqual([id]);

    const before = changed(other, 'sessions');
    await writeAbout(join(dataFolder, 'sessions', id), { ...noAbout, name: 'Kitchen' });
    await until(() => changed(other, 'sessions') > before, 'its name');

    const told = changed(other, 'sessions');
    expect(await one.client.api.call('library.about', { sessionId: id, about: { note: ' Two rooms.\r\n ' } })).toEqual({
      ok: true,
      about: { name: 'Kitchen', note: ' Two rooms.', tags: [] },
    });
    expect(one.client.pushes.filter((push) => push.type === 'about')).toEqual([
      { type: 'about', sessionId: id, about: { name: 'Kitchen', note: ' Two rooms.', tags: [] } },
    ]);
    await until(() => changed(other, 'sessions') > told, 'its note');
    expect(await other.client.api.call('session.attach', { sessionId: id })).toMatchObject({
      ok: true,
      about: { name: 'Kitchen', note: ' Two rooms.' },
    });
    const refused = async (about: { name?: string; tags?: string[] }, sessionId = id): Promise<string> => {
      const answer = await one.client.api.call('library.about', { sessionId, about });
      return answer.ok ? 'ok' : answer.error.message;
    };
    expect(await refused({ name: '  ' })).toBe(
      'The command library.about cannot use about.name: a name needs a letter.',
    );
    expect(await refused({ tags: ['x'.repeat(101)] })).toContain('about.tags.0: a tag has at most 100 letters.');
    expect(await refused({ name: `sk-${'a1B2'.repeat(12)}` })).toContain('has the form of');
    expect(await refused({ name: 'None' }, `${id}0`)).toContain('There is no saved session');
  });

  it('a session that begins, and that it has ended', async () => {
    const deployment = await startDeployment();
    const started = await one.client.api.call('session.start', {
      endpoint: endpointOf(deployment.url),
      options: {},
      input: { kind: 'microphone' },
    });
    expect(started.ok).toBe(true);
    let told = 0;
    /** Looks once a push says so, as a page does, and never by itself. */
    const shows = async (live: boolean): Promise<boolean> => {
      if (changed(other, 'sessions') === told) return false;
      told = changed(other, 'sessions');
      const list = await other.client.api.call('library.list', {});
      return list.ok && list.sessions[0]?.live === live;
    };
    await until(() => shows(true), 'it to begin');
    // Whatever else its beginning set off is over then.
    await new Promise((over) => setTimeout(over, 20 * watch.gatherMs));
    told = changed(other, 'sessions');
    await one.client.api.call('session.stop', { graceMs: 0 });
    await until(() => shows(false), 'its end');
    const list = await other.client.api.call('library.list', {});
    expect(list.ok && list.sessions[0]?.entries).toBe(one.client.entries.length);
    await deployment.close();
  });
});

describe('a change is a hint alone', () => {
  it('a file that is damaged, deleted or a link meanwhile changes nothing that was set, and is said', async () => {
    const path = join(dataFolder, 'profiles.json');
    await one.client.api.call('profiles.save', { profile });
    await until(() => other.client.pushes.some((push) => push.type === 'profiles'), 'the profile');
    const good = await readFile(path, 'utf8');
    await writeFile(`${path}.new`, 'torn{');
    await rename(`${path}.new`, path);
    // Whoever looks first sets it aside and says so.
    const isSaid = ({ client }: TestBench): boolean => client.pushes.some((push) => push.type === 'notice');
    await until(() => isSaid(one) || isSaid(other), 'a word of it');
    await writeFile(`${path}.new`, good);
    await rename(`${path}.new`, path);
    const names = (): string =>
      other.client.pushes
        .flatMap((push) => (push.type === 'profiles' ? [push.profiles.map(({ name }) => name).join()] : []))
        .join('|');
    await until(() => names().endsWith('Kitchen'), 'the profile to be back');

    await one.client.api.call('preferences.write', { theme: 'dark' });
    await until(() => other.client.pushes.some((push) => push.type === 'preferences'), 'the preferences');
    await rm(join(dataFolder, 'preferences.json'));
    await mkdir(join(dataFolder, 'sessions'), { recursive: true });
    await symlink(await temporaryFolder(), join(dataFolder, 'sessions', '2026-11-23T14-05-33Z-link-3f9a1c'));
    await until(() => changed(other, 'sessions') + changed(one, 'sessions') > 0, 'the sessions');
    expect(await other.client.api.call('preferences.read', {})).toMatchObject({ preferences: { theme: 'dark' } });
    const list = await other.client.api.call('library.list', {});
    expect(list.ok && list.sessions[0]?.problem).toContain('is a link');
  });

  it('an own write comes to an end: every host pushes it once', async () => {
    await one.client.api.call('profiles.save', { profile });
    await until(() => other.client.pushes.some((push) => push.type === 'profiles'), 'the profile');
    // Another change goes through both hosts after it, so whatever the first one set off is over.
    await one.client.api.call('preferences.write', { theme: 'dark' });
    await until(() => other.client.pushes.some((push) => push.type === 'preferences'), 'the preferences');
    for (const { client } of [one, other]) {
      expect(client.pushes.filter((push) => push.type === 'profiles')).toHaveLength(1);
      expect(client.pushes.filter((push) => push.type === 'preferences')).toHaveLength(1);
    }
  });
});
