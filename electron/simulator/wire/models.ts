/** Streams its words while the person is still speaking. */
export const streamingTranscriber = 'gpt-realtime-whisper';

/** Models that write down what they hear, by the names they are published under; a date may follow. */
const transcribers = [
  'whisper-1',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'gpt-4o-transcribe-diarize',
  'gpt-transcribe',
  'gpt-live-transcribe',
  streamingTranscriber,
] as const;

export const isTranscriber = (model: string): boolean =>
  (transcribers as readonly string[]).includes(model.replace(/-\d{4}-\d{2}-\d{2}$/, ''));

/** What a service gives a session that asked for nothing else. */
interface Defaults {
  readonly silenceMs: number;
  readonly voice: string;
}

const documented: Defaults = { silenceMs: 500, voice: 'alloy' };

/** Models whose sessions were seen to begin otherwise than documented. One entry a kind of model. */
const departures: readonly (readonly [model: RegExp, departs: Partial<Defaults>])[] = [
  [/^gpt-realtime(?:-\d{4}-\d{2}-\d{2})?$/, { silenceMs: 200 }],
  [/^gpt-realtime-2\.1-mini(?:-\d{4}-\d{2}-\d{2})?$/, { voice: 'marin' }],
];

export const defaultsOf = (model: string): Defaults => ({
  ...documented,
  ...departures.find(([name]) => name.test(model))?.[1],
});
