import { ok, type Result } from '../../shared/kit/errors.ts';
import { isSameWish, outputWish } from './device-wish.ts';
import type { DeviceWish } from '../audio/follow-device.ts';
import type { PreferencesStore } from './preferences.ts';
import type { HostServices, OpenPlayer, SoundCard } from './services.ts';

/** The loudspeaker for records: apart from the one of a session that runs, so that neither disturbs the other. */
export interface ListenPort {
  /** Opens it, or leaves it as it is where it is open; refuses where no output can be had. */
  open(): Promise<Result>;
  close(): Promise<void>;
}

export function createListenPort(
  host: Pick<HostServices, 'openPort'>,
  soundCard: Pick<SoundCard, 'openPlayer'>,
  preferences: Pick<PreferencesStore, 'getState'>,
): ListenPort {
  let player: OpenPlayer | null = null;
  /** Where it was last sent to. */
  let sentTo: DeviceWish = null;
  let opening: Promise<Result> | null = null;

  const wish = (): DeviceWish => outputWish(preferences.getState().preferences);

  async function openNew(): Promise<Result> {
    sentTo = wish();
    const opened = await soundCard.openPlayer({
      port: await host.openPort('listen'),
      output: sentTo,
      onLevel: () => undefined,
      onLost: () => {
        player = null;
      },
    });
    if (!opened.ok) return opened;
    player = opened.player;
    return ok({});
  }

  return {
    async open() {
      if (player !== null) {
        const wanted = wish();
        if (!isSameWish(wanted, sentTo)) {
          sentTo = wanted;
          // One that is not there plays on where it was.
          await player.setOutput(wanted);
        }
        return ok({});
      }
      opening ??= openNew().finally(() => {
        opening = null;
      });
      return await opening;
    },
    async close() {
      const open = player;
      player = null;
      await open?.close();
    },
  };
}
