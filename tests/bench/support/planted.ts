import { judgePlanted, type PlantedOutcome } from '../../findings/outcome.ts';
import { atLeast, atMost, type BenchTable, figure, median } from '../table.ts';
import { longest } from './longest.ts';

const percent = <T>(all: readonly T[], holds: (one: T) => boolean): number =>
  all.length === 0 ? Number.NaN : (all.filter(holds).length / all.length) * 100;

const count = (number: number): string => number.toLocaleString('en');

export const judgeAllPlanted = (bills: number): PlantedOutcome[] =>
  Array.from({ length: bills }, (_, at) => judgePlanted(at + 1));

/** Bills with a known story in them: is it found again, is it told where it may be told, and is anything claimed that is not so? */
export function plantedTable(all: readonly PlantedOutcome[]): BenchTable {
  const further = all.filter(({ planted }) => planted.ran.length > 0);
  const nothing = all.filter(({ planted }) => planted.ran.length === 0);
  // A bill that a simpler story makes as well is not one to find the planted story in.
  const findable = all.filter(({ planted, standing }) => planted.ran.length === 0 || standing.first);
  const missing = findable.filter(({ planted }) => planted.dropped.length > 0);
  const passing = further.filter(({ standing }) => standing.passes);
  const times = all.map(({ ms }) => ms);
  return {
    title: 'Explaining a bill',
    note: `${count(all.length)} generated bills of one to six responses as the recorded services count them, with none to two further inferences, cached tokens apart or on the uncached meters, ${count(missing.length)} with rows missing, each pasted out of order among meters of other models; half of the conversations recorded by the bench, half pasted. Sizes from a fixed seed. The generator, its counting rules, the judge and his own count of the gate share nothing with what they judge. Of ${count(further.length)} bills with a further inference a simpler story of the rules makes ${count(further.length - further.filter(({ standing }) => standing.first).length)} as well, which no number can tell apart: they stand in a row of their own; ${count(passing.length)} pass the gate by the judge's count.`,
    rows: [
      atLeast(
        'planted story in the first rank',
        percent(findable, ({ recovered }) => recovered),
        '%',
        99,
      ),
      atLeast(
        'the same where rows are missing',
        percent(missing, ({ recovered }) => recovered),
        '%',
        99,
      ),
      atLeast(
        'finding true',
        percent(findable, ({ untrue }) => untrue === null),
        '%',
        100,
      ),
      figure(
        'a simpler story of the rules makes the bill, and is told in place of the planted one',
        all.filter((one) => !findable.includes(one) && one.untrue !== null).length,
        'bills',
      ),
      atLeast(
        'decides, of those that pass the gate by the judge\u2019s own sum',
        percent(passing, ({ decides }) => decides),
        '%',
        90,
      ),
      figure(
        'decides, of all with a further inference',
        percent(further, ({ decides }) => decides),
        '%',
      ),
      figure(
        'decides where the judge\u2019s sum forbids it',
        further.filter(({ standing, decides }) => decides && !standing.passes).length,
        'bills',
      ),
      atLeast(
        'called as reported where nothing ran',
        percent(nothing, ({ finding }) => finding.claim.kind === 'as reported'),
        '%',
        99,
      ),
      atMost('called exact and is not', all.filter(({ falselyExact }) => falselyExact).length, 'bills', 0),
      atMost('words that say more than the claim', all.filter(({ words }) => words !== null).length, 'bills', 0),
      atMost(
        'claims that not every first story holds',
        all.filter(({ stories }) => stories !== null).length,
        'bills',
        0,
      ),
      figure('search, median', median(times), 'ms'),
      atMost(
        'search, longest',
        longest(all, ({ seed }) => judgePlanted(seed)),
        'ms',
        1000,
      ),
    ],
  };
}
