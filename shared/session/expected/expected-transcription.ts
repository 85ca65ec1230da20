import {
  detailsOf,
  transcribedSeconds,
  transcribedTokens,
  type TranscriptionCount,
  transcriptionCount,
  transcriptionInput,
} from '../../usage/fields.ts';
import type { JsonObject } from '../../kit/json.ts';
import {
  type EstimateError,
  type ExpectedTranscription,
  noWidth,
  roughTokens,
  roughWidth,
  type TranscriptionEvidence,
  type UsageWidth,
} from '../../usage/expected.ts';
import { isEmptyUsage } from '../../usage/ledger.ts';
import { audioTokens, rulesFor, turnTokens } from '../../usage/rules/rules.ts';
import type { ItemView, TranscriptionView } from '../view.ts';

/** These models report tokens; every other one reports how long the audio was. */
const tokenModels = /^gpt-4o(?:-mini)?-transcribe/;

/** Transcription counts alike in every family. */
const rules = rulesFor({ family: 'ga', service: 'openai' });

function estimateOf({ unit, audioMs, textTokens }: TranscriptionEvidence): JsonObject {
  if (unit === 'seconds') return transcribedSeconds(Math.ceil(audioMs / 1000));
  const audio = audioTokens(rules.reads('spoken turn'), audioMs, 0);
  const made = textTokens === 0 ? 0 : textTokens + rules.transcription.textOutPlus;
  return transcribedTokens({ text: 0, audio, made });
}

/** Says nothing for billing: no object, or every number in it 0. */
const silent = (usage: JsonObject | null): boolean => usage === null || isEmptyUsage(usage);

/** Some reports name no kinds of input: a transcriber hears audio, and reads no text that it was not given. Null: it does. */
function heardOf(reported: JsonObject): JsonObject | null {
  const input = transcriptionCount(reported, 'input') ?? 0;
  if (input === 0 || reported[detailsOf.input] !== undefined) return null;
  return transcriptionInput({ audio: input, text: 0 });
}

function transcriptionError(estimate: JsonObject, reported: JsonObject): EstimateError | null {
  const off = (name: TranscriptionCount): number => {
    const said = transcriptionCount(reported, name);
    return said === undefined ? 0 : (transcriptionCount(estimate, name) ?? 0) - said;
  };
  // An account in seconds and one in tokens cannot be held against each other.
  if ((reported['seconds'] === undefined) !== (estimate['seconds'] === undefined)) return null;
  return {
    textIn: off('textIn'),
    audioIn: off(transcriptionCount(reported, 'audioIn') === undefined ? 'input' : 'audioIn'),
    cached: 0,
    textOut: off('textOut'),
    audioOut: 0,
    seconds: off('seconds'),
  };
}

/** People say fewer tokens than this in the time of one audio token. */
const mostSaidPerAudioToken = 0.6;

/** @param isMade the transcript has come, so that its length is known */
function widthBy(
  { unit, uncounted, characters, audioMs }: TranscriptionEvidence,
  promptCharacters: number,
  isMade: boolean,
): UsageWidth {
  const { halfWidth } = rules.transcription;
  return unit === 'seconds'
    ? { ...noWidth, seconds: halfWidth.seconds }
    : {
        ...noWidth,
        audioIn: halfWidth.audio,
        textIn: roughWidth(promptCharacters),
        textOut: isMade
          ? halfWidth.text + (uncounted > 0 ? roughWidth(characters) : 0)
          : Math.ceil(turnTokens(audioMs) * mostSaidPerAudioToken) + rules.transcription.textOutPlus,
      };
}

/** What the transcription of an item probably used, by its audio and transcript and by what it has reported. */
export function expectedTranscription(
  item: Pick<ItemView, 'audioMs' | 'text' | 'textTokens'>,
  {
    model,
    status,
    understood: usage,
    problems,
    promptCharacters,
  }: Pick<TranscriptionView, 'model' | 'status' | 'understood' | 'problems' | 'promptCharacters'>,
  seq: number | null,
): ExpectedTranscription {
  const evidence: TranscriptionEvidence = {
    seq,
    audioMs: item.audioMs,
    unit: tokenModels.test(model) ? 'tokens' : 'seconds',
    characters: item.text.length,
    textTokens: item.textTokens ?? roughTokens(item.text.length),
    uncounted: item.textTokens === null && item.text !== '' ? 1 : 0,
  };
  const estimate = estimateOf(evidence);
  const shared = {
    added: null as JsonObject | null,
    estimate,
    ruleWidth: widthBy(evidence, promptCharacters, status === 'completed'),
    rules: { input: 'transcription', cached: 'none', textOut: 'transcript', audioOut: 'nothing' },
    evidence,
  } as const;
  if (usage !== null && !silent(usage)) {
    const added = heardOf(usage);
    const whole = added === null ? usage : { ...usage, ...added };
    return { ...shared, added, basis: 'reported', usage: whole, error: transcriptionError(estimate, usage) };
  }
  // A transcript came without a report: whether it is billed is open. One that failed, or was lost, counts as made.
  const isUnread = problems.some(({ kind }) => kind === 'not-understood' || kind === 'impossible');
  const basis = status === 'pending' ? 'live' : status === 'lost' || isUnread ? 'estimated' : 'if billed';
  return { ...shared, basis, usage: estimate, error: null };
}
