import type { CostField } from '../columns/aliases.ts';
import type { Conventions } from '../columns/conventions.ts';
import { dayOf } from '../columns/dates.ts';
import type { ReadHeader } from '../columns/header.ts';
import { usualBlock } from '../meter-name/block.ts';
import { meterNamed } from '../meter-name/known-names.ts';
import { plainNumber } from '../numbers/convention.ts';
import { exactOf } from '../../money/exact.ts';
import { readUnitOfMeasure } from '../units/unit-of-measure.ts';
import type { RowOutcome, SkipReason } from './bill-row.ts';
import { rowCost } from './row-cost.ts';

/** Services and products whose meters ought to be understood: a name of theirs that is not is worth telling. */
const ourServices = /foundry|cognitive services|azure openai|azure ai/i;

/** Charges that are usage. Exports without the column hold usage alone. */
const usage = /^usage$/i;

const blank = /^(?:null|n\/a)?$/i;

const skipped = (reason: SkipReason, detail = ''): RowOutcome => ({ kind: 'skipped', reason, detail });

/** Reads one row of an export. Nothing is guessed: a row that cannot be read whole is skipped, with the reason. */
export function readRow(
  cells: readonly string[],
  line: number,
  { columns, costOnly, width, needed }: ReadHeader,
  { decimalMark, dateOrder }: Conventions,
): RowOutcome {
  const cell = (field: CostField): string => {
    const position = columns[field];
    const text = position === undefined ? '' : (cells[position] ?? '').trim();
    return blank.test(text) ? '' : text;
  };
  const number = (field: CostField): string | null => {
    const text = cell(field);
    const plain = text === '' ? null : plainNumber(text, decimalMark);
    return plain === null || exactOf(plain) === null ? null : plain;
  };

  const name = cell('meterName');
  if (name === '' && cells.every((text) => blank.test(text.trim()))) return skipped('empty');
  // Cells beyond the columns come of a mark inside a value that is not quoted: what stands behind it has moved.
  if (cells.length > width && cells.slice(width).some((text) => text.trim() !== '')) return skipped('too many cells');
  if (cells.length < needed) return skipped('cut short');
  const meter = meterNamed(name);
  if (meter.kind === 'unclassified' || meter.family === null) {
    const ours = ourServices.test(`${cell('category')} ${cell('product')}`);
    const reason = meter.kind === 'unclassified' ? meter.reason : 'it names no model';
    return ours ? skipped('unclassified', `${name}: ${reason}`) : skipped('other service');
  }
  const chargeType = cell('chargeType');
  if (chargeType !== '' && !usage.test(chargeType)) return skipped('not usage', chargeType);
  const day = dayOf(cell('day'), dateOrder);
  if (day === null) return skipped('no day', cell('day'));
  const quantity = number('quantity');
  const { billed, stated, priced } = rowCost({ text: cell, number });
  if (!costOnly && quantity === null) return skipped('no quantity', cell('quantity'));
  if (costOnly && billed === null) return skipped('no cost', cell('cost'));

  const blockSize = exactOf(number('blockSize') ?? '');
  const block = blockSize?.gt(1) === true ? blockSize.toNumber() : (readUnitOfMeasure(cell('unit'))?.block ?? null);
  return {
    kind: 'kept',
    row: {
      line,
      day,
      meter,
      meterId: cell('meterId').toLowerCase(),
      resource: cell('resource').toLowerCase(),
      subscription: cell('subscription').toLowerCase(),
      currency: billed?.currency ?? '',
      cost: billed?.cost ?? '0',
      stated,
      amount:
        quantity === null
          ? null
          : {
              quantity,
              // A unit that is no block ("Units") says nothing; the meter's own does.
              block: block !== null && block > 1 ? block : usualBlock(meter),
              price: number('price'),
              cost: priced,
              ...(billed === null || billed.cost === priced ? {} : { otherCosts: [billed.cost] }),
            },
      correction: /^correction$/i.test(cell('chargeClass')) || exactOf(quantity ?? billed?.cost ?? '')?.lt(0) === true,
    },
  };
}
