import { describe, expect, it } from 'vitest';
import type { DeviceList } from '../../../renderer/audio/follow-device.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { fakeWindow, refusal, refusedDevice, settled } from './fake-sound.ts';

const preferring = (preferred: string | null): DeviceList => ({
  devices: ['a', 'b'].map((deviceId) => ({ deviceId, label: deviceId })),
  preferred,
  seen: new Set(['a', 'b']),
});

const level = { peakDbfs: -20, rmsDbfs: -26, momentsDbfs: [-20], holdDbfs: -20, clips: 0, zerosMs: 0 };

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
    'is closed before it is opened anew, once for all who ask: %s',
    async (kind) => {
      const { audio, microphones, players, reports } = fakeWindow();
      const opened = kind === 'Input' ? microphones : players;
      await audio[`open${kind}`]();
      opened.closingHeld = true;
      const again = [audio[`open${kind}`](), audio[`open${kind}`]()];
      await settled();
      expect(opened.wishes).toHaveLength(1);
      opened.endClosing();
      expect(await Promise.all(again)).toEqual([ok({}), ok({})]);
      expect([opened.wishes.length, opened.open, reports.length]).toEqual([2, 1, 2]);
    },
  );

  it.each(['Input', 'Output'] as const)('is not opened once more by a close that comes meanwhile: %s', async (kind) => {
    const { audio, microphones, players } = fakeWindow();
    const opened = kind === 'Input' ? microphones : players;
    await audio[`open${kind}`]();
    opened.closingHeld = true;
    const again = audio[`open${kind}`]();
    let closed = false;
    const closing = audio.close().then(() => (closed = true));
    await settled();
    expect(closed).toBe(false);
    opened.endClosing();
    await closing;
    const name = kind === 'Input' ? 'The microphone' : 'The output';
    expect(await again).toMatchObject({ ok: false, error: { message: `${name} was closed before it was open.` } });
    expect([opened.wishes.length, opened.open]).toEqual([1, 0]);
  });

  it.each(['Input', 'Output'] as const)('is what the newest opening made of it, for all who ask: %s', async (kind) => {
    const { audio, microphones, players } = fakeWindow();
    const opened = kind === 'Input' ? microphones : players;
    opened.held = true;
    const first = audio[`open${kind}`]();
    await settled();
    opened.refused = refusedDevice();
    const second = audio[`open${kind}`]();
    await settled();
    opened.release();
    expect(await Promise.all([first, second])).toEqual([refusedDevice(), refusedDevice()]);
  });

  it('that is gone is measured no more, whatever was still on its way', async () => {
    const { audio, meters, microphones, players } = fakeWindow();
    await audio.openInput();
    await audio.openOutput();
    const measure = (): void => {
      microphones.last.onLevel(level, []);
      players.last.onLevel(level);
    };
    measure();
    expect(meters.latest).toEqual({ input: level, output: level });
    microphones.last.onLost('Pulled out.');
    players.last.onLost('The system closed the output.');
    measure();
    expect(meters.latest).toEqual({ input: null, output: null });
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

  it('is waited for where a session that runs was refused it, and opened once another is chosen', async () => {
    const { audio, microphones, reports, set, preferences, waited } = fakeWindow();
    const choose = (deviceLabel: string): void =>
      set({ input: { ...preferences.getState().preferences.input, deviceLabel } });
    choose('a');
    microphones.refused = refusedDevice();
    expect(await audio.resumeInput()).toEqual(refusedDevice());
    expect(audio.getState()).toMatchObject({ microphone: 'lost', problem: refusal });
    expect(reports).toEqual([{ what: 'lost', label: 'a', message: refusal.message }]);
    microphones.refused = null;
    choose('b');
    await audio.reopenInput();
    expect(audio.getState()).toMatchObject({ microphone: 'open', label: 'b', problem: null });
    await audio.close();
    microphones.refused = refusedDevice();
    await audio.resumeInput();
    microphones.refused = null;
    waited();
    await settled();
    expect(audio.getState().microphone).toBe('open');
  });

  it('is waited for though another was chosen while it was still asked for', async () => {
    const { audio, microphones } = fakeWindow();
    microphones.held = true;
    microphones.refused = refusedDevice();
    const resumed = audio.resumeInput();
    await settled();
    const again = audio.reopenInput();
    await settled();
    microphones.release();
    await Promise.all([resumed, again]);
    expect(audio.getState().microphone).toBe('lost');
    await audio.close();
    expect(await audio.openInput()).toEqual(refusedDevice());
    expect(audio.getState().microphone).toBe('failed');
  });

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

  it('says that there is none where it was refused from the first, and is the one that is chosen then', async () => {
    const { audio, players, reports, set, waited } = fakeWindow();
    players.refused = refusedDevice();
    await audio.openOutput();
    waited();
    await settled();
    const lost = { what: 'lost', label: 'The default output', message: refusal.message };
    expect(reports).toEqual([lost]);
    // Of a session that has begun since then.
    audio.reportOutput();
    expect(reports).toEqual([lost, lost]);
    players.refused = null;
    set({ outputLabel: 'A' });
    await audio.followOutput();
    expect(reports.slice(2)).toMatchObject([{ what: 'opened', label: 'A' }]);
    expect(audio.getState()).toMatchObject({ output: 'A', outputProblem: null });
  });

  it('is the one that was chosen last, in whichever order two changes end', async () => {
    const { audio, set, reports, routes, routing } = fakeWindow();
    await audio.openOutput();
    const ends: (() => void)[] = [];
    routing.until = () => new Promise<void>((resolve) => ends.push(resolve));
    const changes = ['A', 'B'].map((outputLabel) => {
      set({ outputLabel });
      return audio.followOutput();
    });
    ends[1]?.();
    await settled();
    routing.until = () => Promise.resolve();
    ends[0]?.();
    await Promise.all(changes);
    expect(routes.at(-1)?.label).toBe('B');
    expect(labels(reports)).not.toContain('A');
    expect(audio.getState().output).toBe('B');
  });

  it('is the one that was chosen while the first was being opened', async () => {
    const { audio, set, players, routes } = fakeWindow();
    players.held = true;
    const opening = audio.openOutput();
    await settled();
    set({ outputLabel: 'B' });
    await audio.followOutput();
    players.release();
    await opening;
    expect(routes.map((wish) => wish?.label)).toEqual(['B']);
    expect(audio.getState().output).toBe('B');
  });
});
