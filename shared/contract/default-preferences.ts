import { defaultEndpoint } from '../protocol/endpoints/address.ts';
import type { Budget } from '../session/costs/budget.ts';
import type { ToolAnswers } from '../session/tool-answers.ts';
import type { Preferences } from './preferences.ts';

/** Every call waits for a person. */
export const noToolAnswers: ToolAnswers = { on: false, rules: [], otherwise: null };

export const noBudget: Budget = { limit: null, warnAt: 0.8, stop: true };

/** Silence after a file, so that the service hears the turn end. */
export const usualTrailingSilenceMs = 1500;

/** What a bench that was never used before is set to. Processing is off, since each kind changes what is measured. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  endpoint: defaultEndpoint,
  // The one transcription model that Azure takes without a deployment of its own.
  options: { 'transcription.model': 'whisper-1' },
  input: {
    kind: 'microphone',
    deviceLabel: null,
    trailingSilenceMs: usualTrailingSilenceMs,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  },
  outputLabel: null,
  pricing: { bookId: null, models: {} },
  budget: noBudget,
  toolAnswers: noToolAnswers,
};
