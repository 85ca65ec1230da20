import type { Preferences } from '../../shared/contract/bench-api.ts';
import type { DeviceWish } from '../audio/follow-device.ts';

/** The microphone that is set; null: the system's default. */
export const inputWish = ({ input }: Pick<Preferences, 'input'>): DeviceWish =>
  input.deviceLabel === null ? null : { deviceId: input.deviceId ?? null, label: input.deviceLabel };

/** The loudspeaker that is set; null: the system's default. */
export const outputWish = ({ outputLabel, outputId }: Pick<Preferences, 'outputLabel' | 'outputId'>): DeviceWish =>
  outputLabel === null ? null : { deviceId: outputId ?? null, label: outputLabel };
