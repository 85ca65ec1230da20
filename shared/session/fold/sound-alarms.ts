import { echoLikeness } from '../../audio/echo-likeness.ts';
import { seconds } from '../../kit/numbers.ts';
import type { AlarmTable } from './alarm-terms.ts';

/** What is said of a microphone that fails, here and in the window. */
export const microphoneTitles = {
  zeros: 'The microphone delivers only zeros',
  lost: (label: string): string => `${label} is gone`,
} as const;

/** What is said of a microphone or a loudspeaker that gives nothing. */
export const soundAlarms = {
  'bench.input.lost': [
    {
      id: 'input-lost',
      level: 'alarm',
      say: (_view, { label, message }) => ({ title: microphoneTitles.lost(label), text: message }),
    },
  ],
  'bench.input.zeros': [
    {
      id: 'zeros',
      level: 'alarm',
      say: (_view, { label, forMs }) => ({
        title: microphoneTitles.zeros,
        text: `${label} has sent ${seconds(forMs)} in which every sample is 0, so nothing you say is heard. The usual causes: a mute switch on the device, the wrong input, or another program holding it.`,
      }),
    },
  ],
  'bench.input.cancelling': [
    {
      id: 'channels-cancel',
      level: 'alarm',
      say: (_view, { label, channels }) => ({
        title: `The ${channels === 2 ? 'two' : channels} channels cancel each other`,
        text: `${label}: one channel is the inverse of the other, and they cancel, so the voice is next to silent. Choose one channel.`,
      }),
    },
  ],
  'bench.echo': [
    {
      id: 'self-interruption',
      level: 'alarm',
      say: ({ input }, { likeness, delayMs, overMs }) => {
        if (likeness < echoLikeness) return null;
        const remedy =
          input.settings?.echoCancellation === true ? 'turn the loudspeaker down' : 'switch echo cancellation on';
        return {
          title: 'The assistant may hear itself',
          text: `Speech began while an answer played, and what the microphone heard is like that answer: ${likeness.toFixed(2)} of 1 over ${seconds(overMs)}, ${delayMs} ms later; two different voices come to 0.6 at most. Wear headphones, ${remedy}, or raise the VAD threshold.`,
        };
      },
    },
  ],
  'bench.playback.stopped': [
    {
      id: 'answer-lost',
      level: 'notice',
      say: (_view, { why, playedMs, receivedMs }) =>
        why === 'lost' && playedMs < receivedMs
          ? {
              title: 'An answer was cut with its output',
              text: `The output, or the page it played in, went away after ${seconds(playedMs)} of ${seconds(receivedMs)} had been heard. The service was told so.`,
            }
          : null,
    },
  ],
  'bench.output.lost': [
    {
      id: 'output-lost',
      level: 'alarm',
      say: (_view, { label, message }) => ({ title: `${label} plays no more`, text: message }),
    },
  ],
} as const satisfies AlarmTable['bench'];
