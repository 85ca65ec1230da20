import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { floatToPcm16 } from '../../../shared/audio/samples.ts';
import { parseWav } from '../../../shared/audio/files/wav-file.ts';
import { readMono } from '../../../shared/audio/sound-file.ts';
import { readJson } from '../../../shared/kit/json.ts';
import { msOf, rateHz, samplesOf } from '../wire/audio.ts';

/** Loudness over time: one value a frame, 0 at `rangeDb` below the loudest frame and under, 1 at the loudest. */
type Envelope = Float32Array;

const frameMs = 20;
const rangeDb = 35;
/** Frames below this are the silence around speech. */
const edge = 0.15;

/** The envelope of some speech without the silence around it. Empty for silence. Does not depend on how loud it is. */
function envelopeOf(pcm: Int16Array, rateHz: number): Envelope {
  const frameSamples = Math.round((rateHz * frameMs) / 1000);
  const levels = new Float32Array(Math.floor(pcm.length / frameSamples));
  let loudest = -Infinity;
  for (let frame = 0; frame < levels.length; frame += 1) {
    let energy = 0;
    for (let at = frame * frameSamples; at < (frame + 1) * frameSamples; at += 1) energy += (pcm[at] ?? 0) ** 2;
    const level = 10 * Math.log10(energy / frameSamples + 1);
    levels[frame] = level;
    loudest = Math.max(loudest, level);
  }
  if (loudest <= 0) return new Float32Array(0);
  const relative = levels.map((level) => Math.max(0, 1 - (loudest - level) / rangeDb));
  const from = relative.findIndex((value) => value > edge);
  const to = relative.findLastIndex((value) => value > edge);
  return relative.slice(from, to + 1);
}

/** Pearson's correlation of `a` with `b` moved by `lag` frames, over the length of `a`. */
function correlation(a: Envelope, b: Envelope, lag: number): number {
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const x = a[index] ?? 0;
    const y = b[index + lag] ?? 0;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const n = a.length;
  const spread = Math.sqrt((sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n));
  return spread === 0 ? 0 : (sumAB - (sumA * sumB) / n) / spread;
}

const maxLagFrames = 8;
const maxLengthRatio = 1.08;

/** How alike two envelopes are: 1 the same, 0 nothing in common. Lengths that differ by more than 8 % have nothing in common. */
function likeness(a: Envelope, b: Envelope): number {
  if (a.length === 0 || b.length === 0) return 0;
  const difference = Math.abs(a.length - b.length);
  if (difference > maxLagFrames && Math.max(a.length / b.length, b.length / a.length) > maxLengthRatio) return 0;
  let best = 0;
  for (let lag = -maxLagFrames; lag <= maxLagFrames; lag += 1) best = Math.max(best, correlation(a, b, lag));
  return best;
}

/** A WAV file as mono PCM16 at the file's own rate. Rejects with a sentence when it is none. */
async function readSpeech(path: string): Promise<{ pcm: Int16Array; rateHz: number }> {
  const parsed = parseWav(await readFile(path), path);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { wav } = parsed;
  const samples = readMono(wav, 0, wav.samples);
  const pcm = new Int16Array(samples.length);
  floatToPcm16(samples, pcm);
  return { pcm, rateHz: wav.rateHz };
}

const indexSchema = z.object({
  replies: z.array(
    z.object({
      id: z.string(),
      file: z.string(),
      /** The question it answers; null: any. */
      answers: z.string().nullable(),
      transcript: z.string(),
    }),
  ),
  questions: z.array(
    z.object({
      id: z.string(),
      file: z.string(),
      transcript: z.string(),
      parts: z.array(z.object({ text: z.string(), fromMs: z.number(), toMs: z.number() })),
    }),
  ),
});

/** Words and the voice that says them, at 24 kHz. */
export interface Saying {
  readonly text: string;
  readonly pcm24k: Int16Array;
}

/** Something the simulator can say, at 24 kHz. */
export interface Reply {
  readonly id: string;
  readonly answers: string | null;
  readonly transcript: string;
  readonly pcm24k: Int16Array;
}

/** Speech that is recognised when it comes in: a sample question, or one sentence of it. */
interface KnownSpeech {
  /** The question it asks; null for a sentence that asks nothing yet. */
  readonly questionId: string | null;
  readonly text: string;
  readonly envelope: Envelope;
}

/** The reply that begins with words fit for announcing a call, those words, and where they end. */
const announcing = { reply: 'parcel-status', text: 'Let me look, just a moment, please.', toMs: 1880 } as const;

export interface SpeechLibrary {
  /** What is said before a function is called. */
  readonly announcement: Saying;
  readonly replies: readonly Reply[];
  readonly known: readonly KnownSpeech[];
}

/** Reads `assets/speech`. Rejects with a sentence when it is not there or not whole. */
export async function loadSpeech(assetsFolder: string): Promise<SpeechLibrary> {
  const folder = join(assetsFolder, 'speech');
  const json = readJson(await readFile(join(folder, 'replies.json'), 'utf8'));
  if (!json.ok) throw new Error(`${join(folder, 'replies.json')} ${json.problem}.`);
  const index = indexSchema.parse(json.value);
  const replies = await Promise.all(
    index.replies.map(async ({ id, file, answers, transcript }) => {
      const { pcm, rateHz } = await readSpeech(join(folder, file));
      if (rateHz !== 24_000) throw new Error(`The reply ${file} is at ${rateHz} Hz and must be at 24000 Hz.`);
      return { id, answers, transcript, pcm24k: pcm };
    }),
  );
  const known = await Promise.all(
    index.questions.map(async (question): Promise<KnownSpeech[]> => {
      const { pcm, rateHz } = await readSpeech(join(folder, question.file));
      const piece = (fromMs: number, toMs: number): Envelope =>
        envelopeOf(pcm.subarray((fromMs * rateHz) / 1000, (toMs * rateHz) / 1000), rateHz);
      const sentences = question.parts.length < 2 ? [] : question.parts;
      return [
        { questionId: question.id, text: question.transcript, envelope: envelopeOf(pcm, rateHz) },
        ...sentences.map(({ text, fromMs, toMs }, place) => ({
          questionId: place === sentences.length - 1 ? question.id : null,
          text,
          envelope: piece(fromMs, toMs),
        })),
      ];
    }),
  );
  const whole = replies.find(({ id, transcript }) => id === announcing.reply && transcript.startsWith(announcing.text));
  if (whole === undefined) throw new Error(`The speech has no reply that begins "${announcing.text}".`);
  const pcm24k = whole.pcm24k.subarray(0, samplesOf(announcing.toMs));
  return { replies, announcement: { text: announcing.text, pcm24k }, known: known.flat() };
}

export interface Recognised {
  readonly text: string;
  /** The sample question that was asked; null when it is none of them. */
  readonly questionId: string | null;
}

/** Two recordings of the same words are at least this alike. */
const sameWords = 0.8;

/**
 * What was said, for speech that is one of the sample questions, whatever device it came through. Of any other speech
 * the simulator knows only that there was some, and says so.
 */
export function recognise(pcm24k: Int16Array, known: readonly KnownSpeech[]): Recognised {
  const heard = envelopeOf(pcm24k, rateHz);
  const scored = known.map((speech) => ({ speech, score: likeness(heard, speech.envelope) }));
  const best = scored.reduce<(typeof scored)[number] | null>(
    (top, next) => (next.score > (top?.score ?? sameWords) ? next : top),
    null,
  );
  if (best !== null) return { text: best.speech.text, questionId: best.speech.questionId };
  const seconds = (msOf(pcm24k.length) / 1000).toFixed(1);
  return { text: heard.length === 0 ? `[silence, ${seconds} s]` : `[speech, ${seconds} s]`, questionId: null };
}

/** So much voice tells which known words it is the beginning of; so much more, that it is none of them. */
const knownAfterFrames = 1000 / frameMs;
const unknownAfterFrames = 1600 / frameMs;

/** What speech that goes on still turns out to be. */
export type Beginning =
  | { readonly kind: 'silence' | 'too short' | 'unknown' }
  /** `heardMs` of `durationMs` have been said. */
  | { readonly kind: 'known'; readonly text: string; readonly heardMs: number; readonly durationMs: number };

/** Which sample question or sentence it begins; the shortest, where several begin alike. */
export function recogniseBeginning(pcm24k: Int16Array, known: readonly KnownSpeech[]): Beginning {
  const heard = envelopeOf(pcm24k, rateHz);
  if (heard.length === 0) return { kind: 'silence' };
  if (heard.length < knownAfterFrames) return { kind: 'too short' };
  const [begun] = known
    .filter(({ envelope }) => likeness(heard, envelope.subarray(0, heard.length)) > sameWords)
    .toSorted((one, other) => one.envelope.length - other.envelope.length);
  if (begun === undefined) return { kind: heard.length < unknownAfterFrames ? 'too short' : 'unknown' };
  const { text, envelope } = begun;
  return { kind: 'known', text, heardMs: heard.length * frameMs, durationMs: envelope.length * frameMs };
}
