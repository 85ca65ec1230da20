import { describe, expect, it } from 'vitest';
import { thrownSentence } from '../../../electron/hosts/terminal.ts';

describe('what stopped the program', () => {
  it.each(['EMFILE', 'ENFILE'])('is too many open files, with what to do, and no trace: %s', (code) => {
    const error = Object.assign(new Error(`${code}: too many open files, open '/a/b.js'`), { code });
    expect(thrownSentence(error, error.stack)).toBe(
      'voxtally cannot go on, for too many files are open. Close other programs, or allow it more open files (ulimit -n 1024), and start it again.',
    );
  });

  it('is a fault of its own with what is known of it, whatever else was thrown', () => {
    expect(thrownSentence(new Error('falls'))).toBe('voxtally met a fault of its own: falls');
  });
});
