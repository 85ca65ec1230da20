import { describe, expect, it } from 'vitest';
import { readBenchOptions } from '../../bench/options.mjs';

describe('what a run of the benches was asked for', () => {
  it('takes names and flags in any order', () => {
    expect(readBenchOptions(['fold', '--write', 'engine'])).toEqual({
      ok: true,
      options: { wanted: ['fold', 'engine'], write: true, json: false, facts: [] },
    });
    expect(readBenchOptions(['--facts', 'a.json', 'recordings', '--facts', 'b.json', '--json'])).toEqual({
      ok: true,
      options: { wanted: ['recordings'], write: false, json: true, facts: ['a.json', 'b.json'] },
    });
  });

  it.each([
    [['--fast'], 'There is no flag --fast; there are --write, --facts FILE and --json.'],
    [['recordings', '-v'], 'There is no flag -v; there are --write, --facts FILE and --json.'],
    [['recordings', '--facts'], '--facts needs the name of a file.'],
    [['recordings', '--facts', '--json'], '--facts needs the name of a file.'],
    [['fold', '--json'], '--facts and --json belong to the bench recordings, run by itself.'],
    [['--facts', 'a.json'], '--facts and --json belong to the bench recordings, run by itself.'],
    [
      ['recordings', '--facts', 'a.json', '--write'],
      '--write is for what everybody can measure again: without --facts and --json.',
    ],
  ])('refuses %j in a sentence', (words, problem) => {
    expect(readBenchOptions(words)).toEqual({ ok: false, problem });
  });
});
