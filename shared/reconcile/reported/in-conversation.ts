import { asNumber, atPath } from '../../json.ts';
import { toArray } from '../../session/chunk-list.ts';
import { inputEvidence } from '../../session/expected/input-evidence.ts';
import type { ItemView, ResponseView, SessionView } from '../../session/view.ts';
import type { ReadAfter, Turn } from '../facts.ts';

/** What the log knows of a response beside its report. */
type Told = Pick<Turn, 'conversation' | 'wrote' | 'prompt' | 'after'>;

/**
 * Whether the log tells what a reported response read: worked out from it, its input comes to what it reported. A log that keeps
 * no audio and no transcripts does not.
 */
export function isInputTold({ expected }: Pick<ResponseView, 'expected'>): boolean {
  const { input } = expected.evidence;
  return (['text', 'audio'] as const).every((kind) => {
    const reported = asNumber(atPath(expected.usage, `input_token_details.${kind}_tokens`)) ?? 0;
    // A prompt that only this very report tells is no sign of what the log keeps.
    const guessed = kind === 'text' && input.prompt.from === 'default';
    return guessed || Math.abs(reported - input[kind]) <= input.width[kind];
  });
}

/** Something of what it put out is in the log: an answer of which nothing is would be read as nothing. */
const isAnswerTold = (items: readonly ItemView[]): boolean =>
  items.some(({ text, audioMs, kind }) => text !== '' || audioMs > 0 || kind === 'function_call');

/** What a response begun right after this one would read, nothing new added; null: it never ended. */
function readAfter(view: SessionView, response: ResponseView): ReadAfter | null {
  const { doneSeq, outOfBand, expected } = response;
  // What it said is read by nothing.
  if (outOfBand) return { audio: 0, text: 0, width: { audio: 0, text: 0 }, known: false };
  if (doneSeq === null) return null;
  const { counting, instructions, tools } = expected.evidence.input;
  const input = inputEvidence(view, {
    seq: doneSeq + 1,
    prompt: { instructions, tools },
    ownInput: null,
    outOfBand: false,
    reported: false,
    counting,
  });
  return {
    audio: input.audio,
    text: input.text,
    width: { audio: input.width.audio, text: input.width.text },
    known: input.unknown.every((rule) => rule === 'image') && input.uncounted === 0,
  };
}

/** Instructions and tools: what it reported, less every item before it; null: one of these counts by no known rule. */
function promptOf({ outOfBand, expected }: ResponseView): number | null {
  const { input } = expected.evidence;
  const reported = asNumber(atPath(expected.usage, 'input_token_details.text_tokens'));
  const known = input.unknown.every((rule) => rule === 'image') && input.uncounted === 0 && input.ownInput === null;
  // A log that keeps no items does not tell what of it is the prompt.
  if (reported === undefined || outOfBand || !known || input.items === 0) return null;
  const prompt = reported - (input.text - input.prompt.tokens);
  return prompt >= 0 ? prompt : null;
}

function wroteOf(items: readonly ItemView[]): Turn['wrote'] {
  if (items.length === 0) return undefined;
  if (items.some(({ kind }) => kind === 'function_call')) return 'called';
  return items.some(({ medium }) => medium === 'audio') ? 'spoken' : 'written';
}

/** Where a reported response stands in its conversation, as the log has it. */
export function toldByLog(view: SessionView, response: ResponseView): Told {
  const { id, itemIds, outOfBand } = response;
  const session = view.header?.sessionId ?? '';
  const prompt = promptOf(response);
  const items = toArray(view.items).filter((item) => itemIds.includes(item.id));
  const after = outOfBand || (isInputTold(response) && isAnswerTold(items)) ? readAfter(view, response) : null;
  const wrote = wroteOf(items);
  return {
    conversation: outOfBand ? `${session} ${id}` : session,
    ...(wrote === undefined ? {} : { wrote }),
    ...(prompt === null ? {} : { prompt }),
    ...(after === null ? {} : { after }),
  };
}
