import { billedModels } from '../../billing/bill/groups.ts';
import type { ImportedBill } from '../../billing/bill/imported-bill.ts';
import { meterKindOf } from '../../billing/meter-name/key.ts';
import { whyUnclassified } from '../../billing/meter-name/slip.ts';
import type { PastedTable } from '../../billing/pasted-table/pasted-table.ts';
import type { DayUsage } from '../../billing/rows/day-usage.ts';
import { reportedTotals } from '../facts.ts';
import type { Reported } from '../scope/reported.ts';
import { accountOf } from '../scope/scope-bill.ts';
import type { BilledRead, ImportSummary, ReportedRead, TableRowRead } from './case-view.ts';

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

export const reportedRead = (reported: Reported): ReportedRead => ({
  responses: reported.turns.length,
  totals: reportedTotals(reported.turns),
  notes: reported.notes,
  sessions: reported.sessions,
  days: reported.days,
  resources: reported.resources,
  models: reported.models,
  responsesCreated: reported.log?.responsesCreated ?? null,
});

/** Each line of a pasted table: the meter it was taken for, or why it is not compared. */
export function tableRead({ rows }: PastedTable): BilledRead {
  const read = rows.map(({ line, meter, tokens, arithmetic }): TableRowRead => {
    const base = { line, name: meter.name, tokens, arithmetic };
    if (meter.kind === 'unclassified') return { ...base, meter: null, why: whyUnclassified(meter) };
    const kind = meterKindOf(meter);
    return kind === null
      ? { ...base, meter: null, why: 'it is no audio or text meter of a Realtime model' }
      : { ...base, meter: kind, why: null };
  });
  return { kind: 'table', rows: read };
}

const isRealtime = ({ meter }: DayUsage): boolean => meterKindOf(meter) !== null;

/** What imports leave to choose from, meters of Realtime models alone. */
export function importsRead(bills: readonly ImportedBill[], missing: readonly string[]): BilledRead {
  const rows = bills.flatMap(({ days }) => days.filter(isRealtime));
  return {
    kind: 'imports',
    days: unique(rows.map(({ day }) => day)),
    resources: unique(rows.map(({ resource }) => accountOf(resource)).filter((name) => name !== '')),
    models: billedModels(rows.map(({ meter, tokens }) => ({ meter, tokens: tokens ?? 0 }))).map(({ label }) => label),
    arithmetic: rows.find(({ tokens }) => tokens !== null && tokens > 0)?.arithmetic ?? null,
    missing,
  };
}

export function importSummary(importId: string, bill: ImportedBill): ImportSummary {
  const { importedAt, writtenAt, files, period, runId, shape, tally, notes, days } = bill;
  const realtime = unique(days.filter(isRealtime).map(({ day }) => day));
  return { importId, importedAt, writtenAt, files, period, runId, shape, tally, notes, days: realtime };
}
