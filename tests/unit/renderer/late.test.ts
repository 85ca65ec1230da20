import { afterEach, describe, expect, it, vi } from 'vitest';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { late, useMissing } from '../../../renderer/ui/late.ts';

describe('what is read behind the page', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is read once for all who ask, and then there at once', async () => {
    const load = vi.fn(async () => 'code');
    const part = late(load);
    const done: string[] = [];
    part.whenThere((value) => done.push(`waiting ${value}`));
    expect(load).not.toHaveBeenCalled();
    const both = [part.read(), part.come()];
    part.with((value) => done.push(`with ${value}`));
    expect(part.now).toBeNull();
    expect(await Promise.all(both)).toEqual(['code', 'code']);
    expect(part.now).toBe('code');
    expect(load).toHaveBeenCalledOnce();
    expect(done).toEqual(['waiting code', 'with code']);
    part.with((value) => done.push(`now ${value}`));
    part.whenThere((value) => done.push(`there ${value}`));
    expect(done.slice(2)).toEqual(['now code', 'there code']);
  });

  it('calls nobody back who ceased to wait', async () => {
    const part = late(async () => 'code');
    const heard = vi.fn();
    part.whenThere(heard)();
    await part.read();
    expect(heard).not.toHaveBeenCalled();
  });

  it('refuses one try, and comes all the same once it can be read', async () => {
    vi.useFakeTimers();
    const told = vi.fn();
    vi.stubGlobal('reportError', told);
    let failures = 2;
    const part = late(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('away');
      return 'code';
    });
    await expect(part.read()).rejects.toThrow('away');
    const coming = part.come();
    expect(part.come()).toBe(coming);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await coming).toBe('code');
    expect(told).not.toHaveBeenCalled();
  });

  it('tells once of a fault that stays, and goes on trying', async () => {
    vi.useFakeTimers();
    const told = vi.fn();
    vi.stubGlobal('reportError', told);
    let there = false;
    const load = vi.fn(() => (there ? Promise.resolve('code') : Promise.reject(new Error('no such file'))));
    const coming = late(load).come();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load.mock.calls.length).toBeGreaterThan(10);
    expect(told).toHaveBeenCalledOnce();
    there = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await coming).toBe('code');
  });
});

describe('a part that cannot be read', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const Missing = () => (useMissing() ? 'missing' : 'all there');
  const drawn = (): string => renderToString(createElement(Missing));

  it('is said to be missing once it was tried a few times, and not any more when it came', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('reportError', () => undefined);
    let there = false;
    void late(() => (there ? Promise.resolve('code') : Promise.reject(new Error('no such file')))).come();
    await vi.advanceTimersByTimeAsync(1000);
    expect(drawn()).toBe('all there');
    await vi.advanceTimersByTimeAsync(1000);
    expect(drawn()).toBe('missing');
    there = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(drawn()).toBe('all there');
  });

  it('is not said to be missing while nobody asked for it', async () => {
    await expect(late(() => Promise.reject(new Error('no such file'))).read()).rejects.toThrow('no such file');
    expect(drawn()).toBe('all there');
  });
});

it('says of what is there that it is there, so that a drawing that was interrupted goes on without a wait', async () => {
  const read = late(() => Promise.resolve('part'));
  const asked = read.come();
  expect(asked).not.toHaveProperty('status');
  await asked;
  expect(read.come()).toBe(asked);
  expect(asked).toMatchObject({ status: 'fulfilled', value: 'part' });

  const early = late(() => Promise.resolve('part'));
  await early.read();
  expect(early.come()).toMatchObject({ status: 'fulfilled', value: 'part' });
});
