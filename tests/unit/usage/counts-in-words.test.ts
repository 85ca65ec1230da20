import { describe, expect, it } from 'vitest';
import { countsInWords, directionsBy } from '../../../shared/usage/counts-in-words.ts';

const counted = (words: string, line: number) => ({ words: words.split(' '), within: [], line });

describe('the direction of a count that names none', () => {
  const named = [
    counted('audio', 0),
    counted('input', 0),
    counted('text', 0),
    counted('text', 1),
    counted('output', 2),
  ];

  it('is that of the last count before it that has one', () => {
    expect(directionsBy(named, 'back')).toEqual([null, null, 'input', 'input', 'input']);
  });

  it('is that of the next one in its line, and else of the last before it', () => {
    expect(directionsBy(named, 'ahead')).toEqual(['input', 'input', 'input', 'input', 'output']);
  });

  it.each(['back', 'ahead'] as const)('is found in as many steps as there are counts, read %s', (policy) => {
    const stepsFor = (counts: number): number => {
      let steps = 0;
      const many = Array.from({ length: counts }, (_, at) => counted(at === counts - 1 ? 'output' : 'audio', 0));
      const watched = many.map(
        (one) =>
          new Proxy(one, {
            get: (target, name) => {
              steps += 1;
              return Reflect.get(target, name) as unknown;
            },
          }),
      );
      directionsBy(watched, policy);
      return steps;
    };
    expect(stepsFor(1000)).toBeGreaterThan(999);
    expect(stepsFor(2000)).toBe(2 * stepsFor(1000));
  });
});

describe('a long text of counts', () => {
  it('is read to its end', () => {
    const lines = Array.from({ length: 400 }, (_, at) => `${at + 1} audio in, ${at + 2} text in, ${at + 3} audio out`);
    const read = countsInWords(lines.join('\n'));
    expect(read.kind === 'read' && read.responses.length).toBe(400);
  });
});
