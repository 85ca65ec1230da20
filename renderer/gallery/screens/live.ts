import { ok } from '../../../shared/kit/errors.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import type { Stores } from '../../store/stores.ts';
import { sessionAtItsTime } from '../recorded/sessions.ts';
import { element, type ScreenState } from './screen-state.ts';

const idOf = (session: Stores['session']): string => session.getState().view?.header?.sessionId ?? '';

/** The first of three files speaks. */
const threeFiles = [
  {
    type: 'bench.input.opened',
    kind: 'wav',
    label: 'where-is-my-parcel.wav',
    format: 'PCM 16-bit',
    sampleRateHz: 44_100,
    channels: 1,
    durationMs: 11_000,
    trailingSilenceMs: 1500,
  },
  { type: 'bench.input.queued', waiting: ['change-address.flac', 'thank-you-recorded-in-the-hall.mp3'] },
] satisfies readonly BenchEvent[];

const states: readonly ScreenState[] = [
  {
    id: 'live-connecting',
    says: 'The service has not answered yet.',
    seen: 'Connecting. Nothing has been sent yet.',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 1 }),
  },
  {
    id: 'live-silent',
    says: 'Open, and nobody has spoken.',
    seen: 'Connected. The sound file is being sent in real time.',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 4 }),
  },
  {
    id: 'live-answering',
    says: 'An answer is being spoken.',
    seen: '60 entries, 0 frames lost',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 60 }),
  },
  {
    id: 'live-files',
    says: 'A file speaks, two wait, and one has two channels to choose from.',
    seen: 'where-is-my-parcel.wav speaks. Then change-address.flac, thank-you-recorded-in-the-hall.mp3.',
    answers: async () => ({
      ...(await sessionAtItsTime('06-truncation', { untilSeq: 60, added: threeFiles })),
      'input.sample': ok({
        wav: {
          wavId: 'wav-1',
          name: 'two-people.wav',
          sampleRateHz: 48_000,
          channels: 2,
          durationMs: 4200,
          format: 'PCM 24-bit',
          advice: 'Only the left channel sounds, so averaged it is 6 dB quieter: choose it.',
          stretched: null,
        },
      }),
    }),
    arrange: async ({ soundFiles }) => void (await soundFiles.sample('thank-you')),
  },
  {
    id: 'live-echo',
    says: 'The assistant hears itself.',
    seen: 'Hello there',
    answers: () => sessionAtItsTime('08-echo-loop'),
  },
  {
    id: 'live-two-responses',
    says: 'Two responses to one turn, ended.',
    seen: '97 audio frames hidden',
    answers: () => sessionAtItsTime('18-two-responses-one-turn'),
  },
  {
    id: 'live-truncated',
    says: 'A long conversation was cut, and ended.',
    seen: 'Cut short, truncated at 1,240 ms',
    answers: () => sessionAtItsTime('06-truncation'),
  },
  {
    id: 'live-chosen',
    says: 'An answer that never reported is selected, and its evidence open.',
    seen: 'R2 only',
    answers: () => sessionAtItsTime('06-truncation'),
    arrange: async () => (await element('table[aria-label="Usage by turn"] tr[data-index="1"]')).click(),
  },
  {
    id: 'live-until',
    says: 'Two cursors: what it had cost by then, and between them.',
    seen: 'Until 0:04.0',
    answers: () => sessionAtItsTime('06-truncation'),
    arrange: ({ player }) => {
      player.seek(2700);
      player.mark();
      player.seek(4000);
    },
  },
  {
    id: 'live-tools',
    says: 'A function was called.',
    seen: 'It is on the van and arrives tomorrow.',
    answers: () => sessionAtItsTime('21-tool-round'),
  },
  {
    id: 'live-rate-limit',
    says: 'The service asks to wait.',
    seen: '10 audio frames hidden',
    answers: () => sessionAtItsTime('13-rate-limited'),
  },
  {
    id: 'live-expired',
    says: 'The service ended the session.',
    seen: 'Your session hit the maximum duration of 60 minutes.',
    answers: () => sessionAtItsTime('15-session-expired'),
  },
  {
    id: 'live-lost',
    says: 'The line broke.',
    seen: '~$0.0009, report lost',
    answers: () => sessionAtItsTime('20-line-broken'),
  },
  {
    id: 'live-composer',
    says: 'A message is being typed.',
    seen: 'Only add',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 60 }),
    arrange: ({ live }) => live.composeWish(),
  },
  {
    id: 'live-entry',
    says: 'The inspector shows an entry.',
    seen: 'entry 17',
    answers: () => sessionAtItsTime('06-truncation'),
    arrange: ({ live }) => live.showEntry(17),
  },
  {
    id: 'live-engine-gone',
    says: 'The engine stopped.',
    seen: 'The engine stopped and is being started again',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 60 }),
    arrange: ({ appWindow }) =>
      appWindow.engineStopped(
        'The engine stopped unexpectedly (signal SIGKILL) and is being started again. What it recorded is on disk.',
      ),
  },
  {
    id: 'live-engine-back',
    says: 'The engine stopped and runs again.',
    seen: 'The engine runs again',
    answers: () => sessionAtItsTime('20-line-broken'),
    arrange: ({ appWindow }) => appWindow.engineBack(''),
  },
  {
    id: 'live-closing',
    says: 'A close waits for what still runs.',
    seen: 'Close now',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 98 }),
  },
  {
    id: 'live-lost-offer',
    says: 'The line broke, and the session can be taken up again.',
    seen: 'Reconnect',
    answers: () => sessionAtItsTime('20-line-broken'),
    arrange: ({ run, session }) => run.ended({ sessionId: idOf(session), atMs: 0 }),
  },
  {
    id: 'live-reconnecting',
    says: 'The bench tries by itself to go on.',
    seen: 'Reconnecting, try 2',
    answers: () => sessionAtItsTime('20-line-broken'),
    arrange: ({ run, session }) => run.reconnect({ sessionId: idOf(session), attempt: 2, nextAtMs: null }),
  },
  {
    id: 'live-microphone-failed',
    says: 'The microphone could not be opened.',
    seen: 'The microphone could not be opened',
    answers: () => sessionAtItsTime('06-truncation', { untilSeq: 60 }),
    arrange: ({ audio }) =>
      audio.setState({
        microphone: 'failed',
        problem: { reason: 'engine', message: 'Another program holds it.', nextStep: 'Close that program.' },
      }),
  },
  {
    id: 'live-refused',
    says: 'The start failed.',
    seen: 'The deployment refused the session.',
    arrange: ({ start }) =>
      start.failed({
        reason: 'refused',
        message: 'The key was refused (401).',
        nextStep: 'Check that the key belongs to this resource.',
        facts: { address: 'wss://contoso-voice.openai.azure.com/openai/v1/realtime?model=voice', status: '401' },
      }),
  },
];
export default states;
