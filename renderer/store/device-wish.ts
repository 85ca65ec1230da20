import type { Preferences } from '../../shared/contract/bench-api.ts';
import type { DeviceWish } from '../audio/follow-device.ts';
import type { CaptureWish } from '../audio/microphone.ts';

/** The microphone that is set; null: the system's default. */
export const inputWish = ({ input }: Pick<Preferences, 'input'>): DeviceWish =>
  input.deviceLabel === null ? null : { deviceId: input.deviceId ?? null, label: input.deviceLabel };

/** The loudspeaker that is set; null: the system's default. */
export const outputWish = ({ outputLabel, outputId }: Pick<Preferences, 'outputLabel' | 'outputId'>): DeviceWish =>
  outputLabel === null ? null : { deviceId: outputId ?? null, label: outputLabel };

export const isSameWish = (one: DeviceWish, other: DeviceWish): boolean =>
  one?.deviceId === other?.deviceId && one?.label === other?.label;

export const captureWish = ({ input }: Pick<Preferences, 'input'>): CaptureWish => {
  const { echoCancellation, noiseSuppression, autoGainControl, channel = 'mix', gainDb = 0 } = input;
  return { device: inputWish({ input }), echoCancellation, noiseSuppression, autoGainControl, channel, gainDb };
};

/** By value: a preference that is written comes back as another object. */
export const isSameCapture = (one: CaptureWish, other: CaptureWish): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
