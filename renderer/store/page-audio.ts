import { watchDevices } from '../audio/devices.ts';
import { openMicrophone } from '../audio/microphone.ts';
import { playOnce } from '../audio/play-once.ts';
import { openPlayer } from '../audio/player.ts';
import type { SoundCard } from './services.ts';

/** The sound of this page: worklets of its own for the microphone and the loudspeaker. */
export const pageAudio: SoundCard = { openMicrophone, openPlayer, watchDevices, playOnce };
