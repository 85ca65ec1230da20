import type { BenchApi, WavInfo } from '../../shared/contract/bench-api.ts';
import type { BenchError } from '../../shared/kit/errors.ts';
import { ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { uploadWav } from './files.ts';
import type { PreferencesStore } from './preferences.ts';
import type { HostServices } from './services.ts';
import type { SessionStore } from './session.ts';
import type { Start } from './start.ts';
import { createState, type State } from './state.ts';

export interface SoundFilesState {
  /** The file that is being read; null: none is. */
  readonly reading: string | null;
  /** Why a file that was to speak does not; gone with the next choice. */
  readonly error: BenchError | null;
}

/** Files of sound that a person chose or dropped, for the session that runs, or for the next one. */
export interface SoundFiles extends State<SoundFilesState> {
  /** In a session they speak one after the other; before one they are what it begins with. */
  take(files: readonly File[]): Promise<boolean>;
  /** Ends the file that speaks; `all` forgets those that wait, too. */
  stop(which: 'current' | 'all'): Promise<void>;
}

export interface SoundFilesServices {
  readonly host: HostServices;
  readonly bench: Pick<BenchApi, 'call'>;
  readonly session: SessionStore;
  readonly start: Start;
  readonly preferences: PreferencesStore;
}

export function createSoundFiles({ host, bench, session, start, preferences }: SoundFilesServices): SoundFiles {
  return createState<SoundFilesState, Omit<SoundFiles, keyof State<SoundFilesState>>>(
    { reading: null, error: null },
    ({ setState }) => {
      /** Reads all; one that is none ends it, before any speaks. */
      async function read(files: readonly File[]): Promise<Result<{ wav: WavInfo; more: WavInfo[] }>> {
        const wavs: WavInfo[] = [];
        let refused: Extract<Result, { ok: false }> | null = null;
        for (const file of files) {
          setState({ reading: file.name });
          const uploaded = await uploadWav(host, file);
          if (uploaded.ok) wavs.push(uploaded.wav);
          else refused ??= refuse(uploaded.error);
        }
        setState({ reading: null });
        const [wav, ...more] = wavs;
        return refused ?? (wav === undefined ? noFile : ok({ wav, more }));
      }

      async function play(files: readonly File[]): Promise<boolean> {
        setState({ error: null });
        const answer = await read(files);
        if (!answer.ok) {
          setState({ error: answer.error });
          return false;
        }
        const { trailingSilenceMs } = preferences.getState().preferences.input;
        const played = await bench.call('input.play', {
          files: [answer.wav, ...answer.more].map(({ wavId }) => ({ wavId })),
          trailingSilenceMs,
        });
        setState({ error: played.ok ? null : played.error });
        return played.ok;
      }

      return {
        async take(files) {
          if (files.length === 0) return false;
          const { view } = session.getState();
          if (view?.phase === 'open') return play(files);
          const reading = read(files);
          start.reads(reading);
          return (await reading).ok;
        },
        async stop(which) {
          const stopped = await bench.call('input.stopFile', { which });
          setState({ error: stopped.ok ? null : stopped.error });
        },
      };
    },
  );
}

const noFile: Result<never> = refuse({ reason: 'invalid-audio-file', message: 'No file was chosen.' });
