import { describe, expect, it } from 'vitest';
import { LifeWatch } from '../../../electron/engine/session/life-watch.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { toArray } from '../../../shared/kit/chunk-list.ts';
import { clockJump, expiryWarning } from '../../../shared/session/life.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from './log.ts';

const at = (monotonicMs: number, wallMs: number): { monotonicMs: number; wallMs: number } => ({ monotonicMs, wallMs });

describe('the two clocks of a machine', () => {
  it.each([
    ['run on together', at(1000, 1000), null],
    ['are read a little late by a busy machine', at(4000, 4000), null],
    ['differ by a nudge of the network time', at(1000, 2500), null],
    ['both went on while the timer slept', at(61_000, 61_000), { kind: 'slept', forMs: 61_000 }],
    ['differ since the monotonic one stood still in sleep', at(1000, 61_000), { kind: 'slept', forMs: 61_000 }],
    ['differ since the wall clock was set back', at(1000, -3_599_000), { kind: 'clock-set', byMs: -3_600_000 }],
    ['differ since the wall clock was set ahead a little', at(1000, 4000), { kind: 'clock-set', byMs: 3000 }],
  ] as const)('%s', (_what, now, jump) => expect(clockJump(at(0, 0), now, 1000)).toEqual(jump));
});

describe('the end of a session', () => {
  it.each([
    [301_000, null, null],
    [300_000, null, 300_000],
    [200_000, 300_000, null],
    [60_000, 300_000, 60_000],
    [2000, null, 60_000],
    [2000, 60_000, null],
    [0, null, null],
  ])('with %i ms left and %s given warns %s', (leftMs, given, due) => expect(expiryWarning(leftMs, given)).toBe(due));
});

describe('the watch over a connection', () => {
  function watch(readings: readonly { monotonicMs: number; wallMs: number }[], expiresAt?: number): BenchEvent[] {
    const said: BenchEvent[] = [];
    const session = expiresAt === undefined ? {} : { expires_at: expiresAt };
    const view = foldSession(header, new LogWriter().server('session.created', { session }).entries);
    let index = 0;
    const life = new LifeWatch(
      { view: () => view, bench: (event) => said.push(event), probe: () => said.push({ type: 'bench.hurried' }) },
      () => readings[Math.min(index, readings.length - 1)] ?? at(0, 0),
    );
    for (index = 1; index < readings.length; index += 1) life.look();
    return said;
  }

  it('writes sleep down and tries the connection out', () => {
    expect(watch([at(0, 0), at(1000, 1000), at(2000, 92_000), at(3000, 93_000)])).toEqual([
      { type: 'bench.slept', forMs: 91_000 },
      { type: 'bench.hurried' },
    ]);
  });

  it('warns once at five minutes and once at one', () => {
    const seconds = Array.from({ length: 400 }, (_, index) => at(index * 1000, index * 1000));
    expect(watch(seconds, 400)).toEqual([
      { type: 'bench.expiring', leftMs: 300_000 },
      { type: 'bench.expiring', leftMs: 60_000 },
    ]);
  });

  it('shows what happened as notices, the last minute as an alarm', () => {
    const log = new LogWriter()
      .bench({ type: 'bench.slept', forMs: 91_000 })
      .bench({ type: 'bench.clock-set', byMs: -3_600_000 })
      .bench({ type: 'bench.network', online: false })
      .bench({ type: 'bench.expiring', leftMs: 300_000 })
      .bench({ type: 'bench.expiring', leftMs: 59_000 });
    const view = foldSession(header, log.entries);
    expect(toArray(view.alarms).map(({ level, title }) => ({ level, title }))).toEqual([
      { level: 'notice', title: 'This computer slept for 91 s' },
      { level: 'notice', title: 'The clock of this computer was set back by 60 minutes' },
      { level: 'notice', title: 'The service ends this session in 5 minutes' },
      { level: 'alarm', title: 'The service ends this session in 59 s' },
    ]);
    expect(toArray(view.marks).map(({ text }) => text)).toContain('network gone');
  });
});
