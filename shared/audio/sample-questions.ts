/** A question that comes with the bench, for whoever has no recording at hand; the simulator knows the answers. */
export interface SampleQuestion {
  /** Names its file in `assets/speech/questions`. */
  readonly id: SampleQuestionId;
  /** What is said in it. */
  readonly says: string;
}

export const sampleQuestionIds = ['where-is-my-parcel', 'change-address', 'send-it-back', 'thank-you'] as const;
export type SampleQuestionId = (typeof sampleQuestionIds)[number];

const words: Readonly<Record<SampleQuestionId, string>> = {
  'where-is-my-parcel':
    'I ordered two parcels last Monday, and only one of them has come. Could you check where the second one is, and tell me whether I can still change the delivery address?',
  'change-address': 'Please change the delivery address to my office.',
  'send-it-back': 'The lamp is broken. How do I send it back?',
  'thank-you': 'Thank you, that is all.',
};

export const sampleQuestions: readonly SampleQuestion[] = sampleQuestionIds.map((id) => ({ id, says: words[id] }));
