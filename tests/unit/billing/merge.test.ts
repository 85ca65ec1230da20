import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../../shared/billing/day-usage.ts';
import { type ImportedBill, mergeBills } from '../../../shared/billing/imported-bill.ts';
import { meterNamed } from '../../../shared/billing/meter-name.ts';

const day = '2026-09-28';
const azureMeter = 'gpt rt aud mn in gl 1215 1M Tokens';
const openAiMeter = 'gpt-realtime-mini-2025-12-15, audio input';

function usage(name: string, over: Partial<DayUsage> = {}): DayUsage {
  const meter = meterNamed(name);
  if (meter.kind !== 'classified') throw new Error(meter.reason);
  return {
    day,
    meter,
    resource: '',
    subscription: '',
    currency: 'USD',
    correction: false,
    tokens: 1000,
    range: null,
    quantity: '0.001',
    quantityHalfWidth: '0',
    cost: '0.01',
    costHalfWidth: '0',
    stated: [],
    rows: 1,
    from: 'quantity',
    arithmetic: '',
    problem: null,
    ...over,
  };
}

/** A bill of one file, written on a day of October. */
const bill = (name: string, writtenOn: number, parts: Partial<ImportedBill>): ImportedBill => ({
  importedAt: '2026-11-01T00:00:00Z',
  writtenAt: `2026-10-${String(writtenOn).padStart(2, '0')}T00:00:00Z`,
  files: [{ name, sha256: name.padEnd(64, '0'), bytes: 1 }],
  exportPath: null,
  period: null,
  runId: null,
  shape: 'Cost export',
  conventions: { decimalMark: '.', dateOrder: 'month-first' },
  tally: { rows: 1, kept: 1, skipped: [], costs: [] },
  days: [],
  unallocated: [],
  notes: [],
  ...parts,
});

describe('bills of two sellers that name no resource', () => {
  it('both count, and of two of one seller the newer does', () => {
    const azure = bill('azure', 1, { days: [usage(azureMeter)] });
    const openAi = bill('openai', 2, { days: [usage(openAiMeter)] });
    const newer = bill('newer', 3, { days: [usage(openAiMeter, { tokens: 2000 })] });
    const merged = mergeBills([azure, openAi, newer]);
    expect(merged.days.map(({ meter, tokens }) => [meter.name, tokens])).toEqual([
      [openAiMeter, 2000],
      [azureMeter, 1000],
    ]);
    expect(merged.notes).toEqual(['openai is left out on 2026-09-28, for which newer is newer.']);
  });
});
