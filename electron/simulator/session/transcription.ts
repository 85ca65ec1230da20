import { transcribedSeconds, transcribedTokens } from '../../../shared/usage/fields.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { turnTokens } from '../../../shared/usage/rules/rules.ts';
import type { TranscriptionConfig } from '../config/session-config.ts';
import { type MessageItem, spokenPart } from '../model/conversation.ts';
import { recognise } from '../model/speech.ts';
import { msOf } from '../wire/audio.ts';
import { errors } from '../wire/errors.ts';
import { isTranscriber, streamingTranscriber } from '../wire/models.ts';
import { transcriptionType } from './live-words.ts';
import type { Session } from './session-state.ts';

/** From the commit to the first word, and how much longer each second of audio takes. */
const latencyMs = 400;
const latencyPerSecondMs = 30;
/** Between two words of a model that streams them. */
const wordMs = 15;

/** These models stream words and report tokens; every other reports how long the audio was. */
const reportsTokens = (model: string): boolean => /^gpt-4o(?:-mini)?-transcribe/.test(model);
/** Names a deployment that does not exist on any service. */
const missingModel = 'missing-deployment';

/** The code a transcription fails with; null: it does not. A deployment that does not exist shows itself only now. */
function failureOf({ switches, vendor }: Session, { model }: TranscriptionConfig): string | null {
  if (switches.fail_transcription !== undefined) return switches.fail_transcription;
  const missing = model === missingModel || (vendor === 'azure' && !isTranscriber(model));
  return missing ? 'DeploymentNotFound' : null;
}

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

/** What was said: words that have gone out already stay as they are. */
function textSaid(session: Session, pcm24k: Int16Array, sent: string): string {
  const { text } = recognise(pcm24k, session.deployment.library.known);
  return text.startsWith(sent) ? text : sent;
}

/**
 * Writes down a committed item, where transcription is on. Runs beside the response and may come before or after it.
 * @param sent words of it that went out before the commit
 */
export function transcribe(session: Session, item: MessageItem, sent: string): void {
  const { transcription: config } = session.config.audio.input;
  const part = spokenPart(item);
  if (config === null || part === null) return;
  const place = { item_id: item.id, content_index: 0 };
  const audioMs = msOf(part.pcm24k.length);
  const text = textSaid(session, part.pcm24k, sent);
  const sure = session.config.include?.includes(withLogprobs) === true && reportsTokens(config.model);
  const logprobsOf = (said: string): JsonObject => (sure ? { logprobs: logprobs(said) } : {});
  const rest = text.slice(sent.length);
  const inWords = reportsTokens(config.model) || config.model === streamingTranscriber;
  const pieces = inWords ? (rest.match(/\s*\S+/g) ?? []) : [rest];

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
      session.send(`${transcriptionType}.completed`, {
        ...place,
        transcript: text,
        usage: reported,
        ...logprobsOf(text),
      });
  };
  const sendPiece = (index: number): void => {
    const delta = pieces[index];
    if (delta === undefined) return complete();
    if (!session.switches.lose_transcription)
      session.send(`${transcriptionType}.delta`, { ...place, delta, ...logprobsOf(delta) });
    session.wait(wordMs, () => sendPiece(index + 1));
  };
  session.wait(latencyMs + (latencyPerSecondMs * audioMs) / 1000, () => {
    const code = failureOf(session, config);
    if (code === null) return sendPiece(0);
    session.send(`${transcriptionType}.failed`, { ...place, error: { ...errors.transcriptionFailed(code, item.id) } });
  });
}
