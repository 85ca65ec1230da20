const alphabet = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes of a base64 text; null when it is none. Node's own decoder skips what it does not understand. */
export const bytesFromBase64 = (text: string): Buffer | null =>
  text.length % 4 === 0 && alphabet.test(text) ? Buffer.from(text, 'base64') : null;
