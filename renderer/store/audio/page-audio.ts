import { watchDevices } from '../../audio/devices.ts';
import { openMicrophone } from '../../audio/microphone.ts';
import { openPlayer } from '../../audio/player.ts';
import type { AudioDoor } from '../door.ts';

/** The sound of this page: worklets of its own for the microphone and the loudspeaker. */
export const pageAudio: AudioDoor = { openMicrophone, openPlayer, watchDevices };
