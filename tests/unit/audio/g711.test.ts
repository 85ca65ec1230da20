import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLaw, muLaw } from '../../../shared/audio/samples.ts';

const sample = fc.integer({ min: -32_768, max: 32_767 });

describe('G.711', () => {
  it('has the values of the standard at its ends and in its middle', () => {
    expect([0xff, 0x7f, 0x80, 0x00].map(muLaw.decode)).toEqual([0, -0, 32_124, -32_124]);
    expect([0xd5, 0x55, 0xaa, 0x2a].map(aLaw.decode)).toEqual([8, -8, 32_256, -32_256]);
    expect([0, 32_767, -32_768].map(muLaw.encode)).toEqual([0xff, 0x80, 0x00]);
    expect([0, 32_767, -32_768].map(aLaw.encode)).toEqual([0xd5, 0xaa, 0x2a]);
  });

  it.each([
    ['µ-law', muLaw],
    ['A-law', aLaw],
  ])('%s gives every byte back from the sample it stands for', (name, law) => {
    for (let byte = 0; byte < 256; byte += 1) {
      // µ-law has two zeros, and a number has only one that is told apart here.
      if (name === 'µ-law' && byte === 0x7f) continue;
      expect(law.encode(law.decode(byte))).toBe(byte);
    }
  });

  it.each([
    ['µ-law', muLaw, 4],
    ['A-law', aLaw, 16],
  ])('%s is off by a thirty-second of the sample at most', (_name, law, atLeast) => {
    fc.assert(
      fc.property(sample, (value) => {
        const clipped = Math.min(32_635, Math.max(-32_635, value));
        const off = Math.abs(law.decode(law.encode(value)) - clipped);
        expect(off).toBeLessThanOrEqual(Math.max(atLeast, (Math.abs(value) + 132) / 32));
      }),
    );
  });
});
