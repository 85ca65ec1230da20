import type { ItemView, ResponseView, SessionView } from '../view.ts';
import { at, findLastIndex } from '../chunk-list.ts';
import { errorOf } from '../../usage/estimate-error.ts';
import type { ExpectedResponse, InputEvidence, OutputEvidence } from '../../usage/expected.ts';
import { inputOf } from './input-evidence.ts';
import { assistantAudioTokens, usageOf } from '../../usage/recurrence.ts';
import { isEmptyUsage } from '../../usage/report.ts';
import { roughTokens } from '../../usage/rough-tokens.ts';
import { splitReport } from '../../usage/split-report.ts';

export const nothingProduced: OutputEvidence = {
  audioBytes: 0,
  audioMs: 0,
  characters: 0,
  textTokens: 0,
  uncounted: 0,
};

/** What a response probably used, by its evidence and by what it has reported so far. */
export function expectedResponse(
  { status, usage }: Pick<ResponseView, 'status' | 'usage'>,
  input: InputEvidence,
  output: OutputEvidence,
): ExpectedResponse {
  const made = { text: output.textTokens, audio: assistantAudioTokens(output.audioMs) };
  const estimate = usageOf(inputOf(input), input.processed, made);
  const evidence = { input, output };
  if (usage !== undefined && usage !== null && !isEmptyUsage(usage)) {
    const added = splitReport(usage, estimate);
    const whole = added === null ? usage : { ...usage, ...added };
    return { basis: 'reported', usage: whole, added, estimate, evidence, error: errorOf(estimate, usage) };
  }
  const basis = status === 'in_progress' ? 'live' : 'estimated';
  return { basis, usage: estimate, added: null, estimate, evidence, error: null };
}

/** The output so far with more audio. */
export const withAudio = (output: OutputEvidence, bytes: number, ms: number): OutputEvidence => ({
  ...output,
  audioBytes: output.audioBytes + bytes,
  audioMs: output.audioMs + ms,
});

/** The output so far with more text, which nobody has counted. */
export function withText(output: OutputEvidence, characters: number): OutputEvidence {
  const total = output.characters + characters;
  return { ...output, characters: total, textTokens: roughTokens(total), uncounted: 1 };
}

/** The output as its items hold it: their texts whole, and counted where the engine has counted them. */
export function outputOfItems(output: OutputEvidence, items: readonly ItemView[]): OutputEvidence {
  let textTokens = 0;
  let characters = 0;
  let uncounted = 0;
  for (const { text, textTokens: counted } of items) {
    characters += text.length;
    textTokens += counted ?? roughTokens(text.length);
    if (counted === null && text !== '') uncounted += 1;
  }
  return { ...output, characters, textTokens, uncounted };
}

/** The items a response has put out, as far as they are known. */
export function itemsOf(view: Pick<SessionView, 'items'>, response: Pick<ResponseView, 'itemIds'>): ItemView[] {
  return response.itemIds.flatMap(
    (id) =>
      at(
        view.items,
        findLastIndex(view.items, (item) => item.id === id),
      ) ?? [],
  );
}
