import { describe, expect, it } from 'vitest';
import { emptyForm } from '../../../renderer/pages/start/start-form.ts';
import {
  openedWith,
  startPageReducer,
  type StartPageChange,
  type StartPageState,
} from '../../../renderer/pages/start/start-state.ts';
import { createStart } from '../../../renderer/store/start.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import { defaultNetwork } from '../../../shared/protocol/endpoints/network.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';

const after = (state: StartPageState, ...changes: readonly StartPageChange[]): StartPageState =>
  changes.reduce(startPageReducer, state);

const profile = {
  id: '0123456789abcdef',
  name: 'Order desk',
  endpoint: { kind: 'azure', host: 'contoso-voice.openai.azure.com', deployment: 'voice-mini', auth: 'api-key' },
  network: defaultNetwork,
  options: { voice: 'marin' },
  savedAt: '2026-01-02T03:04:05.000Z',
} as const satisfies Profile;
const facts = {
  host: 'contoso-voice.openai.azure.com',
  path: null,
  proxy: null,
  authority: null,
  headers: [],
  credential: 'key',
  signIn: null,
  keyVariable: null,
} as const;
const withSimulator = openedWith(defaultPreferences, null);
const withProfile = openedWith({ ...defaultPreferences, endpoint: profile.endpoint, profileId: profile.id }, profile);

describe('the start page', () => {
  it('opens as it was left: with the simulator, with a deployment, with the profile that is chosen', () => {
    expect(withSimulator).toMatchObject({ other: false, form: emptyForm });
    expect(openedWith({ ...defaultPreferences, endpoint: profile.endpoint }, null)).toMatchObject({
      other: true,
      form: { profileId: null, draft: { host: 'contoso-voice.openai.azure.com', deployment: 'voice-mini' } },
    });
    expect(withProfile).toMatchObject({ other: true, form: { profileId: profile.id, name: 'Order desk' } });
  });

  it('keeps what is typed, and takes the refusal of a profile back with the next change', () => {
    const refused = after(
      withSimulator,
      { type: 'other-chosen' },
      { type: 'edited', part: { name: 'Kitchen' } },
      { type: 'refused', problem: 'The disk is full.' },
    );
    expect(refused).toMatchObject({ other: true, refused: 'The disk is full.', form: { name: 'Kitchen' } });
    expect(after(refused, { type: 'edited', part: { key: 'k' } })).toMatchObject({
      refused: null,
      form: { name: 'Kitchen', key: 'k' },
    });
  });

  it('keeps what is typed while a profile is saved, and takes the rest as it was saved', () => {
    const typed = after(withProfile, { type: 'edited', part: { name: ' Kitchen ' } });
    const draft = { ...typed.form.draft, host: 'other.example' };
    const since = after(typed, { type: 'edited', part: { draft, key: 'k' } });
    const saved: Profile = { ...profile, id: 'fedcba9876543210', name: 'Kitchen' };
    const change: StartPageChange = { type: 'profile-saved', profile: saved, asked: typed.form };
    expect(after(since, change).form).toEqual({ ...since.form, profileId: saved.id, name: 'Kitchen' });
    expect(after(typed, change).form).toMatchObject({ profileId: saved.id, draft: { host: profile.endpoint.host } });
  });

  it('drops a secret from the form once it is stored, and none that was typed since', () => {
    const typed = after(withProfile, { type: 'edited', part: { key: 'k1', proxyPassword: 'p' } });
    const question = { profile, way: profile, facts } as const;
    const handed = after(typed, { type: 'asked', asked: question }, { type: 'handed', secret: 'k1' });
    expect(handed).toMatchObject({ form: { key: '', proxyPassword: 'p' }, asked: question });
    expect(after(typed, { type: 'handed', secret: 'k0' }).form).toMatchObject({ key: 'k1', proxyPassword: 'p' });
  });

  it('asks about the form as it stands: an answer about one that was changed meanwhile is passed over', () => {
    const asked = { profile: null, way: profile, form: withProfile.form, facts } as const;
    expect(after(withProfile, { type: 'asked', asked }).asked).toBe(asked);
    const edited = after(withProfile, { type: 'edited', part: { name: 'Other' } });
    expect(after(edited, { type: 'asked', asked }).asked).toBeNull();
  });

  it.each<[string, StartPageChange, boolean]>([
    ['it is taken', { type: 'profile-chosen', profile }, true],
    ['it is asked about', { type: 'asked', asked: { profile, way: profile, facts } }, true],
    // What was there before it is not started in its place.
    ['nothing can be said of it, which ends the start', { type: 'refused', problem: 'The engine is away.' }, false],
  ])('holds a start back while a profile is being chosen, until %s', (_, end, goesOn) => {
    const pressed = after(withSimulator, { type: 'choosing' }, { type: 'start-wanted', wanted: true });
    expect(pressed).toMatchObject({ choosing: true, startWanted: true });
    expect(after(pressed, end)).toMatchObject({ choosing: false, startWanted: goesOn });
  });

  it('keeps the form while the simulator is chosen', () => {
    const away = after(withProfile, { type: 'simulator-chosen' });
    expect(away.other).toBe(false);
    expect(after(away, { type: 'other-chosen' }).form).toEqual(withProfile.form);
  });

  it('scolds only once something was tried, and no more with another profile', () => {
    const tried = after(withSimulator, { type: 'other-chosen' }, { type: 'tried' });
    expect([withSimulator.strict, tried.strict]).toEqual([false, true]);
    expect(after(tried, { type: 'profile-chosen', profile })).toMatchObject({ strict: false, form: withProfile.form });
  });

  it('empties the form when the profile chosen is deleted, and stays with the form', () => {
    expect(after(withProfile, { type: 'profile-chosen', profile: null })).toMatchObject({
      other: true,
      form: emptyForm,
    });
  });

  it('follows what it was opened for: an empty form, Entra ID, the network, or the form as it stands', () => {
    expect(after(withProfile, { type: 'intent-came', intent: 'new' })).toMatchObject({ form: emptyForm, other: true });
    const entra = after(withProfile, { type: 'intent-came', intent: 'entra' });
    expect(entra.form).toEqual({ ...withProfile.form, draft: { ...withProfile.form.draft, auth: 'entra' } });
    expect(after(withSimulator, { type: 'intent-came', intent: 'network' })).toMatchObject({
      moreOpen: true,
      other: true,
    });
    for (const intent of ['key', 'address'] as const) {
      expect(after(withProfile, { type: 'intent-came', intent })).toEqual({ ...withProfile, focus: { intent } });
    }
  });

  it('wants the focus each time it is asked, the same intent too', () => {
    const once = after(withProfile, { type: 'intent-came', intent: 'key' });
    const twice = after(once, { type: 'intent-came', intent: 'key' });
    expect(twice.focus).toEqual(once.focus);
    expect(twice.focus).not.toBe(once.focus);
    expect(after(twice, { type: 'edited', part: { key: 'k' } }).focus).toBe(twice.focus);
  });
});

describe('a start', () => {
  it('asks for the microphone first, but not when a file speaks', async () => {
    const start = createStart();
    await start.begin();
    expect(start.getState().starting).toBe('microphone');
    start.calling();
    expect(start.getState().starting).toBe('deployment');
    start.started();
    expect(start.getState()).toMatchObject({ starting: null, atStart: false });
    start.chooseWav({
      wavId: 'w',
      name: 'a.wav',
      durationMs: 1,
      sampleRateHz: 24_000,
      channels: 1,
      format: 'PCM',
      advice: null,
      stretched: null,
    });
    await start.begin();
    expect(start.getState().starting).toBe('deployment');
  });

  it('leaves its error until the next one begins, or the start page is opened to mend it', async () => {
    const error = { reason: 'unreachable', message: 'Nobody answers.' } as const;
    const start = createStart();
    await start.begin();
    start.failed(error);
    expect(start.getState()).toMatchObject({ starting: null, error, atStart: false });
    await start.begin();
    expect(start.getState().error).toBeNull();
    start.failed(error);
    start.open('key');
    expect(start.getState()).toMatchObject({ error: null, atStart: true, intent: 'key' });
    start.followed();
    expect(start.getState().intent).toBeNull();
  });
});
