import { beforeEach, describe, expect, it } from 'vitest';
import { createStart, type Start } from '../../../renderer/store/start.ts';
import type { WavInfo } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';

const wav = (name: string): WavInfo => ({
  wavId: name,
  name,
  durationMs: 1000,
  sampleRateHz: 24_000,
  channels: 1,
  format: 'PCM 16-bit',
  advice: null,
  stretched: null,
});

/** A file that is read when the test says so. */
function held() {
  let resolve: (read: Result<{ wav: WavInfo }>) => void = () => undefined;
  const promise = new Promise<Result<{ wav: WavInfo }>>((done) => (resolve = done));
  return { promise, resolve };
}
const none = benchError('invalid-audio-file', 'It is not a sound file.');

describe('a start', () => {
  let start: Start;
  beforeEach(() => {
    start = createStart();
  });
  const starting = () => start.getState().starting;

  it('waits for a file that is being read, and goes on with it, never with the microphone', async () => {
    const read = held();
    start.reads(read.promise);
    const begun = start.begin();
    expect(starting()).toBe('file');
    read.resolve(ok({ wav: wav('a.wav') }));
    expect((await begun).ok).toBe(true);
    expect(start.getState()).toMatchObject({ starting: 'deployment', wav: { name: 'a.wav' } });
  });

  it('is called off when that file is none; the next one is a start with the microphone', async () => {
    start.reads(Promise.resolve(refuse(none)));
    expect(await start.begin()).toEqual(refuse(none));
    expect(start.getState()).toMatchObject({ starting: null, wav: null, fileError: none });
    expect((await start.begin()).ok).toBe(true);
    expect(starting()).toBe('microphone');
  });

  it('goes by the file that was chosen last, whichever is read first', async () => {
    const [one, other] = [held(), held()];
    start.reads(one.promise);
    const begun = start.begin();
    start.reads(other.promise);
    one.resolve(ok({ wav: wav('one.wav') }));
    await one.promise;
    expect(start.getState()).toMatchObject({ starting: 'file', wav: null });
    other.resolve(ok({ wav: wav('other.wav') }));
    expect((await begun).ok).toBe(true);
    expect(start.getState().wav?.name).toBe('other.wav');
  });

  it('goes by the microphone once a person takes that instead, whatever is still read', async () => {
    const [one, other] = [held(), held()];
    start.reads(one.promise);
    start.chooseWav(null);
    const begun = start.begin();
    expect(starting()).toBe('microphone');
    one.resolve(ok({ wav: wav('one.wav') }));
    expect((await begun).ok).toBe(true);
    expect(start.getState().wav).toBeNull();
    start.calledOff();
    // Also where the start waits for the file already.
    start.reads(other.promise);
    const waiting = start.begin();
    start.chooseWav(null);
    other.resolve(refuse(none));
    expect((await waiting).ok).toBe(true);
    expect(start.getState()).toMatchObject({ starting: 'microphone', wav: null, fileError: null });
  });

  it('that was called off while its file was read stays so', async () => {
    const read = held();
    start.reads(read.promise);
    const begun = start.begin();
    start.calledOff();
    read.resolve(ok({ wav: wav('a.wav') }));
    expect(await begun).toMatchObject({ ok: false, error: { reason: 'engine' } });
    expect(start.getState()).toMatchObject({ starting: null, wav: { name: 'a.wav' } });
  });

  it('is called off when the last file is none, though one before it would have done', async () => {
    const [one, other] = [held(), held()];
    start.reads(one.promise);
    const begun = start.begin();
    start.reads(other.promise);
    other.resolve(refuse(none));
    await other.promise;
    one.resolve(ok({ wav: wav('one.wav') }));
    expect(await begun).toEqual(refuse(none));
    expect(start.getState()).toMatchObject({ starting: null, wav: null });
  });
});
