import { judgeOutside, type OutsideOutcome } from '../../findings/outcome.ts';
import { type OutsideKind, outsideKinds, outsideNames } from '../../findings/outside.ts';
import { atMost, type BenchLine, type BenchTable, figure } from '../table.ts';
import { longest } from './longest.ts';

export type OutsideOutcomes = ReadonlyMap<OutsideKind, readonly OutsideOutcome[]>;

export const judgeAllOutside = (bills: number): OutsideOutcomes =>
  new Map(
    outsideNames.map((kind, place) => [
      kind,
      Array.from({ length: bills }, (_, at) => judgeOutside(kind, (place + 1) * 1_000_000 + at)),
    ]),
  );

const share = (some: number, all: number): number => (all === 0 ? 0 : (some / all) * 100);

function line(kind: OutsideKind, all: readonly OutsideOutcome[]): BenchLine {
  const count = (holds: (one: OutsideOutcome) => boolean): number => all.filter(holds).length;
  const { another, words } = outsideKinds[kind];
  return {
    name: `${another ? 'another ran' : 'no inference ran'}: ${words}`,
    cells: [
      figure('bills', all.length, ''),
      figure(
        'a further inference stated',
        share(
          count(({ stated }) => stated),
          all.length,
        ),
        '%',
      ),
      atMost(
        'false',
        share(
          count(({ untrue }) => untrue !== null),
          all.length,
        ),
        '%',
        0.1,
      ),
      atMost(
        'words beyond the claim',
        count(({ words }) => words !== null),
        'bills',
        0,
      ),
      atMost(
        'claims beyond the stories',
        count(({ stories }) => stories !== null),
        'bills',
        0,
      ),
      figure(
        'nothing fits',
        share(
          count(({ finding }) => finding.claim.kind === 'nothing fits'),
          all.length,
        ),
        '%',
      ),
    ],
  };
}

/** Bills that no story of the measured rules made. */
export function outsideTable(outcomes: OutsideOutcomes): BenchTable {
  const all = [...outcomes].flatMap(([kind, made]) => made.map(({ seed, ms }) => ({ kind, seed, ms })));
  const most = longest(all, ({ kind, seed }) => judgeOutside(kind, seed));
  return {
    title: 'Findings on bills that no story made',
    note: 'Conversations as above, and something on the bill that the stories do not hold. Where no inference ran, any that is stated is false; where another ran, a wrong context or a count above what ran is.',
    rows: [atMost('search, longest', most, 'ms', 1000)],
    grid: { corner: 'what made the bill', lines: [...outcomes].map(([kind, all]) => line(kind, all)) },
  };
}
