import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../../shared/json.ts';
import { envelopeOf, type Envelope } from './envelope.ts';
import { readSpeech } from './read-speech.ts';

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

/** Something the simulator can say, at 24 kHz. */
export interface Reply {
  readonly id: string;
  readonly answers: string | null;
  readonly transcript: string;
  readonly pcm24k: Int16Array;
}

/** Speech that is recognised when it comes in: a sample question, or one sentence of it. */
export interface KnownSpeech {
  /** The question it asks; null for a sentence that asks nothing yet. */
  readonly questionId: string | null;
  readonly text: string;
  readonly envelope: Envelope;
}

export interface SpeechLibrary {
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
  return { replies, known: known.flat() };
}
