import { describe, expect, it } from 'vitest';
import type { DeviceList } from '../../../renderer/audio/follow-device.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { fakeWindow, refusal, refusedDevice, settled } from './fake-sound.ts';

const preferring = (preferred: string | null): DeviceList => ({
  devices: ['a', 'b'].map((deviceId) => ({ deviceId, label: deviceId })),
  preferred,
  seen: new Set(['a', 'b']),
});

describe('a device', () => {
  it.each(['Input', 'Output'] as const)('is open once, however openings overlap: %s', async (kind) => {
    const { audio, microphones, players } = fakeWindow();
    const opened = kind === 'Input' ? microphones : players;
    await Promise.all([audio[`open${kind}`](), audio[`open${kind}`](), audio[`open${kind}`]()]);
    expect(opened.open).toBe(1);
    await audio.close();
    expect(opened.open).toBe(0);
  });

  it.each(['Input', 'Output'] as const)('is closed though it was still being opened: %s', async (kind) => {
    const { audio, microphones, players } = fakeWindow();
    const opened = kind === 'Input' ? microphones : players;
    opened.held = true;
    const opening = audio[`open${kind}`]();
    await settled();
    await audio.close();
    opened.release();
    await opening;
    expect(opened.wishes).toHaveLength(1);
    expect(opened.open).toBe(0);
    expect(audio.getState()).toMatchObject({ microphone: 'closed', output: null });
  });

  it.each(['Input', 'Output'] as const)(
    'is tried again after a try that the engine could not serve: %s',
    async (kind) => {
      const { audio, microphones, players, engineAway, waited } = fakeWindow();
      const opened = kind === 'Input' ? microphones : players;
      await audio[`open${kind}`]();
      engineAway(true);
      opened.last.onLost('It is gone.');
      for (const _ of [1, 2]) {
        waited();
        await settled();
      }
      expect(opened.wishes).toHaveLength(1);
      engineAway(false);
      waited();
      await settled();
      expect(opened.wishes).toHaveLength(2);
      expect(audio.getState()).toMatchObject(kind === 'Input' ? { microphone: 'open' } : { outputProblem: null });
    },
  );

  it.each(['Input', 'Output'] as const)('is refused in words where the engine is away: %s', async (kind) => {
    const { audio, engineAway } = fakeWindow();
    engineAway(true);
    const name = kind === 'Input' ? 'The microphone' : 'The output';
    expect(await audio[`open${kind}`]()).toMatchObject({
      ok: false,
      error: { reason: 'engine', message: `${name} could not be opened: The engine is away.` },
    });
    expect(audio.getState().microphone).toBe(kind === 'Input' ? 'failed' : 'closed');
  });
});

describe('a microphone', () => {
  it('follows the system though nothing was known of it before the first permission', async () => {
    const { audio, microphones, changed, state } = fakeWindow();
    const opening = audio.openInput();
    // The names can be seen from now on, and nothing tells so.
    state.list = preferring('a');
    await opening;
    await settled();
    changed(preferring('a'));
    await settled();
    expect(microphones.wishes).toHaveLength(1);
    changed(preferring('b'));
    await settled();
    expect(microphones.wishes).toHaveLength(2);
    expect(microphones.open).toBe(1);
  });

  it('stays closed where no session wants it, whatever is set', async () => {
    const { audio, microphones } = fakeWindow();
    microphones.refused = refusedDevice();
    expect((await audio.openInput()).ok).toBe(false);
    microphones.refused = null;
    await audio.reopenInput();
    expect(microphones.wishes).toHaveLength(0);
    expect(audio.getState()).toMatchObject({ microphone: 'failed', problem: refusal });
    await audio.openInput();
    await audio.reopenInput();
    expect(microphones.wishes).toHaveLength(2);
    await audio.close();
    await audio.reopenInput();
    expect(microphones.wishes).toHaveLength(2);
  });

  it.each(['changed settings', 'another rate'])(
    'that would not open again after %s is lost in the record, once',
    async (why) => {
      const { audio, microphones, reports, waited } = fakeWindow();
      await audio.openInput();
      microphones.refused = refusedDevice();
      if (why === 'another rate') microphones.last.onReopen();
      else await audio.reopenInput();
      await settled();
      waited();
      await settled();
      const lost = { what: 'lost', label: 'Built-in', message: refusal.message };
      expect(reports.slice(1)).toEqual([lost]);
      expect(audio.getState()).toMatchObject({ microphone: 'lost', problem: refusal });
      microphones.refused = null;
      waited();
      await settled();
      microphones.last.onLost('Pulled out.');
      expect(reports.slice(1)).toMatchObject([lost, { what: 'opened' }, { what: 'lost', message: 'Pulled out.' }]);
    },
  );

  it('tells when its channels cancel each other, and when they do no more', async () => {
    const { audio, microphones, reports } = fakeWindow();
    await audio.openInput();
    microphones.last.onCancelling(true);
    microphones.last.onCancelling(false);
    expect(reports.slice(1)).toMatchObject([
      { what: 'cancelling', channels: 2 },
      { what: 'cancelling', channels: 0 },
    ]);
  });
});

describe('the output of the record', () => {
  const gone = refuse(benchError('not-found', 'B is not connected.'));
  const labels = (reports: readonly { label: string }[]): string[] => reports.map(({ label }) => label);

  it('is the one that answers play through, where another is refused', async () => {
    const { audio, state, set, reports, players } = fakeWindow();
    set({ outputLabel: 'A' });
    await audio.openOutput();
    set({ outputLabel: 'B' });
    state.routed = gone;
    await audio.followOutput();
    expect(labels(reports)).toEqual(['A', 'A']);
    expect(audio.getState()).toMatchObject({ output: 'A', outputProblem: { message: 'B is not connected.' } });
    players.last.onLost('The system closed the output.');
    expect(reports.at(-1)).toMatchObject({ what: 'lost', label: 'A' });
    expect(audio.getState().output).toBeNull();
  });

  it('is the default where the one that is set was not there, until it is', async () => {
    const { audio, state, set, reports, changed } = fakeWindow();
    set({ outputLabel: 'b' });
    state.routed = gone;
    await audio.openOutput();
    state.routed = ok({});
    changed(preferring(null));
    await settled();
    expect(labels(reports)).toEqual(['The default output', 'b']);
    expect(audio.getState()).toMatchObject({ output: 'b', outputProblem: null });
  });

  it('opens no player anew when the system prefers another: the browser follows it', async () => {
    const { audio, players, changed } = fakeWindow();
    await audio.openOutput();
    changed(preferring('a'));
    changed(preferring('b'));
    await settled();
    expect(players.wishes).toHaveLength(1);
  });
});
