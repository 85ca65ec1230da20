import { asString } from '../kit/json.ts';
import type { SessionView } from './view.ts';

/** Whether the session only writes down what it hears: nothing in it is ever answered. */
export const isTranscription = ({ header, effective }: Pick<SessionView, 'header' | 'effective'>): boolean =>
  (asString(effective?.['type']) ?? header?.endpoint.intent) === 'transcription';
