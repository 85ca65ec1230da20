export type CommitInput = { type: 'input_audio_buffer.commit' };
export type ClearInput = { type: 'input_audio_buffer.clear' };

/** Makes a turn of the audio sent since the last one. */
export const commitInput = (): CommitInput => ({ type: 'input_audio_buffer.commit' });

/** Throws the audio sent since the last turn away. */
export const clearInput = (): ClearInput => ({ type: 'input_audio_buffer.clear' });
