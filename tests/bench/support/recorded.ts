import { cachedWays, type HiddenCase, hiddenCases, verdictOf, wholeCases } from '../../recordings/hidden.ts';
import type { FactsFile } from '../../recordings/judge.ts';
import { atLeast, atMost, type BenchLine, type BenchTable, figure } from '../table.ts';

const percent = (some: number, all: number): number => (all === 0 ? 0 : (some / all) * 100);

function line(name: string, cases: readonly HiddenCase[]): BenchLine {
  const of = (verdict: string): number => cases.filter((one) => verdictOf(one) === verdict).length;
  return {
    name,
    cells: [
      figure('hidden', cases.length, ''),
      figure('right', of('right'), ''),
      figure('nothing said', of('silent'), ''),
      figure('false', of('false'), ''),
    ],
  };
}

/** Recorded sessions with the report of one response taken away, and the true bill. */
export function recordedTable(files: readonly FactsFile[]): BenchTable {
  const sessions = files.flatMap(({ facts }) => facts.sessions);
  const hidden = hiddenCases(sessions);
  const whole = wholeCases(sessions);
  const right = hidden.filter((one) => verdictOf(one) === 'right').length;
  const stated = whole.filter(({ answer: { finding } }) => ['seen', 'further'].includes(finding.claim.kind)).length;
  const families = [...new Set(hidden.map(({ family }) => family))];
  return {
    title: 'Recorded sessions with one report taken away',
    note: `Of every recorded session whose bill its reports make: the usage of each response whose input the rules can tell without it is set to null, its events stay, and the bill is what all had reported; once with cached tokens on meters of their own, where the reports tell their kinds, once on the uncached ones. Right: the finding, or the first story where it states nothing, names that response and no other.`,
    rows: [
      atLeast('right', percent(right, hidden.length), '%', 90),
      atMost('false', hidden.filter((one) => verdictOf(one) === 'false').length, 'bills', 0),
      figure('bills with nothing hidden', whole.length, ''),
      atMost('of these, a further inference stated', stated, 'bills', 0),
      figure(
        'of these, called as reported',
        percent(whole.filter((one) => verdictOf(one) === 'right').length, whole.length),
        '%',
      ),
    ],
    grid: {
      corner: 'family, cached tokens',
      lines: families.flatMap((family) =>
        cachedWays.map((way) =>
          line(
            `${family}, ${way === 'apart' ? 'on meters of their own' : 'on the uncached meters'}`,
            hidden.filter((one) => one.family === family && one.cached === way),
          ),
        ),
      ),
    },
  };
}
