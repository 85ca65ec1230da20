import { describe, expect, it } from 'vitest';
import { judgeOutside, judgePlanted } from '../../findings/outcome.ts';
import { outsideKinds, outsideNames } from '../../findings/outside.ts';

const planted = Array.from({ length: 300 }, (_, at) => judgePlanted(at + 1));
/** Without those that a simpler story of the rules makes as well, which no number can tell apart. */
const findable = planted.filter(({ planted, standing }) => planted.ran.length === 0 || standing.first);

describe('generated bills with a known story in them', () => {
  it('give the planted story in the first rank, unless a simpler one of the rules makes the bill too', () => {
    expect(findable.length).toBeGreaterThan(270);
    expect(findable.filter(({ recovered }) => !recovered).map(({ seed }) => seed)).toEqual([]);
  });

  it('give a finding of which every claim holds, in words that claim no more', () => {
    expect(findable.flatMap(({ seed, untrue }) => (untrue === null ? [] : [[seed, untrue]]))).toEqual([]);
    expect(planted.flatMap(({ seed, words }) => (words === null ? [] : [[seed, words]]))).toEqual([]);
  });

  it('give a finding that every story of the first rank holds', () => {
    expect(planted.flatMap(({ seed, stories }) => (stories === null ? [] : [[seed, stories]]))).toEqual([]);
  });

  it('are told what they hold wherever the gate lets it be told', () => {
    const passing = planted.filter(({ standing }) => standing.passes);
    expect(passing.length).toBeGreaterThan(60);
    // Input that was reported, billed again with nothing put out, is no sign that the model ran.
    const again = /^What is beyond the report is /;
    const open = passing.filter(({ decides, finding }) => !decides && !again.test(finding.lead));
    expect(open.map(({ seed }) => seed)).toEqual([]);
    expect(passing.filter(({ decides }) => decides).length).toBeGreaterThan(0.9 * passing.length);
  });

  it('are called as reported where nothing ran, and in no other case', () => {
    const nothing = planted.filter(({ planted }) => planted.ran.length === 0);
    expect(nothing.length).toBeGreaterThan(40);
    expect(nothing.filter(({ finding }) => finding.claim.kind !== 'as reported').map(({ seed }) => seed)).toEqual([]);
  });

  it('have no explanation that is called exact and is not', () => {
    expect(planted.filter(({ falselyExact }) => falselyExact).map(({ seed }) => seed)).toEqual([]);
  });
});

describe('bills that no story of the rules made', () => {
  it.each(outsideNames.map((kind) => [outsideKinds[kind].words, kind] as const))(
    '%s: nothing untrue is stated',
    (_, kind) => {
      const outcomes = Array.from({ length: 200 }, (_, at) => judgeOutside(kind, at + 1));
      const faults = outcomes.flatMap(({ seed, untrue, words, stories }) => {
        const fault = untrue ?? words ?? stories;
        return fault === null ? [] : [[seed, fault]];
      });
      expect(faults).toEqual([]);
    },
  );
});
