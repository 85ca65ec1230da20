import { benchError, ok, refuse, type Result } from '../../errors.ts';
import { meterKindOf } from '../meter-name/key.ts';
import type { ParsedMeter } from '../meter-name/meter-name.ts';
import { plainNumber, type DecimalMark } from '../numbers/convention.ts';
import type { ListPrice } from '../rows/day-usage.ts';
import { decimalsOf, tokensFromCost } from '../units/from-cost.ts';
import { quoteLine, type TableLine } from './cells.ts';
import { costCell, type CostCell } from './cost-cell.ts';

/** Tokens that a cost stands for at list price. */
export interface CostTokens {
  readonly tokens: number;
  readonly arithmetic: string;
}

const takeQuantities =
  'Take the quantities instead: an export of cost and usage details has them (Cost Management, Exports). Add it in the window, or give it with --bill.';

const bad = (line: TableLine, what: string): Result<never> =>
  refuse(
    benchError('invalid-argument', `Line ${line.line} holds a cost and no quantity, and ${what}: ${quoteLine(line)}.`, {
      nextStep: takeQuantities,
    }),
  );

/** Decimals to which the costs of a column are written: one alone may have lost its zeros. */
export const costDecimals = (cells: readonly (CostCell | null)[], mark: DecimalMark): number =>
  Math.max(0, ...cells.map((cell) => decimalsOf(plainNumber(cell?.digits ?? '', mark) ?? '')));

/** Works the tokens of one line out of its cost. Refuses a cost that its rounding or its price makes no whole number of tokens. */
export function tokensOfCost(
  line: TableLine,
  meter: ParsedMeter,
  cell: string,
  { mark, decimals, listPrice }: { mark: DecimalMark; decimals: number; listPrice: ListPrice },
): Result<{ read: CostTokens }> {
  const cost = costCell(cell, true);
  const plain = cost === null ? null : plainNumber(cost.digits, mark);
  if (cost === null || plain === null) return bad(line, 'it cannot be read');
  if (meter.kind === 'unclassified' || meterKindOf(meter) === null)
    return ok({ read: { tokens: 0, arithmetic: plain } });
  if (cost.below) return bad(line, 'less than an amount could be any number of tokens');
  const price = listPrice(meter, cost.currency ?? 'USD');
  if (price === null) return bad(line, 'there is no list price to work its tokens out by');
  const read = tokensFromCost(plain, price, decimals);
  if (read.kind === 'tokens') return ok({ read });
  return bad(
    line,
    read.kind === 'too coarse'
      ? `${plain} at ${price} for 1M tokens is ${read.tokens.toLocaleString('en-US')} tokens give or take ${read.giveOrTake.toLocaleString('en-US')}`
      : `${plain} at the list price of ${price} for 1M tokens is no whole number of them`,
  );
}
