import { transcribedSeconds, transcribedTokens } from '../../../shared/usage/fields.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { turnTokens } from '../../../shared/usage/rules/rules.ts';
import type { TranscriptionConfig } from '../config/session-config.ts';
import { type MessageItem, spokenPart } from '../model/conversation.ts';
import { recognise } from '../model/speech.ts';
import { msOf } from '../wire/audio.ts';
import type { Session } from './session-state.ts';

/** From the commit to the first word, and how much longer each second of audio takes. */
const latencyMs = 400;
const latencyPerSecondMs = 30;
/** Between two words of a model that streams them. */
const wordMs = 15;

/** These models stream words and report tokens; every other reports how long the audio was. */
const reportsTokens = (model: string): boolean => /^gpt-4o(?:-mini)?-transcribe/.test(model);
/** A deployment that does not exist shows itself only now, and without a reason. */
const missingModel = 'missing-deployment';

const withLogprobs = 'item.input_audio_transcription.logprobs';

/** A token a word, and of each it is nearly sure. */
const logprobs = (text: string): Json[] =>
  (text.match(/\s*\S+/g) ?? []).map((token) => ({ token, bytes: [...Buffer.from(token)], logprob: -0.01 }));

/** What a transcription really used. */
function usageOf(session: Session, config: TranscriptionConfig, audioMs: number, transcript: string): JsonObject {
  if (!reportsTokens(config.model)) return transcribedSeconds(Math.ceil(audioMs / 1000));
  const { count } = session.deployment;
  const { textOutPlus } = session.rules.transcription;
  const text = count(config.prompt ?? '');
  return transcribedTokens({ text, audio: turnTokens(audioMs), made: count(transcript) + textOutPlus });
}

/** What it says it used: the same, or no seconds where the session was told to misbehave. */
function reportedOf(session: Session, charged: JsonObject): JsonObject {
  return charged['type'] === 'duration' && session.switches.zero_seconds ? { ...charged, seconds: 0 } : charged;
}

/** Writes down a committed item, where transcription is on. Runs beside the response and may come before or after it. */
export function transcribe(session: Session, item: MessageItem): void {
  const { transcription: config } = session.config.audio.input;
  const part = spokenPart(item);
  if (config === null || part === null) return;
  const place = { item_id: item.id, content_index: 0 };
  const type = 'conversation.item.input_audio_transcription';
  const audioMs = msOf(part.pcm24k.length);
  const { text } = recognise(part.pcm24k, session.deployment.library.known);
  const sure = session.config.include?.includes(withLogprobs) === true && reportsTokens(config.model);
  const logprobsOf = (said: string): JsonObject => (sure ? { logprobs: logprobs(said) } : {});
  const pieces = reportsTokens(config.model) ? (text.match(/\s*\S+/g) ?? []) : [text];

  const complete = (): void => {
    part.transcript = text;
    const charged = usageOf(session, config, audioMs, text);
    const reported = session.switches.lose_transcription ? null : reportedOf(session, charged);
    const { id: itemId } = item;
    session.deployment.bill.chargeTranscription(session.id, session.model, {
      itemId,
      model: config.model,
      charged,
      reported,
    });
    if (reported !== null)
      session.send(`${type}.completed`, { ...place, transcript: text, usage: reported, ...logprobsOf(text) });
  };
  const sendPiece = (index: number): void => {
    const delta = pieces[index];
    if (delta === undefined) return complete();
    if (!session.switches.lose_transcription) session.send(`${type}.delta`, { ...place, delta, ...logprobsOf(delta) });
    session.wait(wordMs, () => sendPiece(index + 1));
  };
  session.wait(latencyMs + (latencyPerSecondMs * audioMs) / 1000, () => {
    if (config.model !== missingModel) return sendPiece(0);
    const error = { type: 'server_error', code: null, message: null, param: null };
    session.send(`${type}.failed`, { ...place, error });
  });
}
