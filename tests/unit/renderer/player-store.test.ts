import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createPlayer, type Player, spanOfResponse } from '../../../renderer/store/player.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header, LogWriter } from '../session/log.ts';
import { settled } from './fake-sound.ts';

/** Two answers, the second of which is interrupted; 10 s long. */
function viewOf(sessionId: string): SessionView {
  const log = new LogWriter(1000);
  log.bench({ type: 'bench.connected', handshakeMs: 80 });
  for (const id of ['r1', 'r2']) {
    log.server('response.created', { response: { id, status: 'in_progress' } });
    log.bench({ type: 'bench.playback.started', itemId: `i-${id}`, responseId: id });
    const why = id === 'r1' ? 'drained' : 'interrupted';
    log.bench({ type: 'bench.playback.stopped', itemId: `i-${id}`, playedMs: 1000, receivedMs: 2000, why });
  }
  const closed = { code: 1000, reason: '', explanation: '', openResponses: [], openTranscriptions: [] };
  log.bench({ type: 'bench.closed', ...closed });
  return foldSession({ ...header, sessionId }, log.entries);
}

class Desk {
  readonly calls: (readonly [command: string, args: Record<string, unknown>])[] = [];
  nowMs = 0;
  opens: Result = ok({});
  plays: Result = ok({ streamId: 1 });
  readonly player: Player;
  readonly session = createStore<{ view: SessionView | null }>(() => ({ view: viewOf('one') }));
  #listener: (push: BenchPush) => void = () => undefined;
  #streamId = 0;

  constructor() {
    const call = (command: string, args: Record<string, unknown>): Promise<Result> => {
      this.calls.push([command, args]);
      if (command === 'session.at') return Promise.resolve(ok({ moment: { atMs: args['atMs'] } }));
      if (command !== 'player.play' || !this.plays.ok)
        return Promise.resolve(command === 'player.play' ? this.plays : ok({}));
      this.#streamId += 1;
      return Promise.resolve(ok({ streamId: this.#streamId }));
    };
    const onPush = (listener: (push: BenchPush) => void) => {
      this.#listener = listener;
      return () => undefined;
    };
    this.player = createPlayer({
      bench: { call, onPush },
      session: this.session as never,
      listen: { open: () => Promise.resolve(this.opens), close: () => Promise.resolve() },
      nowMs: () => this.nowMs,
      wait: () => Promise.resolve(),
    });
  }

  told(state: 'playing' | 'ended', atMs: number, streamId = this.#streamId): void {
    this.#listener({ type: 'played', news: { streamId, state, atMs } });
  }

  get plans(): Record<string, unknown>[] {
    return this.calls.flatMap(([command, args]) => (command === 'player.play' ? [args] : []));
  }

  get state() {
    return this.player.getState();
  }
}

describe('the player', () => {
  it('plays from the cursor, tells where it is between two news, and stands where it is paused', async () => {
    const desk = new Desk();
    desk.player.seek(2000);
    desk.player.play();
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ sessionId: 'one', fromMs: 2000, voices: 'both', speed: 1 });
    desk.told('playing', 2500);
    desk.nowMs += 200;
    expect(desk.player.nowMs()).toBe(2700);
    expect(desk.state.atMs).toBe(2500);
    desk.player.pause();
    expect(desk.state).toMatchObject({ state: 'still', atMs: 2700 });
    expect(desk.calls.map(([command]) => command)).toContain('player.stop');
  });

  it('goes on where it is as another speed or voice is chosen, and where it is put', async () => {
    const desk = new Desk();
    desk.player.playFrom(1000);
    await settled();
    desk.nowMs += 1000;
    desk.player.setSpeed(2);
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ fromMs: 2000, speed: 2 });
    desk.player.setVoices('output');
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ fromMs: 2000, voices: 'output', speed: 2 });
    desk.player.seek(500);
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ fromMs: 500 });
  });

  it('hears nothing more of what it played before', async () => {
    const desk = new Desk();
    desk.player.playFrom(1000);
    await settled();
    desk.player.playFrom(3000);
    await settled();
    desk.told('ended', 1500, 1);
    expect(desk.state).toMatchObject({ state: 'playing', atMs: 3000 });
  });

  it('begins anew from the end, and never leaves the session', async () => {
    const desk = new Desk();
    desk.player.seek(1e9);
    expect(desk.state.atMs).toBe(desk.session.getState().view?.t);
    desk.player.play();
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ fromMs: 0 });
    desk.player.seek(-5);
    expect(desk.state.atMs).toBe(0);
  });

  it('selects an answer by the time it was heard, and loops it', async () => {
    const desk = new Desk();
    desk.player.stepResponse(1);
    const span = spanOfResponse(desk.session.getState().view as SessionView, 'r1');
    expect(desk.state).toMatchObject({ span: { name: 'R1' }, atMs: span?.fromMs });
    desk.player.toggleLoop();
    desk.player.play();
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ toMs: span?.toMs, loopFromMs: span?.fromMs });
    desk.player.stepResponse(1);
    expect(desk.state.span).toMatchObject({ name: 'R2' });
    desk.player.select(null);
    expect(desk.state).toMatchObject({ span: null, looping: false });
  });

  it('plays what was never heard of an item from where it was cut', async () => {
    const desk = new Desk();
    desk.player.playUnheard('i-r2');
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ unheardItemId: 'i-r2' });
    expect(desk.state).toMatchObject({ state: 'playing', unheardItemId: 'i-r2' });
    desk.told('ended', 9000);
    expect(desk.state).toMatchObject({ state: 'still', unheardItemId: null });
  });

  it('knows the moments of both cursors', async () => {
    const desk = new Desk();
    desk.player.seek(2000);
    desk.player.mark();
    desk.player.seek(5000);
    await settled();
    await settled();
    expect(desk.state.moment).toMatchObject({ atMs: 5000 });
    expect(desk.state.markMoment).toMatchObject({ atMs: 2000 });
    desk.player.seek(2000);
    desk.player.mark();
    expect(desk.state).toMatchObject({ markMs: null, markMoment: null });
  });

  it('says why nothing plays', async () => {
    const desk = new Desk();
    desk.opens = refuse(benchError('refused', 'No output could be opened.'));
    desk.player.play();
    await settled();
    expect(desk.state).toMatchObject({ state: 'still', error: { message: 'No output could be opened.' } });
    desk.opens = ok({});
    desk.plays = refuse(benchError('not-found', 'This record holds no sound.'));
    desk.player.play();
    await settled();
    expect(desk.state).toMatchObject({ state: 'still', error: { message: 'This record holds no sound.' } });
  });

  it('lets go of all of it with the session, but for voices and speed', async () => {
    const desk = new Desk();
    desk.player.setSpeed(1.5);
    desk.player.selectResponse('r1');
    desk.player.mark();
    desk.player.play();
    await settled();
    desk.session.setState({ view: viewOf('two') });
    const gone = { atMs: null, markMs: null, span: null, moment: null, state: 'still' };
    expect(desk.state).toMatchObject({ sessionId: 'two', speed: 1.5, ...gone });
  });
});

describe('a stretch of another record', () => {
  it('plays to its end, and leaves the cursor of the session on screen where it is', async () => {
    const desk = new Desk();
    desk.player.seek(2000);
    const heard = desk.player.playOf('two', 500, 900);
    await settled();
    expect(desk.plans.at(-1)).toMatchObject({ sessionId: 'two', fromMs: 500, toMs: 900, loopFromMs: null });
    desk.told('playing', 700);
    desk.told('ended', 900);
    expect(await heard).toEqual(ok({ whole: true }));
    expect(desk.state).toMatchObject({ state: 'still', atMs: 2000 });
  });

  it('tells where it is between two news, at the speed it plays, and never behind its end', async () => {
    const desk = new Desk();
    desk.player.setSpeed(2);
    void desk.player.playOf('two', 500, 900);
    await settled();
    expect(desk.player.otherNowMs()).toBeNull();
    desk.told('playing', 600);
    desk.nowMs += 100;
    expect(desk.player.otherNowMs()).toBe(800);
    desk.nowMs += 100;
    expect(desk.player.otherNowMs()).toBe(900);
    expect(desk.player.nowMs()).toBeNull();
    desk.told('ended', 900);
    expect(desk.player.otherNowMs()).toBeNull();
  });

  it('is over, and not whole, where another takes its place or somebody wants silence', async () => {
    const desk = new Desk();
    const first = desk.player.playOf('two', 500, 900);
    await settled();
    const second = desk.player.playOf('three', 0, 400);
    await settled();
    expect(await first).toEqual(ok({ whole: false }));
    desk.player.stopOther();
    expect(await second).toEqual(ok({ whole: false }));
    expect(desk.calls.at(-1)?.[0]).toBe('player.stop');
  });

  it('is silenced before it began, too, and with the session on screen', async () => {
    const desk = new Desk();
    const opening = desk.player.playOf('two', 500, 900);
    desk.player.stopOther();
    expect(await opening).toEqual(ok({ whole: false }));
    expect(desk.plans).toEqual([]);
    const playing = desk.player.playOf('two', 500, 900);
    await settled();
    desk.session.setState({ view: viewOf('three') });
    expect(await playing).toEqual(ok({ whole: false }));
    expect(desk.calls.at(-1)?.[0]).toBe('player.stop');
  });

  it('says why it cannot be heard', async () => {
    const desk = new Desk();
    desk.plays = refuse(benchError('disk', 'There is no sound.'));
    expect(await desk.player.playOf('two', 0, 400)).toEqual(desk.plays);
  });
});
