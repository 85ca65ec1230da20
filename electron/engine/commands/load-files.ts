import { channelAdvice } from '../../../shared/audio/channel-facts.ts';
import { channelInForce, channelWords } from '../../../shared/audio/channels.ts';
import { mostHeardMinutes, stretchSentence } from '../../../shared/audio/heard-sound.ts';
import type { SoundChoice } from '../../../shared/contract/sessions.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import type { EngineServices } from '../context/services.ts';
import type { WavStore } from '../ports/wav-uploads.ts';
import type { SoundToPlay } from '../session/sound-frames.ts';
import type { ReadSound } from '../sound/read-sound-file.ts';
import type { SoundReader } from '../sound/sound-reader.ts';

export interface FileParts {
  readonly services: EngineServices;
  readonly wavs: WavStore;
  readonly readSound: SoundReader;
}

async function load(
  { services, wavs, readSound }: FileParts,
  { wavId, path, channel = 'mix', gainDb = 0 }: SoundChoice,
): Promise<Result<ReadSound>> {
  if (wavId === undefined && path === undefined) {
    return refuse(
      benchError('invalid-argument', 'A file is to speak, and none was chosen.', {
        nextStep: 'Choose a file of sound.',
      }),
    );
  }
  // A page names files by upload only: a path would let it read any file of this machine.
  if (wavId === undefined && services.host !== 'cli' && services.host !== 'test') {
    return refuse(benchError('invalid-argument', 'A window names a file by its upload, not by a path.'));
  }
  const choice = { channel, gainDb };
  return wavId === undefined ? await readSound(path ?? '', choice) : await wavs.load(wavId, choice);
}

/** Reads files that are to speak, all of them before the first does, and holds them as they are sent. Refuses all for one that cannot. */
export async function loadFiles(
  parts: FileParts,
  choices: readonly SoundChoice[],
  trailingSilenceMs: number,
): Promise<Result<{ files: SoundToPlay[] }>> {
  const files: SoundToPlay[] = [];
  let totalMs = 0;
  for (const choice of choices) {
    const read = await load(parts, choice);
    if (!read.ok) return read;
    const { info, facts, heard } = read;
    totalMs += info.durationMs;
    if (totalMs > mostHeardMinutes * 60_000) {
      return refuse(
        benchError(
          'invalid-audio-file',
          `The files hold more than ${mostHeardMinutes} minutes of sound together, the most that is taken at a time.`,
          { nextStep: 'Choose fewer.' },
        ),
      );
    }
    const { channel = 'mix', gainDb = 0 } = choice;
    if (channel !== 'mix' && channel > info.channels) {
      return refuse(
        benchError(
          'invalid-argument',
          `${info.name} has ${plural(info.channels, 'channel')}, so there is no ${channelWords(channel, Math.max(2, info.channels))}.`,
          {
            nextStep: 'Choose one it has, or mix.',
          },
        ),
      );
    }
    const mixed = channelInForce(channel, info.channels) === 'mix';
    const advice = [mixed ? channelAdvice(facts) : null, stretchSentence(info, heard)];
    for (const sentence of advice) if (sentence !== null) parts.services.log(`${info.name}: ${sentence}`);
    files.push({ info, heard, channel, gainDb, trailingSilenceMs, cancels: mixed && facts.cancel });
  }
  return ok({ files });
}
