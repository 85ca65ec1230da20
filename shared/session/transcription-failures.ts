import type { SessionHeader } from './entry.ts';
import { type Failure, failureText } from './failure.ts';
import { vendorOfHeader } from './service-of-session.ts';

/** A transcription that failed: what the service says of it, and what to do about it where that is known. */
export interface TranscriptionFailure extends Failure {
  readonly advice: string | null;
}

interface Asked {
  /** The transcription model as the session names it. */
  readonly model: string;
  readonly onAzure: boolean;
}

/** Causes of a failed transcription, the commonest first: what tells them in the service's words, and what to do. One entry a cause. */
const causes: readonly { readonly tells: RegExp; readonly advice: (asked: Asked) => string }[] = [
  {
    tells: /deployment.?not.?found|deployment .*(?:does not exist|not found)/i,
    advice: ({ model }) => noDeployment(model),
  },
  {
    tells: /model.?not.?found|model .*(?:does not exist|not found)|invalid.?model/i,
    advice: (asked) =>
      asked.onAzure
        ? noDeployment(asked.model)
        : `The service knows no transcription model called ${asked.model}, or this account may not use it. Choose another one in transcription.model.`,
  },
  {
    tells: /operation.?not.?supported|not supported/i,
    advice: ({ model }) => `${model} cannot transcribe here. Name a transcription model in transcription.model.`,
  },
  {
    tells: /quota/i,
    advice: () => 'The account has no credit or quota left for transcription, which has a limit of its own.',
  },
  {
    tells: /\b429\b|rate.?limit|too many requests/i,
    advice: ({ model }) =>
      `The limit of ${model} is used up: transcription has one of its own. Wait, or raise it where the deployment is set up.`,
  },
  {
    tells: /unintelligible|too short/i,
    advice: () => 'The service could make nothing of this stretch of audio; others are not touched by that.',
  },
];

const noDeployment = (model: string, resource = 'This resource'): string =>
  `${resource} has no deployment called ${model}. On Azure the name of the transcription model is the name of a deployment: ` +
  'deploy a transcription model there, or set transcription.model to the name of one that it has.';

/** A failed transcription with advice. Without any reason given, on Azure, the commonest cause is named as such. */
export function transcriptionFailure(
  failure: Failure,
  model: string,
  header: SessionHeader | null,
): TranscriptionFailure {
  const asked = { model, onAzure: vendorOfHeader(header) === 'azure' };
  const { code, type, message } = failure;
  const said = [code, type, message].join(' ');
  const cause = causes.find(({ tells }) => tells.test(said));
  if (cause !== undefined) return { ...failure, advice: cause.advice(asked) };
  const unsaid = code === null && message === null && asked.onAzure;
  return { ...failure, advice: unsaid ? `The commonest cause: ${noDeployment(model, 'this resource')}` : null };
}

/** Reason and advice as whole sentences. */
export const transcriptionFailureText = (failure: TranscriptionFailure): string => {
  const text = failureText(failure);
  if (failure.advice === null) return text;
  return `${/[.!?]$/.test(text) ? text : `${text}.`} ${failure.advice}`;
};
