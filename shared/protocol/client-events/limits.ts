/** The most tokens one response may put out. */
export const modelOutputTokensMost = 4096;

/** A commit by hand needs at least this much audio in the buffer. */
export const commitNeedsMs = 100;

/** The largest image the bench puts into a message: a larger one makes an event that gateways cut off. */
export const imageBytesMost = 10 * 1024 * 1024;

/** The image types the service documents. */
export const imageTypes = ['image/png', 'image/jpeg'] as const;
