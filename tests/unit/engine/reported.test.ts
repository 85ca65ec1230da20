import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { reportedByText } from '../../../electron/engine/costs/reported.ts';
import { countablePieces } from '../../../electron/engine/session/token-counter.ts';

/** A response that reports what it used and said `answer`. */
const response = (answer: string): string =>
  JSON.stringify({
    type: 'response.done',
    response: {
      id: 'resp_1',
      status: 'completed',
      output: [{ content: [{ transcript: answer }] }],
      usage: {
        input_tokens: 10,
        output_tokens: 20,
        input_token_details: { text_tokens: 10, audio_tokens: 0, cached_tokens: 0 },
        output_token_details: { text_tokens: 20, audio_tokens: 0 },
      },
    },
  });

async function answerTokens(answer: string): Promise<number | null | undefined> {
  const read = await reportedByText(response(answer));
  if (!read.ok) throw new Error(read.error.message);
  return read.reported.turns[0]?.answerTranscript;
}

describe('transcripts of what was reported', () => {
  it('are counted whole', async () => {
    expect(await answerTokens('You are welcome.')).toBe(4);
    expect(await answerTokens('')).toBe(0);
  });

  it('are cut where they run on without a blank, so that none of them holds up a search', async () => {
    const run = `Listen: ${'lobster'.repeat(500)}`;
    const pieces = countablePieces(run);
    const inPieces = pieces.reduce((sum, piece) => sum + countTokens(piece), 0);
    expect(pieces.length).toBeGreaterThan(3);
    expect(inPieces).not.toBe(countTokens(run));
    expect(await answerTokens(run)).toBe(inPieces);
    // Uncut, this one alone would take hours.
    expect(await answerTokens('w'.repeat(2_000_000))).toBe(2000 * countTokens('w'.repeat(1000)));
  });

  it('are left uncounted beyond what any model says', async () => {
    expect(await answerTokens('word '.repeat(1_000_000))).toBeNull();
  });
});
