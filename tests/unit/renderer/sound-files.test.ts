import { beforeEach, describe, expect, it } from 'vitest';
import type { HostServices } from '../../../renderer/store/services.ts';
import { createSoundFiles, notesOf, type SoundFiles } from '../../../renderer/store/sound-files.ts';
import { createStart, type Start } from '../../../renderer/store/start.ts';
import type { Answer, Args, CommandName, WavInfo } from '../../../shared/contract/bench-api.ts';
import { defaultPreferences } from '../../../shared/contract/default-preferences.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { header } from '../session/log.ts';
import { noSession } from './session-state.ts';

const wav = (name: string, more: Partial<WavInfo> = {}): WavInfo => ({
  wavId: name,
  name,
  durationMs: 1000,
  sampleRateHz: 24_000,
  channels: 1,
  format: 'PCM 16-bit',
  advice: null,
  stretched: null,
  ...more,
});
const left = 'Only the left channel sounds, so averaged it is 6 dB quieter: choose it.';
const known = new Map<string, WavInfo>([
  ['a.wav', wav('a.wav')],
  ['b.wav', wav('b.wav')],
  ['right.wav', wav('right.wav', { channels: 2 })],
  ['stereo.wav', wav('stereo.wav', { channels: 2, advice: left })],
]);

/** An engine at the other end of every port, which answers with what it knows of the name, when the test says so. */
class Uploads {
  readonly came: string[] = [];
  #tellFirst: () => void = () => undefined;
  /** The first has come. */
  readonly first = new Promise<void>((resolve) => (this.#tellFirst = resolve));
  readonly #held: (() => void)[] = [];
  hold = false;

  readonly host = {
    openPort: () => {
      const { port1, port2 } = new MessageChannel();
      port2.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data instanceof ArrayBuffer) return;
        const { name } = data as { name: string };
        this.came.push(name);
        const info = known.get(name);
        const answer: Result<{ wav: WavInfo }> =
          info === undefined ? refuse(benchError('invalid-audio-file', `${name} is none.`)) : ok({ wav: info });
        if (this.hold) this.#held.push(() => port2.postMessage(answer));
        else port2.postMessage(answer);
        this.#tellFirst();
      });
      port2.start();
      return Promise.resolve(port1);
    },
  } as unknown as HostServices;

  release(): void {
    this.hold = false;
    for (const answer of this.#held.splice(0)) answer();
  }
}

let uploads: Uploads;
let start: Start;
let files: SoundFiles;
let played: Args<'input.play'>[];
let phase: (to: SessionView['phase'] | null, sessionId?: string) => void;
/** What is answered to `input.play`; null: that it is taken. */
let refused: Promise<Result> | null;

beforeEach(() => {
  uploads = new Uploads();
  start = createStart();
  played = [];
  const session = noSession();
  phase = (to, sessionId = 'one') =>
    session.setState({ view: to === null ? null : { ...emptySession({ ...header, sessionId }), phase: to } });
  refused = null;
  const answers: Record<string, (args: never) => Result | Promise<Result>> = {
    'input.play': (args: Args<'input.play'>) => {
      played.push(args);
      return refused ?? ok({ queued: [] });
    },
    'input.sample': ({ id }: Args<'input.sample'>) => ok({ wav: wav(`${id}.wav`, { wavId: `sample:${id}` }) }),
  };
  files = createSoundFiles({
    host: uploads.host,
    bench: {
      call: <C extends CommandName>(command: C, args: Args<C>) =>
        Promise.resolve((answers[command] as (args: Args<C>) => Answer<C> | Promise<Answer<C>>)(args)),
    },
    session,
    start,
    preferences: { getState: () => ({ preferences: defaultPreferences, loaded: true }) as never },
  });
});

const file = (name: string): File => new File(['sound'], name);
const sent = (): string[] => played.flatMap(({ files }) => files.map(({ wavId, channel }) => `${wavId} ${channel}`));

describe('files taken where the start page shows', () => {
  it('are what the next session begins with, and a sample question is as good', async () => {
    expect(await files.take([file('a.wav'), file('b.wav')])).toBe(true);
    expect(start.getState()).toMatchObject({ wav: { name: 'a.wav' }, more: [{ name: 'b.wav' }] });
    expect(await files.sample('thank-you')).toBe(true);
    expect(start.getState()).toMatchObject({ wav: { wavId: 'sample:thank-you' }, more: [] });
    expect(played).toEqual([]);
  });

  it('end at the first that is none: those behind it are not sent at all', async () => {
    expect(await files.take([file('a.wav'), file('none.txt'), file('b.wav')])).toBe(false);
    expect(uploads.came).toEqual(['a.wav', 'none.txt']);
    expect(start.getState()).toMatchObject({ wav: null, fileError: { message: 'none.txt is none.' } });
    expect(files.getState().reading).toBeNull();
  });
});

describe('files taken in a session', () => {
  beforeEach(() => phase('open'));

  it('speak in the order they were taken in, though the second came while the first was read', async () => {
    uploads.hold = true;
    const both = [files.take([file('a.wav')]), files.take([file('b.wav')])];
    await uploads.first;
    expect(files.getState().reading).toBe('a.wav');
    uploads.release();
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(sent()).toEqual(['a.wav mix', 'b.wav mix']);
    expect(files.getState().reading).toBeNull();
  });

  it('wait for the channel where they have several, with what there is to know of them', async () => {
    await files.take([file('a.wav'), file('stereo.wav')]);
    expect(played).toEqual([]);
    const { held, channel } = files.getState();
    expect(notesOf(held, channel)).toEqual([`stereo.wav: ${left}`]);
    files.chooseChannel(1);
    expect(notesOf(held, 1)).toEqual([]);
    await files.playHeld();
    expect(sent()).toEqual(['a.wav mix', 'stereo.wav 1']);
    expect(files.getState().held).toEqual([]);
  });

  it('are not played into the next one: what was held is forgotten when it ends', async () => {
    await files.take([file('stereo.wav')]);
    phase('closed');
    phase('open');
    await files.playHeld();
    expect(played).toEqual([]);
    await files.take([file('stereo.wav')]);
    phase('open', 'another');
    expect(files.getState().held).toEqual([]);
  });

  it('do not speak in the next one when that is open by the time they are read', async () => {
    uploads.hold = true;
    const taken = files.take([file('a.wav'), file('b.wav')]);
    await uploads.first;
    phase('closed');
    phase('open', 'another');
    uploads.release();
    expect(await taken).toBe(false);
    expect(played).toEqual([]);
    expect(files.getState().error?.message).toBe(
      'The session that a.wav, b.wav were chosen for is over, so nothing of them was sent.',
    );
  });

  it('are held again where they are refused, before those that were held meanwhile; not in another session', async () => {
    let answer: (refusal: Result) => void = () => undefined;
    refused = new Promise((resolve) => (answer = resolve));
    await files.take([file('stereo.wav')]);
    files.chooseChannel(1);
    const playing = files.playHeld();
    await files.take([file('right.wav')]);
    answer(refuse(benchError('engine', 'The engine is busy.')));
    await playing;
    expect(files.getState()).toMatchObject({ channel: 1, held: [{ name: 'stereo.wav' }, { name: 'right.wav' }] });
    const again = files.playHeld();
    phase('open', 'another');
    await again;
    expect(files.getState().held).toEqual([]);
  });
});

describe('files taken where nothing can come of them', () => {
  it.each(['connecting', 'closing', 'closed', 'refused'] as const)('are refused in words: %s', async (where) => {
    phase(where);
    expect(await files.take([file('a.wav')])).toBe(false);
    expect(files.getState().error?.reason).toBe('no-session');
    expect(start.getState()).toMatchObject({ wav: null, fileError: null });
    expect(uploads.came).toEqual([]);
    phase('open');
    expect(files.getState().error).toBeNull();
  });

  it('are taken on an ended session once the start page shows over it, and not while a start calls', async () => {
    phase('closed');
    start.open(null);
    start.calling();
    expect(await files.take([file('a.wav')])).toBe(false);
    start.calledOff();
    expect(await files.take([file('a.wav')])).toBe(true);
    expect(start.getState().wav?.name).toBe('a.wav');
  });
});
