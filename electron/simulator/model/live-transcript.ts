/** Words that have gone out of audio that is not committed yet. They cannot be taken back. */
export interface LiveTranscript {
  /** The id that the item of the audio is going to have. */
  readonly itemId: string;
  /** Where in the buffer the listening begins; silence before the first word is passed over. */
  from: number;
  /** Up to where the audio has been looked at. */
  heardTo: number;
  sent: string;
  /** What is being said, once that is clear, and where in the buffer its first word lies. */
  saying: { readonly text: string; readonly onset: number; readonly durationMs: number } | null;
}
