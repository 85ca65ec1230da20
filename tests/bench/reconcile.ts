import { calibrationTable } from './support/calibration.ts';
import { judgeAllOutside, outsideTable } from './support/outside.ts';
import { judgeAllPlanted, plantedTable } from './support/planted.ts';
import type { BenchTable } from './table.ts';

/** Bills of each kind. */
const bills = 5000;

/** What the findings on generated bills are worth: true, decided where they may be, and no surer than they say. */
export function benchReconcile(): BenchTable[] {
  const planted = judgeAllPlanted(bills);
  const outside = judgeAllOutside(bills);
  return [plantedTable(planted), outsideTable(outside), calibrationTable(planted, outside)];
}
