import { watchDevices } from '../audio/devices.ts';
import { benchError, refuse, type Result } from '../../shared/kit/errors.ts';
import { late } from '../ui/late.ts';
import type { SoundCard } from './services.ts';

/** What opens microphone and loudspeaker, read behind the page: the list of devices is all that the start page shows. */
export const soundCode = late(async () => {
  const [{ openMicrophone }, { openPlayer }, { playOnce }] = await Promise.all([
    import('../audio/microphone.ts'),
    import('../audio/player.ts'),
    import('../audio/play-once.ts'),
  ]);
  return { openMicrophone, openPlayer, playOnce };
});

const unread = benchError('engine', 'The part of this page that opens microphone and loudspeaker could not be read.', {
  nextStep: 'See whether the bench still runs, then load this page again.',
});

/** Does it once the code is there. @param left lets go of what was handed over when it never comes */
const withSound = async <T extends object>(
  run: (code: NonNullable<typeof soundCode.now>) => Promise<Result<T>>,
  left: () => void = () => undefined,
): Promise<Result<T>> => {
  const code = soundCode.now ?? (await soundCode.read().catch(() => null));
  if (code !== null) return run(code);
  left();
  return refuse(unread);
};

/** The sound of this page: worklets of its own for the microphone and the loudspeaker. */
export const pageAudio: SoundCard = {
  openMicrophone: (wish) =>
    withSound(
      ({ openMicrophone }) => openMicrophone(wish),
      () => wish.port.close(),
    ),
  openPlayer: (wish) =>
    withSound(
      ({ openPlayer }) => openPlayer(wish),
      () => wish.port.close(),
    ),
  playOnce: (pcm24k, output) => withSound(({ playOnce }) => playOnce(pcm24k, output)),
  watchDevices,
};
