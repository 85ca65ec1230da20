import fc from 'fast-check';
import { expect, it } from 'vitest';
import { audioPayload } from '../../../electron/engine/record/audio-files.ts';
import { emptySession } from '../../../shared/session/fold/fold.ts';

/** A session whose input is a byte a sample, so that any number of bytes is whole. */
const view = {
  ...emptySession(null),
  effective: { audio: { input: { format: { type: 'audio/pcmu' } } } },
};

const payloadOf = (audio: string) => audioPayload({ type: 'input_audio_buffer.append', audio }, view);

/** Letters of base64 and what decoders pass over or take for others, in any order. */
const nearBase64 = fc.string({
  unit: fc.constantFrom(...'ABCDEFQUYcgkosw048Zz9+/=-_ \n'.split('')),
  minLength: 1,
  maxLength: 16,
});

it('audio is cut out of a frame where encoding it again gives back the base64 letter by letter, and nowhere else', () => {
  fc.assert(
    fc.property(fc.oneof(nearBase64, fc.base64String({ minLength: 4 })), (audio) => {
      const comesBack = Buffer.from(audio, 'base64').toString('base64') === audio;
      expect(payloadOf(audio) !== null).toBe(comesBack);
    }),
    { numRuns: 3000 },
  );
});

it.each(['QUJD', 'QUI=', 'QQ=='])('takes %s', (audio) => {
  expect(payloadOf(audio)?.bytes.toString('base64')).toBe(audio);
});

it.each(['QUJ', 'QUJ=', 'QR==', 'QU-D', 'QU_D', 'QQ==QQ==', 'Q=Q=', '====', ' QUJ', 'QQ=', 'QUJDQ==='])(
  'leaves %j in its place',
  (audio) => {
    expect(payloadOf(audio)).toBeNull();
  },
);
