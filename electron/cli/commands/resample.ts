import { open, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { leastRateHz, mostRateHz, Resampler, stretchWords } from '../../../shared/audio/resampler.ts';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { readChannel, type SoundFile } from '../../../shared/audio/sound-file.ts';
import { wavHeader } from '../../../shared/audio/wav.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { readSoundFile } from '../../engine/sound/read-sound-file.ts';
import { textLine } from '../../hosts/terminal.ts';
import { type Command, form, type Outcome } from '../input/command.ts';
import { writeRefusal } from '../input/files.ts';

/** What a conversion did. */
export interface Resampled {
  readonly inputRateHz: number;
  readonly outputRateHz: number;
  readonly channels: number;
  readonly seconds: number;
  /** Samples that were beyond full scale and were clipped. */
  readonly clipped: number;
  /** How much longer OUT is than it should be, parts per million: 0 but for the oddest ratios of rates. */
  readonly offPpm: number;
}

const blockSamples = 65_536;
/** A file is read whole; beyond this it would crowd out everything else. */
const mostBytes = 2 ** 30;

/**
 * Converts a file of sound to another rate with the bench's own resampler, as PCM16, channel by channel. The output begins
 * where the input begins: the filter's delay is taken out. It is written beside its place and moved there when whole.
 */
export async function resampleFile(inPath: string, outPath: string, rateHz: number): Promise<Result<Resampled>> {
  if (resolve(inPath) === resolve(outPath)) {
    return refuse(
      benchError('invalid-argument', 'Input and output are the same file.', { nextStep: 'Name another output file.' }),
    );
  }
  const read = await readSoundFile({ path: inPath, name: basename(inPath), mostBytes });
  if (!read.ok) return read;
  const { sound } = read;
  const partial = `${outPath}.part`;
  try {
    const lanes = Array.from({ length: sound.channels }, () => new Resampler(sound.rateHz, rateHz, { aligned: true }));
    const clipped = await convert(sound, lanes, partial, rateHz);
    await rename(partial, outPath);
    return ok({
      inputRateHz: sound.rateHz,
      outputRateHz: rateHz,
      channels: sound.channels,
      seconds: sound.durationMs / 1000,
      clipped,
      offPpm: lanes[0]?.offPpm ?? 0,
    });
  } catch (cause) {
    await rm(partial, { force: true });
    return refuse(writeError(cause, outPath));
  }
}

/** Writes the converted file; returns how many samples clipped. */
async function convert(wav: SoundFile, lanes: readonly Resampler[], path: string, rateHz: number): Promise<number> {
  const wanted = Math.round((wav.samples * rateHz) / wav.rateHz);
  const out = await open(path, 'w');
  try {
    await out.writeFile(wavHeader(rateHz, wanted * wav.channels * 2, wav.channels));
    const scratch = lanes.map((lane) => new Float32Array(lane.maxOutput(blockSamples)));
    let written = 0;
    let clipped = 0;
    const emit = async (count: number): Promise<void> => {
      const take = Math.min(count, wanted - written);
      if (take <= 0) return;
      const { block, beyond } = interleave(scratch, take);
      clipped += beyond;
      written += take;
      await out.writeFile(block);
    };
    for (let at = 0; at < wav.samples; at += blockSamples) {
      const counts = lanes.map((lane, channel) =>
        lane.process(readChannel(wav, channel, at, at + blockSamples), scratch[channel] as Float32Array),
      );
      await emit(counts[0] ?? 0);
    }
    const tails = lanes.map((lane, channel) => lane.flush(scratch[channel] as Float32Array));
    await emit(tails[0] ?? 0);
    return clipped;
  } finally {
    await out.close();
  }
}

/** The first `take` samples of every lane, as interleaved PCM16 bytes, and how many were beyond full scale. */
function interleave(lanes: readonly Float32Array[], take: number): { block: Buffer; beyond: number } {
  const block = new Int16Array(take * lanes.length);
  const lane16 = new Int16Array(take);
  let beyond = 0;
  for (const [channel, lane] of lanes.entries()) {
    beyond += floatToPcm16(lane.subarray(0, take), lane16);
    for (let i = 0; i < take; i += 1) block[i * lanes.length + channel] = lane16[i] as number;
  }
  return { block: Buffer.from(block.buffer), beyond };
}

function writeError(cause: unknown, path: string): BenchError {
  return cause instanceof RangeError
    ? benchError('invalid-argument', cause.message, { nextStep: 'Choose an ordinary rate such as 24000.' })
    : writeRefusal(path, cause);
}

async function resampled(from: string, to: string, rateHz: number): Promise<Outcome> {
  const done = await resampleFile(from, to, rateHz);
  if (!done.ok) return done;
  const { inputRateHz, outputRateHz, channels, seconds, clipped, offPpm } = done;
  const stretched = stretchWords(offPpm);
  const off = stretched === null ? '' : `, ${stretched}`;
  const clipping = clipped === 0 ? '' : `, ${count(clipped)} samples clipped`;
  const shape = `${seconds.toFixed(2)} s, ${plural(channels, 'channel')}`;
  const rates = `${count(inputRateHz)} to ${count(outputRateHz)} Hz`;
  return ok({ out: textLine(`${to}: ${shape}, ${rates}${off}${clipping}`) });
}

/** `voxtally resample IN OUT`: a file of sound at another rate as WAV, by the bench's own resampler. */
export const resample: Command = {
  forms: [
    form({
      words: [
        { name: 'IN', needs: 'IN', says: 'The file that is read, of any kind that voxtally run takes.' },
        { name: 'OUT', needs: 'OUT', says: 'The WAV file that is written: PCM16.' },
      ],
      flags: {
        rate: {
          type: 'string',
          value: 'HZ',
          says: 'The rate of OUT.',
          whole: [leastRateHz, mostRateHz],
          default: '24000',
        },
      },
      run: ({ words: [from = '', to = ''], values }) => resampled(from, to, values.rate),
    }),
  ],
};
