import { chanceHits, mostByChance } from '../../findings/calibration.ts';
import { ask, type OutsideOutcome, type PlantedOutcome } from '../../findings/outcome.ts';
import type { OutsideKind } from '../../findings/outside.ts';
import { seeded } from '../../findings/random.ts';
import { atMost, type BenchLine, type BenchTable, figure } from '../table.ts';
import type { OutsideOutcomes } from './outside.ts';

/** Shares of chance, rarest first, each up to and with the number. */
const bins = [
  { name: 'up to 1 in 10,000', most: 1e-4 },
  { name: 'up to 1 in 1,000', most: 1e-3 },
  { name: 'up to 1 in 100', most: 1e-2 },
  { name: 'up to 1 in 10', most: 0.1 },
  { name: 'up to 1 in 2', most: 0.5 },
] as const;

const findingsPerBin = 100;
const draws = 50;

interface Told {
  readonly share: number;
  readonly outcome: PlantedOutcome;
}

function redrawn(name: string, told: readonly Told[]): BenchLine {
  let hits = 0;
  let expected = 0;
  for (const { share, outcome } of told) {
    const { conversation, billed } = outcome.planted;
    hits += chanceHits(seeded(outcome.seed), conversation, billed, ask(conversation, billed), draws);
    expected += draws * share;
  }
  return {
    name: `printed as ${name}`,
    cells: [
      figure('findings', told.length, ''),
      figure('bills drawn', told.length * draws, ''),
      figure('expected by what is printed', expected, ''),
      figure('held by a story as simple', hits, ''),
      atMost('above what chance allows', Math.max(0, hits - mostByChance(expected)), '', 0),
    ],
  };
}

/** Kinds whose bills are as far off as they are by chance alone. */
const byChance: readonly OutsideKind[] = ['session overhead, both', 'noise, both inputs', 'noise, all'];

/** Of bills that chance made, those of which a story is told as rarer than that. */
function told(all: readonly OutsideOutcome[]): BenchLine[] {
  return [10, 100, 1000, 10_000].map((rare) => {
    const count = all.filter(({ chance }) => chance !== null && chance.share * rare <= 1).length;
    const expected = all.length / rare;
    return {
      name: `made by chance, told as 1 in ${rare.toLocaleString('en')} or rarer`,
      cells: [
        figure('findings', count, ''),
        figure('bills drawn', all.length, ''),
        figure('expected by what is printed', expected, ''),
        null,
        atMost('above what chance allows', Math.max(0, count - mostByChance(expected)), '', 0),
      ],
    };
  });
}

/** Whether "chance does as well 1 time in N" is so. */
export function calibrationTable(planted: readonly PlantedOutcome[], outside: OutsideOutcomes): BenchTable {
  const printed = planted.flatMap((outcome): Told[] =>
    outcome.finding.chance === null ? [] : [{ share: outcome.finding.chance.share, outcome }],
  );
  const lines = bins.map(({ name, most }, at) => {
    const least = bins[at - 1]?.most ?? 0;
    const inBin = printed.filter(({ share }) => share > least && share <= most);
    return redrawn(name, inBin.slice(0, findingsPerBin));
  });
  const noisy = byChance.flatMap((kind) => outside.get(kind) ?? []);
  return {
    title: 'How often chance does as well',
    note: `Up to ${findingsPerBin} findings with each printed chance: ${draws} bills as far off as theirs are drawn anew, and each asked for a story of the rules as simple as the first. Below that, bills whose excess is chance itself. Chance allows the expected number, three times its spread and one more.`,
    rows: [],
    grid: { corner: 'findings', lines: [...lines, ...told(noisy)] },
  };
}
