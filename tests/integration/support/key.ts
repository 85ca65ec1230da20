/** A key that opens nothing. */
export const testKey = 'test-key-0123456789-abcdef';
