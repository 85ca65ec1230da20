import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromEngineProcess, ToEngineProcess } from '../../../electron/hosts/engine-messages.ts';
import {
  type EngineProcess,
  EngineSupervisor,
  restartDelayMs,
  windowMs,
} from '../../../electron/hosts/engine-supervisor.ts';
import { ok } from '../../../shared/kit/errors.ts';

class FakeProcess implements EngineProcess<string> {
  readonly heard: ToEngineProcess[] = [];
  readonly handles: (string | undefined)[] = [];
  killed = false;
  say: (message: FromEngineProcess) => void = () => undefined;
  exit: (how: string) => void = () => undefined;

  send(message: ToEngineProcess, handle?: string): void {
    this.heard.push(message);
    this.handles.push(handle);
  }
  onMessage(listener: (message: FromEngineProcess) => void): void {
    this.say = listener;
  }
  onExit(listener: (how: string) => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.killed = true;
  }
}

const port = { kind: 'port', portKind: 'control', clientId: 1 } as const;

function supervised() {
  const processes: FakeProcess[] = [];
  const gone: string[] = [];
  const back: string[] = [];
  const supervisor = new EngineSupervisor<string>({
    launch: () => {
      const process = new FakeProcess();
      processes.push(process);
      return process;
    },
    settings: { dataFolder: '/data', assetsFolder: '/assets', version: '0.0.0', host: 'test' },
    services: {
      secret: () => Promise.resolve('key'),
      secretStatus: () => Promise.resolve({ present: true, from: 'memory', needed: true }),
      simulatorUrl: () => Promise.resolve(ok({ url: 'ws://127.0.0.1:1' })),
      systemProxy: () => Promise.resolve(null),
    },
    onGone: (message) => gone.push(message),
    onBack: (message) => back.push(message),
    log: () => undefined,
  });
  supervisor.start();
  const newest = (): FakeProcess => processes.at(-1) as FakeProcess;
  return { supervisor, processes, newest, gone, back };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the engine supervisor', () => {
  it('holds messages back until the engine is ready, and passes what travels beside them', async () => {
    const { supervisor, newest } = supervised();
    const sent = supervisor.send(port, 'the port');
    expect(newest().heard.map(({ kind }) => kind)).toEqual(['start']);
    newest().say({ kind: 'ready' });
    expect(await sent).toEqual({ ok: true });
    expect(newest().handles.at(-1)).toBe('the port');
  });

  it('refuses in a sentence when the engine does not become ready', async () => {
    const { supervisor } = supervised();
    const sent = supervisor.send(port);
    await vi.advanceTimersByTimeAsync(20_001);
    expect(await sent).toMatchObject({ ok: false, error: { reason: 'engine' } });
  });

  it('answers what the engine asks', async () => {
    const { newest } = supervised();
    const endpoint = { kind: 'simulator', mode: 'voice', model: 'm' } as const;
    newest().say({ kind: 'ask', id: 7, service: 'secret', argument: endpoint });
    await vi.advanceTimersByTimeAsync(0);
    expect(newest().heard.at(-1)).toEqual({ kind: 'answer', id: 7, answer: 'key' });
  });

  it('starts a crashed engine again, tells both, and counts the starts', async () => {
    const { processes, newest, gone, back } = supervised();
    newest().say({ kind: 'ready' });
    newest().exit('signal SIGKILL');
    expect(gone[0]).toContain('signal SIGKILL');
    await vi.advanceTimersByTimeAsync(200);
    expect(processes).toHaveLength(2);
    expect(newest().heard[0]).toMatchObject({ settings: { engineStarts: 2 } });
    newest().say({ kind: 'ready' });
    expect(back).toHaveLength(1);
  });

  it('starts an engine whose code has changed anew, in order, as no crash', async () => {
    const { supervisor, processes, newest, gone, back } = supervised();
    for (let change = 0; change < 10; change += 1) {
      newest().say({ kind: 'ready' });
      const restarted = supervisor.restart();
      const old = newest();
      expect(old.heard.at(-1)).toEqual({ kind: 'stop', graceMs: 0 });
      const waiting = supervisor.send(port);
      old.say({ kind: 'stopped' });
      old.exit('exit code 0');
      await restarted;
      expect(old.killed).toBe(true);
      expect(processes).toHaveLength(change + 2);
      newest().say({ kind: 'ready' });
      expect(await waiting).toEqual({ ok: true });
    }
    expect(new Set(gone)).toEqual(new Set(['The engine is started anew, for its code has changed.']));
    expect(back.length).toBeGreaterThanOrEqual(10);
  });

  it('starts no engine anew that is being stopped, and ends the old one first', async () => {
    for (const [mostMs, endedMs] of [
      [1000, 1000],
      [5000, 2000],
    ] as const) {
      const { supervisor, processes, newest } = supervised();
      newest().say({ kind: 'ready' });
      const restarted = supervisor.restart();
      let closed: boolean | null = null;
      void supervisor.stop(0, mostMs).then((byItself) => (closed = byItself));
      await vi.advanceTimersByTimeAsync(endedMs - 100);
      expect(closed).toBeNull();
      expect(newest().killed).toBe(false);
      await vi.advanceTimersByTimeAsync(200);
      expect(closed).toBe(false);
      expect(newest().killed).toBe(true);
      await vi.advanceTimersByTimeAsync(2000);
      await restarted;
      await supervisor.restart();
      expect(processes).toHaveLength(1);
    }
  });

  it('waits in a stop during a restart until the old engine has closed', async () => {
    const { supervisor, processes, newest } = supervised();
    newest().say({ kind: 'ready' });
    const restarted = supervisor.restart();
    const sent = supervisor.send(port);
    const stopped = supervisor.stop(0, 1000);
    expect(await sent).toMatchObject({ error: { message: 'Voxtally is closing.' } });
    newest().say({ kind: 'stopped' });
    expect(await stopped).toBe(true);
    await restarted;
    expect(processes).toHaveLength(1);
  });

  it('notices at once that the old engine of a restart dies without a word', async () => {
    const { supervisor, processes, newest } = supervised();
    newest().say({ kind: 'ready' });
    const restarted = supervisor.restart();
    newest().exit('signal SIGSEGV');
    await vi.advanceTimersByTimeAsync(0);
    expect(processes).toHaveLength(2);
    await restarted;
  });

  it('hears nothing about a new engine from the old one', async () => {
    const { supervisor, processes, newest, gone, back } = supervised();
    const old = newest();
    await vi.advanceTimersByTimeAsync(19_000);
    const sent = supervisor.send(port);
    let settled = false;
    void sent.then(() => (settled = true));
    await vi.advanceTimersByTimeAsync(19_000);
    const restarts = [supervisor.restart(), supervisor.restart()];
    old.say({ kind: 'ready' });
    old.say({ kind: 'failed', message: 'The old code is broken.' });
    await vi.advanceTimersByTimeAsync(1900);
    expect(settled).toBe(false);
    old.say({ kind: 'stopped' });
    await Promise.all(restarts);
    expect(processes).toHaveLength(2);
    old.say({ kind: 'ready' });
    old.say({ kind: 'failed', message: 'The old code is broken.' });
    newest().exit('exit code 1');
    expect(gone.at(-1)).toContain('(exit code 1)');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(settled).toBe(false);
    expect(back).toEqual([]);
    newest().say({ kind: 'ready' });
    expect(await sent).toEqual({ ok: true });
    expect(newest().heard.at(-1)).toEqual(port);
    expect(old.heard.map(({ kind }) => kind)).toEqual(['start', 'stop']);
    const stopped = supervisor.stop(0, 1000);
    old.say({ kind: 'stopped' });
    await vi.advanceTimersByTimeAsync(1001);
    expect(await stopped).toBe(false);
  });

  it('starts changed code after the old code kept crashing, with a clean slate', async () => {
    const { supervisor, processes, newest, gone, back } = supervised();
    for (let crash = 0; crash < 7; crash += 1) {
      newest().say({ kind: 'failed', message: 'The data folder cannot be made.' });
      newest().exit('exit code 1');
      await vi.advanceTimersByTimeAsync(6000);
    }
    expect(processes).toHaveLength(7);
    await supervisor.restart();
    expect(processes).toHaveLength(8);
    newest().exit('signal SIGKILL');
    expect(gone.at(-1)).toContain('(signal SIGKILL) and is being started again');
    await vi.advanceTimersByTimeAsync(100);
    expect(processes).toHaveLength(9);
    newest().say({ kind: 'ready' });
    expect(back).toHaveLength(1);
    expect(await supervisor.send(port)).toEqual({ ok: true });
  });

  it('starts changed code at once and only once while it waits after a crash', async () => {
    const { supervisor, processes, newest } = supervised();
    newest().exit('exit code 1');
    await supervisor.restart();
    expect(processes).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(6000);
    expect(processes).toHaveLength(2);
    newest().exit('exit code 1');
    expect(await supervisor.stop(0, 1000)).toBe(true);
    await vi.advanceTimersByTimeAsync(6000);
    expect(processes).toHaveLength(2);
  });

  it('gives up on an engine that keeps crashing, with the reason it gave', async () => {
    const { supervisor, processes, newest, gone } = supervised();
    for (let crash = 0; crash < 7; crash += 1) {
      newest().say({ kind: 'failed', message: 'The data folder cannot be made.' });
      newest().exit('exit code 1');
      await vi.advanceTimersByTimeAsync(6000);
    }
    expect(processes).toHaveLength(7);
    expect(gone.at(-1)).toBe('The engine cannot start: The data folder cannot be made.');
    expect(await supervisor.send(port)).toMatchObject({ error: { message: gone.at(-1) } });
  });

  it('stops in order, and ends an engine that hangs after the time it was given', async () => {
    const polite = supervised();
    polite.newest().say({ kind: 'ready' });
    const closed = polite.supervisor.stop(2000, 5000);
    expect(polite.newest().heard.at(-1)).toEqual({ kind: 'stop', graceMs: 2000 });
    polite.newest().say({ kind: 'stopped' });
    expect(await closed).toBe(true);

    const hanging = supervised();
    const ended = hanging.supervisor.stop(2000, 5000);
    await vi.advanceTimersByTimeAsync(5001);
    expect(await ended).toBe(false);
    expect(hanging.newest().killed).toBe(true);
    hanging.newest().exit('signal SIGKILL');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hanging.processes).toHaveLength(1);
  });
});

it('crashes of more than a minute ago do not count against an engine', () => {
  const now = 10 * windowMs;
  expect(restartDelayMs([now], now)).toBe(100);
  expect(restartDelayMs([0, 1, 2, 3, 4, 5, 6, now], now)).toBe(100);
  expect(
    restartDelayMs(
      Array.from({ length: 7 }, () => now),
      now,
    ),
  ).toBeNull();
});
