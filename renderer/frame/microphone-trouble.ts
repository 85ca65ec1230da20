import { useStores, useAudio, useView } from '../store/context.ts';
import { usePolled } from '../parts/use-polled.ts';

const silentAfterMs = 1000;

/** How long the open microphone has delivered nothing but zeros, in whole seconds as ms; 0 while that is nobody's trouble. */
export function useSilentMs(): number {
  const { meters } = useStores();
  const open = useAudio((audio) => audio.microphone === 'open');
  const muted = useView((view) => view?.input.muted ?? false);
  const zerosMs = usePolled(() => Math.floor((meters.latest.input?.zerosMs ?? 0) / 1000) * 1000);
  return open && !muted && zerosMs >= silentAfterMs ? zerosMs : 0;
}

/** The kind of alarm that the strip over the deck says at this moment, so that nothing else repeats it. */
export function useAlarmOfStrip(): 'zeros' | 'input-lost' | null {
  const silent = useSilentMs() > 0;
  const lost = useAudio((audio) => audio.microphone === 'lost' && audio.problem !== null);
  if (lost) return 'input-lost';
  return silent ? 'zeros' : null;
}
