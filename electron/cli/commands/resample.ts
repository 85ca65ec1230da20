import { textLine, type Terminal } from '../../terminal/terminal.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readFlags, wholeNumber } from '../flags/flags.ts';
import type { Installation } from '../installation.ts';
import { resampleFile } from '../resample.ts';
import { sayError } from '../say-error.ts';

const count = new Intl.NumberFormat('en-US');

/** `voxtally resample IN OUT`: a WAV file at another rate, by the bench's own resampler. */
export async function resampleCommand(
  args: readonly string[],
  _installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const read = readFlags('resample', args, { rate: { type: 'string', default: '24000' } }, ['IN.wav', 'OUT.wav']);
  const rate = read.ok ? wholeNumber('--rate', read.values.rate, 3000, 768_000) : read;
  if (!read.ok || !rate.ok) {
    if (!rate.ok) terminal.err(sayError(rate.error));
    return exitCodes.usage;
  }
  const [from = '', to = ''] = read.words;
  const done = await resampleFile(from, to, rate.number);
  if (!done.ok) {
    terminal.err(sayError(done.error));
    return exitCodes.failed;
  }
  const { inputRateHz, outputRateHz, channels, seconds, clipped } = done;
  const clipping = clipped === 0 ? '' : `, ${count.format(clipped)} samples clipped`;
  terminal.out(
    textLine(
      `${to}: ${seconds.toFixed(2)} s, ${channels} channel${channels === 1 ? '' : 's'}, ${count.format(inputRateHz)} to ${count.format(outputRateHz)} Hz${clipping}`,
    ),
  );
  return exitCodes.done;
}
