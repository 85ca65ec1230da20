import type { LevelReading } from '../../../shared/audio/level-meter.ts';
import type { WavInfo } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { element, type ScreenState } from './screen-state.ts';

const reading = (dbfs: number | null): LevelReading => ({
  peakDbfs: dbfs,
  rmsDbfs: dbfs === null ? null : dbfs - 9,
  momentsDbfs: [dbfs],
  holdDbfs: dbfs,
  clips: 0,
  zerosMs: dbfs === null ? 1500 : 0,
});

const question: WavInfo = {
  wavId: 'wav-1',
  name: 'question.wav',
  sampleRateHz: 44_100,
  channels: 1,
  durationMs: 1980,
  format: 'PCM 16-bit',
  advice: null,
  stretched: null,
};

async function checkButton(): Promise<HTMLElement> {
  const form = await element('form');
  for (;;) {
    const found = [...form.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Check the microphone',
    );
    if (found !== undefined) return found;
    await new Promise(requestAnimationFrame);
  }
}

/** The check of the microphone, with what it can find. */
const checked: readonly ScreenState[] = (
  [
    ['good', [-12], 'Built-in microphone: You are heard well.'],
    [
      'zeros',
      [null],
      'Built-in microphone: Every sample is 0, so nothing would be heard. The usual causes: the mute switch on the device, the wrong input, or another program holding it.',
    ],
    ['quiet', [-52], 'Built-in microphone: Too quiet to be understood well. Come closer, or turn the gain up.'],
    [
      'clipping',
      [0],
      'Built-in microphone: Samples stand at full scale, so your voice is distorted. Turn the gain down, here or at the device.',
    ],
    [
      'cancelling',
      [-14, -14],
      'Built-in microphone: The channels cancel each other, so your voice is hardly heard. Choose one channel.',
    ],
  ] as const
).map(([verdict, levels, seen]) => ({
  id: `start-check-${verdict}`,
  says: `The microphone is checked: ${verdict}.`,
  seen,
  arrange: async ({ microphoneCheck }) => {
    (await checkButton()).click();
    while (microphoneCheck.getState().phase !== 'listening') await new Promise(requestAnimationFrame);
    microphoneCheck.setState({ verdict, levels: levels.map(reading), channels: levels.length });
  },
}));

const states: readonly ScreenState[] = [
  { id: 'start', says: 'Profiles and sessions are there.', seen: '2026-11-23 14:02 UTC, OpenAI' },
  {
    id: 'start-first',
    says: 'Nothing was ever done here.',
    seen: 'None yet. The first one you start is kept here, on this disk only.',
    answers: () => ({
      'profiles.list': { ok: true, profiles: [] },
      'library.list': { ok: true, sessions: [], folder: '/home/tester/.config/Voxtally/sessions' },
      'presets.list': { ok: true, presets: [] },
    }),
  },
  {
    id: 'start-form',
    says: 'The form of a deployment is open.',
    seen: 'Save profile',
    arrange: ({ start }) => start.ask('new'),
  },
  {
    id: 'start-asks',
    says: 'A profile from elsewhere waits to be accepted.',
    seen: 'Use this profile',
    answers: () => ({
      'connection.ask': {
        ok: true,
        ask: {
          host: 'gw.example',
          path: '/team-a/realtime?model=voice',
          proxy: 'me at http://proxy.example:8080',
          authority: { name: 'gateway.pem', fingerprints: ['3f9a1c'.repeat(11).slice(0, 64)] },
          headers: ['authorization'],
          credential: 'key',
          signIn: null,
          keyVariable: null,
        },
      },
    }),
    arrange: async () => (await element('[role=option][aria-selected=false]')).click(),
  },
  {
    id: 'start-file',
    says: 'A sound file stands in for the microphone.',
    seen: '1.98 s, 44.1 kHz, mono, PCM 16-bit. Sent in real time, then silence.',
    arrange: ({ start }) => start.chooseWav(question),
  },
  {
    id: 'start-files',
    says: 'Two files stand in for the microphone, and there is something to know of each.',
    seen: 'two-people.wav: Only the left channel sounds, so averaged it is 6 dB quieter: choose it.',
    arrange: ({ start }) =>
      start.reads(
        Promise.resolve(
          ok({
            wav: {
              ...question,
              sampleRateHz: 48_001,
              stretched: 'At its odd rate of 48,001 Hz it is sent 21 parts in a million too long.',
            },
            more: [
              {
                ...question,
                wavId: 'wav-2',
                name: 'two-people.wav',
                channels: 2,
                advice: 'Only the left channel sounds, so averaged it is 6 dB quieter: choose it.',
              },
            ],
          }),
        ),
      ),
  },
  ...checked,
  {
    id: 'start-calling',
    says: 'The deployment is being called.',
    seen: 'Connecting to the deployment.',
    arrange: ({ start }) => start.calling(),
  },
  {
    id: 'start-reading',
    says: 'The file that was chosen is being read.',
    seen: 'Reading the file.',
    arrange: ({ start }) => {
      start.reads(new Promise(() => undefined));
      void start.begin();
    },
  },
  {
    id: 'start-microphone',
    says: 'The microphone is being asked for.',
    seen: 'Waiting for the microphone. Answer the question of the browser.',
    arrange: async ({ start }) => void (await start.begin()),
  },
  {
    id: 'start-sign-in',
    says: 'A sign-in waits for its code.',
    seen: 'Enter the code F7KX-2QMN to sign in',
    arrange: ({ appWindow }) =>
      appWindow.askToSignIn({ userCode: 'F7KX-2QMN', url: 'https://microsoft.com/devicelogin' }),
  },
  {
    id: 'start-options',
    says: 'The options are open beside it.',
    seen: 'Turn detection',
    arrange: ({ live }) => live.toggleOptions(),
  },
];
export default states;
