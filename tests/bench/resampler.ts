import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wireRateHz } from '../../shared/audio/frames.ts';
import { Resampler } from '../../shared/audio/resampler.ts';
import { parseWav } from '../../shared/audio/files/wav-file.ts';
import { wavHeader } from '../../shared/audio/wav.ts';
import { delayMs, deviceRates, passEdgeHz, rippleDb, snr16Db, worstAliasDb } from '../unit/audio/measure.ts';
import { atLeast, atMost, figure, median, unmeasured, type BenchRow, type BenchTable } from './table.ts';

const speedSeconds = 20;
const quantum = 128;

/** Times real time, in worklet-sized blocks: the median of five runs. */
function speed(rateHz: number): number {
  const input = Float32Array.from({ length: rateHz * speedSeconds }, (_, n) => Math.sin(n * 0.05) * 0.5);
  const resampler = new Resampler(rateHz, wireRateHz);
  const output = new Float32Array(resampler.maxOutput(quantum));
  const runs = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let at = 0; at + quantum <= input.length; at += quantum)
      resampler.process(input.subarray(at, at + quantum), output);
    return (speedSeconds * 1000) / (performance.now() - start);
  });
  return median(runs);
}

const installed = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;

/** A stereo-free WAV of tones above the wire's band at 48 kHz: whatever comes out of a converter is alias. */
function aliasProbe(): { bytes: Buffer; seconds: number; tones: readonly number[]; amplitude: number } {
  const tones = [12_500, 13_700, 15_300, 17_900, 20_100, 22_300];
  const amplitude = 0.15;
  const seconds = 3;
  const pcm = Int16Array.from({ length: 48_000 * seconds }, (_, n) =>
    Math.round(
      32_767 * amplitude * tones.reduce((sum, hz, i) => sum + Math.sin((2 * Math.PI * hz * n) / 48_000 + i), 0),
    ),
  );
  const header = wavHeader(48_000, pcm.byteLength);
  return { bytes: Buffer.concat([header, Buffer.from(pcm.buffer)]), seconds, tones, amplitude };
}

/** Worst alias in a converted WAV of the probe; a 16-bit output cannot show less than about -110 dB here. */
function aliasOf(bytes: Buffer, tones: readonly number[], amplitude: number): number {
  const answer = parseWav(bytes, 'probe');
  if (!answer.ok) throw new Error(answer.error.message);
  // A copy: in the file the samples may begin anywhere.
  const pcm = new Int16Array(Uint8Array.from(answer.wav.data).buffer);
  const second = pcm.subarray(wireRateHz, 2 * wireRateHz);
  const level = (hz: number): number => {
    let re = 0;
    let im = 0;
    second.forEach((sample, n) => {
      re += sample * Math.sin((2 * Math.PI * hz * n) / wireRateHz);
      im += sample * Math.cos((2 * Math.PI * hz * n) / wireRateHz);
    });
    return (2 * Math.hypot(re, im)) / wireRateHz / 32_768;
  };
  return Math.max(...tones.map((hz) => 20 * Math.log10(level(wireRateHz - hz) / amplitude)));
}

/** Other converters on the same file, where they are installed. */
function references(): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'voxtally-bench-'));
  const input = join(folder, 'in.wav');
  const output = join(folder, 'out.wav');
  const probe = aliasProbe();
  writeFileSync(input, probe.bytes);
  const tools: readonly [name: string, command: string, args: readonly string[]][] = [
    ['sox rate -v', 'sox', ['-D', input, '-r', String(wireRateHz), output, 'rate', '-v']],
    ['libsamplerate best', 'sndfile-resample', ['-to', String(wireRateHz), '-c', '0', input, output]],
  ];
  const rows = tools
    .filter(([, command]) => installed(command))
    .flatMap(([name, command, args]) => {
      const start = performance.now();
      execFileSync(command, [...args], { stdio: 'ignore' });
      const elapsedMs = performance.now() - start;
      const alias = aliasOf(readFileSync(output), probe.tones, probe.amplitude);
      const what = `${name}: worst alias, 48 kHz to 24 kHz, 16-bit file`;
      return [
        Number.isFinite(alias)
          ? figure(what, alias, 'dB')
          : unmeasured(what, 'all of it lies below the last bit of the file'),
        figure(`${name}: speed with process start`, (probe.seconds * 1000) / elapsedMs, '× real time'),
      ];
    });
  rmSync(folder, { recursive: true });
  return rows;
}

/** What a converter does to sound, both ways between a device and the wire. */
function quality(from: number, to: number, way: string): (BenchRow | null)[] {
  const alias = worstAliasDb(from, to);
  return [
    atMost(`ripple ${way}`, rippleDb(from, to), 'dB', 0.01),
    alias === null ? null : atMost(`worst alias or image ${way}`, alias, 'dB', -110),
    atLeast(`SNR ${way}, 997 Hz`, snr16Db(from, to, 997), 'dB', 97.5),
    passEdgeHz(from, to) > 8999 ? atLeast(`SNR ${way}, 8999 Hz`, snr16Db(from, to, 8999), 'dB', 97.5) : null,
  ];
}

/** The resampler at every device rate, towards the wire and, for playback, back. */
export function benchResampler(): BenchTable {
  const lines = deviceRates.map((rate) => ({
    name: `${rate / 1000} kHz`,
    cells: [
      ...quality(rate, wireRateHz, 'in'),
      figure('delay in', delayMs(rate, wireRateHz), 'ms'),
      rate > 48_000
        ? { ...atLeast('speed in', speed(rate), '× real time', 20), target: null }
        : atLeast('speed in', speed(rate), '× real time', 50),
      ...quality(wireRateHz, rate, 'out'),
    ],
  }));
  return {
    title: 'Resampler',
    note: 'From a device to the 24 kHz of the wire (in) and, for playback, back (out). Tones fitted over one second of steady output, 128-sample blocks; ripple up to the smaller of 10.5 kHz and 0.4375 × the lower rate; SNR after PCM16; speed in Node, above 48 kHz the target is >= 20. An empty place: the rate does not hold the tone, or nothing can fold. References are whole-file and pay for their process start.',
    grid: { corner: 'device rate', lines },
    rows: references(),
  };
}
