/** Which voices of a record are played. */
export const playVoices = ['input', 'output', 'both'] as const;
export type PlayVoices = (typeof playVoices)[number];

/** How fast, from the slowest at which speech is still speech. */
export const playSpeeds = [0.5, 1, 1.5, 2] as const;
export type PlaySpeed = (typeof playSpeeds)[number];
