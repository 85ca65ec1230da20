import { afterEach, describe, expect, it, vi } from 'vitest';
import { Interruption } from '../../../electron/hosts/process.ts';

/** A signal nobody else in the test runner listens to. */
const signal = (): boolean => process.emit('SIGHUP');

let heard: Interruption | null = null;
afterEach(() => {
  heard?.done();
  vi.restoreAllMocks();
});

describe('a wish to end', () => {
  it('is heard once, however often a runner passes the same signal on', async () => {
    const again = vi.fn();
    heard = new Interruption(again);
    expect(heard.happened).toBe(false);
    signal();
    signal();
    await heard.first;
    expect(heard.happened).toBe(true);
    expect(again).not.toHaveBeenCalled();
  });

  it('that comes again after a while is a person in a hurry', () => {
    const again = vi.fn();
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    heard = new Interruption(again);
    signal();
    now.mockReturnValue(3000);
    signal();
    expect(again).toHaveBeenCalledOnce();
  });

  it('has the usual effect again once what was open is closed', () => {
    const before = process.listenerCount('SIGHUP');
    heard = new Interruption(() => undefined);
    expect(process.listenerCount('SIGHUP')).toBe(before + 1);
    heard.done();
    expect(process.listenerCount('SIGHUP')).toBe(before);
  });
});
