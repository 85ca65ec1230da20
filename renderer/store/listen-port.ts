import { ok, type Result } from '../../shared/kit/errors.ts';
import { outputWish } from './device-wish.ts';
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
  let opening: Promise<Result> | null = null;

  async function openNew(): Promise<Result> {
    const opened = await soundCard.openPlayer({
      port: await host.openPort('listen'),
      output: outputWish(preferences.getState().preferences),
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
        // One that is not there plays on where it was.
        await player.setOutput(outputWish(preferences.getState().preferences));
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
