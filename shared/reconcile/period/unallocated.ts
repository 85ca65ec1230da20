import type { DayUsage } from '../../billing/day-usage.ts';
import type { MergedBill } from '../../billing/imported-bill.ts';
import { meterKindOf } from '../../billing/meter-kind.ts';
import { type Money, sumByCurrency } from '../../kit/money.ts';
import { accountOf } from '../scope/scope.ts';
import { unallocatedWords } from '../../billing/unallocated.ts';
import { capital } from '../stories/phrases.ts';
import type { Assigned } from './blocks.ts';
import { isUnreadCharge } from './cells.ts';
import { isTranscription } from './columns.ts';
import type { Unallocated } from './period-report.ts';

/** An amount of the file outside the table. */
interface Left {
  readonly title: string;
  readonly name: string;
  readonly charged: Money;
  readonly rows: number;
}

/** Names of one reason that are listed; the rest is one line. */
const mostNames = 12;

type Places = Pick<Assigned, 'blocks' | 'shared'>;

/** Why a row of a meter that is understood is in no block. */
function reasonOf(row: DayUsage, { blocks, shared }: Places): Left {
  const { meter, cost, currency, rows, resource } = row;
  const charged = { cost, currency };
  const isKnown = blocks.some((block) => block.resource === row.resource && block.subscription === row.subscription);
  if (isTranscription(meter)) {
    const title = shared.has(row)
      ? 'Transcription that several models here share'
      : 'Transcription that no session here reports';
    return { title, name: meter.name, charged, rows };
  }
  if (meterKindOf(meter) !== null && !isKnown) {
    const name = resource === '' ? meter.name : accountOf(resource);
    return { title: 'A resource with no session here', name, charged, rows };
  }
  return { title: 'A model with no session here', name: meter.model ?? meter.name, charged, rows };
}

function grouped(all: readonly Left[]): Unallocated[] {
  const titles = [...new Set(all.map(({ title }) => title))];
  return titles.map((title) => {
    const own = all.filter((one) => one.title === title);
    const names = [...new Set(own.map(({ name }) => name))].map((name) => {
      const ofName = own.filter((one) => one.name === name);
      return {
        name,
        charged: sumByCurrency(ofName.map(({ charged }) => charged)),
        rows: ofName.reduce((sum, { rows }) => sum + rows, 0),
      };
    });
    const sorted = names.toSorted(
      (one, other) => Number(other.charged[0]?.cost ?? 0) - Number(one.charged[0]?.cost ?? 0),
    );
    const more = sorted.slice(mostNames);
    return {
      title,
      charged: sumByCurrency(own.map(({ charged }) => charged)),
      rows: own.reduce((sum, { rows }) => sum + rows, 0),
      names:
        more.length === 0
          ? sorted
          : [
              ...sorted.slice(0, mostNames),
              {
                name: `${more.length} more`,
                charged: sumByCurrency(more.flatMap(({ charged }) => charged)),
                rows: more.reduce((sum, { rows }) => sum + rows, 0),
              },
            ],
    };
  });
}

/** Everything that the files charge and no cell of the table holds, by its reason, the dearest first. */
export function unallocatedOf({ rest, ...places }: Assigned, bill: MergedBill): Unallocated[] {
  const passedOver = bill.unallocated.map(({ reason, name, cost, currency, rows }): Left => ({
    title: capital(unallocatedWords[reason]),
    name: name === '' ? 'others' : name,
    charged: { cost, currency },
    rows,
  }));
  const read = rest.filter((row) => !isUnreadCharge(row));
  const all = grouped([...read.map((row) => reasonOf(row, places)), ...passedOver]);
  return all.toSorted((one, other) => Number(other.charged[0]?.cost ?? 0) - Number(one.charged[0]?.cost ?? 0));
}
