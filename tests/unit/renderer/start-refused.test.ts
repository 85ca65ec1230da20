import { describe, expect, it } from 'vitest';
import { deadHost, recordedBench } from '../../../renderer/gallery/recorded/recorded-bench.ts';
import { createStores } from '../../../renderer/store/stores.ts';
import type { BenchPush } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import type { Phase } from '../../../shared/session/view.ts';
import { header } from '../session/log.ts';
import { fakeSound, settled } from './fake-sound.ts';

const noKey = benchError('not-authorised', 'No key is stored for this endpoint.');

/** A window that shows a session in this phase, and whose next start is refused, with a record of it or without. */
function windowShowing(phase: Phase, recorded: boolean) {
  let push: (push: BenchPush) => void = () => undefined;
  const stores = createStores({
    host: deadHost,
    bench: {
      ...recordedBench({
        'session.attach': ok({ view: null, folder: null, about: null }),
        'session.start': () => {
          if (recorded) push({ type: 'session.opened', header: { ...header, sessionId: 'this attempt' } });
          return refuse(noKey);
        },
        'input.report': ok({}),
        'output.report': ok({}),
      }),
      onPush(listener) {
        const before = push;
        push = (one) => {
          before(one);
          listener(one);
        };
        return () => undefined;
      },
    },
    soundCard: fakeSound().soundCard,
    memory: { sessionId: null, keep: () => undefined },
    schedule: (run) => run(),
    visibility: { hidden: false, onChange: () => undefined },
    nowMs: () => 0,
    wait: () => Promise.resolve(),
  });
  stores.session.setState({ view: { ...emptySession({ ...header, sessionId: 'earlier' }), phase } });
  const shown = (): string | undefined => stores.session.getState().view?.header?.sessionId;
  return { ...stores, shown };
}

describe('a start that is refused', () => {
  it.each(['closed', 'refused'] as const)(
    'before it is recorded leaves nothing of a %s one on screen',
    async (phase) => {
      const { control, start, shown } = windowShowing(phase, false);
      await control.start();
      await settled();
      expect(start.getState().error).toEqual(noKey);
      expect(shown()).toBeUndefined();
    },
  );

  it('after that shows its own record', async () => {
    const { control, shown } = windowShowing('refused', true);
    await control.start();
    await settled();
    expect(shown()).toBe('this attempt');
  });

  it('keeps the lost session that it was to go on with', async () => {
    const { control, run, shown } = windowShowing('closed', false);
    run.ended({ sessionId: 'earlier', atMs: 0 });
    await control.reconnect(false);
    await settled();
    expect(shown()).toBe('earlier');
  });

  it('takes no running session off the screen', async () => {
    const { control, shown } = windowShowing('open', false);
    await control.start();
    await settled();
    expect(shown()).toBe('earlier');
  });
});
