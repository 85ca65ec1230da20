import { type ChannelChoice, channelInForce } from '../../shared/audio/channels.ts';
import type { SampleQuestionId } from '../../shared/audio/sample-questions.ts';
import type { BenchApi, WavInfo } from '../../shared/contract/bench-api.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import type { PreferencesStore } from './preferences.ts';
import type { HostServices } from './services.ts';
import type { SessionStore } from './session.ts';
import { showsStart, type Start } from './start.ts';
import { createState, type State } from './state.ts';

export interface SoundFilesState {
  /** The file that is being read; null: none is. */
  readonly reading: string | null;
  /** Why a file that was to speak does not; gone with the next choice, and when the session begins or ends. */
  readonly error: BenchError | null;
  /** Files for the running session that wait for a person to say which of their channels is heard. */
  readonly held: readonly WavInfo[];
  /** What is heard of those. */
  readonly channel: ChannelChoice;
  /** What to know of the files that were sent last, in whole sentences. */
  readonly notes: readonly string[];
}

/** Files of sound that a person chose or dropped, for the session that runs, or for the next one. */
export interface SoundFiles extends State<SoundFilesState> {
  /** In a session they speak one after the other; before one they are what it begins with. */
  take(files: readonly File[]): Promise<boolean>;
  /** The same with a question that comes with the bench. */
  sample(id: SampleQuestionId): Promise<boolean>;
  chooseChannel(channel: ChannelChoice): void;
  /** Those that are held speak. */
  playHeld(): Promise<void>;
  /** Those that are held do not. */
  dropHeld(): void;
  /** Ends the file that speaks; `all` forgets those that wait, too. */
  stop(which: 'current' | 'all'): Promise<void>;
}

export interface SoundFilesServices {
  readonly host: HostServices;
  readonly bench: Pick<BenchApi, 'call'>;
  readonly session: Pick<SessionStore, 'getState' | 'subscribe'>;
  readonly start: Start;
  readonly preferences: Pick<PreferencesStore, 'getState'>;
}

/** What to know of files before they speak, one sentence each; with its name where there are several. */
export const notesOf = (wavs: readonly WavInfo[], channel: ChannelChoice): string[] =>
  wavs.flatMap(({ name, channels, advice, stretched }) =>
    [channelInForce(channel, channels) === 'mix' ? advice : null, stretched].flatMap((sentence) =>
      sentence === null ? [] : [wavs.length === 1 ? sentence : `${name}: ${sentence}`],
    ),
  );

/** What hands a file over is read when there is one. */
async function upload(host: HostServices, file: File): Promise<Result<{ wav: WavInfo }>> {
  const code = await import('./upload-wav.ts').catch(() => null);
  if (code !== null) return code.uploadWav(host, file);
  return refuse(
    benchError('engine', `The part of this page that reads ${file.name} could not be read itself.`, {
      nextStep: 'See whether the bench still runs, then load this page again.',
    }),
  );
}

/** A file, and how it comes to the engine. */
interface Source {
  readonly name: string;
  readonly bring: () => Promise<Result<{ wav: WavInfo }>>;
}

type Brought = Result<{ wav: WavInfo; more: WavInfo[] }>;

const nobodyListens = (starting: boolean): Result<never> =>
  refuse(
    starting
      ? benchError('no-session', 'The session is not open yet, so no file can speak in it.', {
          nextStep: 'Choose the file again once it is.',
        })
      : benchError('no-session', 'No session is open, so no file can speak.', {
          nextStep: 'Press New deployment and choose the file on the start page.',
        }),
  );

const itsSessionIsOver = ({ wav, more }: { wav: WavInfo; more: readonly WavInfo[] }): Result<never> => {
  const names = [wav, ...more].map(({ name }) => name).join(', ');
  const [were, them] = more.length === 0 ? ['was', 'it'] : ['were', 'them'];
  return refuse(
    benchError('no-session', `The session that ${names} ${were} chosen for is over, so nothing of ${them} was sent.`, {
      nextStep: `Choose ${them} again in the session that is to hear ${them}.`,
    }),
  );
};

export function createSoundFiles(services: SoundFilesServices): SoundFiles {
  const { host, bench, session, start, preferences } = services;
  const initial: SoundFilesState = { reading: null, error: null, held: [], channel: 'mix', notes: [] };
  return createState<SoundFilesState, Omit<SoundFiles, keyof State<SoundFilesState>>>(
    initial,
    ({ setState, getState }) => {
      const sessionId = (): string | null => session.getState().view?.header?.sessionId ?? null;
      session.subscribe(({ view }, { view: before }) => {
        const isOther = view?.header?.sessionId !== before?.header?.sessionId;
        if (isOther || view?.phase !== before?.phase) setState({ error: null, held: [], channel: 'mix', notes: [] });
      });

      let work: Promise<unknown> = Promise.resolve();
      /** One after the other: what was chosen first speaks first. */
      function inTurn<T>(job: () => Promise<T>): Promise<T> {
        const mine = work.then(job);
        // Whoever asked for it is told of a fault; the next one has its turn all the same.
        work = mine.catch(() => undefined);
        return mine;
      }

      /** Reads all; one that is none ends it, before any speaks. */
      async function bringAll(sources: readonly Source[]): Promise<Brought> {
        const wavs: WavInfo[] = [];
        for (const { name, bring } of sources) {
          setState({ reading: name });
          const brought = await bring();
          setState({ reading: null });
          if (!brought.ok) return brought;
          wavs.push(brought.wav);
        }
        const [wav, ...more] = wavs;
        return wav === undefined ? refuse(benchError('invalid-audio-file', 'No file was chosen.')) : ok({ wav, more });
      }

      async function play(wavs: readonly WavInfo[], channel: ChannelChoice): Promise<boolean> {
        const { trailingSilenceMs } = preferences.getState().preferences.input;
        const files = wavs.map(({ wavId, channels }) => ({ wavId, channel: channelInForce(channel, channels) }));
        const played = await bench.call('input.play', { files, trailingSilenceMs });
        setState(played.ok ? { error: null, notes: notesOf(wavs, channel) } : { error: played.error });
        return played.ok;
      }

      async function intoSession(sources: readonly Source[], chosenFor: string | null): Promise<boolean> {
        const read = await bringAll(sources);
        const brought = read.ok && sessionId() !== chosenFor ? itsSessionIsOver(read) : read;
        if (!brought.ok) {
          setState({ error: brought.error });
          return false;
        }
        const wavs = [brought.wav, ...brought.more];
        if (wavs.every(({ channels }) => channels === 1)) return play(wavs, 'mix');
        setState(({ held }) => ({ held: [...held, ...wavs] }));
        return true;
      }

      /** Where the start page is, or whether there is a session to speak in. */
      function place(): Result<{ where: 'session' | 'start' }> {
        const phase = session.getState().view?.phase ?? null;
        if (phase === 'open') return ok({ where: 'session' });
        const { starting } = start.getState();
        const underWay = phase === 'connecting' || starting === 'microphone' || starting === 'deployment';
        return !underWay && showsStart(start.getState(), phase) ? ok({ where: 'start' }) : nobodyListens(underWay);
      }

      async function takeAll(sources: readonly Source[]): Promise<boolean> {
        if (sources.length === 0) return false;
        setState({ error: null });
        const found = place();
        if (!found.ok) {
          setState({ error: found.error });
          return false;
        }
        const chosenFor = sessionId();
        if (found.where === 'session') return inTurn(() => intoSession(sources, chosenFor));
        const reading = inTurn(() => bringAll(sources));
        start.reads(reading);
        return (await reading).ok;
      }

      return {
        take: (files) => takeAll(files.map((file) => ({ name: file.name, bring: () => upload(host, file) }))),
        sample: (id) => takeAll([{ name: id, bring: () => bench.call('input.sample', { id }) }]),
        chooseChannel: (channel) => setState({ channel }),
        async playHeld() {
          const { held, channel } = getState();
          const heldFor = sessionId();
          setState({ held: [], channel: 'mix' });
          if (held.length === 0 || (await play(held, channel)) || sessionId() !== heldFor) return;
          setState((now) => ({ held: [...held, ...now.held], channel: now.channel === 'mix' ? channel : now.channel }));
        },
        dropHeld: () => setState({ held: [], channel: 'mix' }),
        async stop(which) {
          const stopped = await bench.call('input.stopFile', { which });
          setState({ error: stopped.ok ? null : stopped.error });
        },
      };
    },
  );
}
