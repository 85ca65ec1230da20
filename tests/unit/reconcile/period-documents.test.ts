import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { twoModels } from '../../../renderer/gallery/recorded/period.ts';
import { Exact } from '../../../shared/kit/money.ts';
import { documentOf } from '../../../shared/reconcile/report/documents.ts';
import type { PeriodReport } from '../../../shared/reconcile/period/period-report.ts';

const report = twoModels();
const written = (format: Parameters<typeof documentOf>[0], of: PeriodReport = report): string => {
  const document = documentOf(format, { name: 'October', report: of, at: '2026-11-04T10:00:00.000Z' });
  if (!document.ok) throw new Error(document.error.message);
  return document.text;
};

describe('the documents of a period', () => {
  it('say the sentence, the parts, the days to ask about and what is not allocated', () => {
    for (const format of ['summary', 'html', 'markdown'] as const) {
      const text = written(format);
      expect(text).toContain(report.headline);
      expect(text).toContain('Days to ask about');
      expect(text).toContain('2026-10-23, gpt-realtime-mini 1215, global: Two meters hold more');
      expect(text).toContain('under 1%');
      expect(text).toContain('A resource with no session');
    }
  });

  it('give every day of every model in the full report, and the one page alone in the summary', () => {
    expect(written('html')).toContain('<td class="k">2026-10-31</td>');
    expect(written('html')).toContain('gpt-realtime-2.1, global, contoso-voice');
    expect(written('summary')).not.toContain('<td class="k">');
  });

  it('are one table of one width as CSV, whose charges add up to the total of the file', () => {
    const rows: Record<string, string>[] = parse(written('csv'), { bom: true, columns: true });
    const sum = (record: string): Exact =>
      rows.filter((row) => row['record'] === record).reduce((all, row) => all.plus(row['charged'] || 0), new Exact(0));
    expect(sum('cell').plus(sum('not allocated')).toFixed()).toBe(sum('total').toFixed());
    expect(rows.filter((row) => row['record'] === 'session')).toHaveLength(report.sessions.length);
  });

  it('show foreign words as words', () => {
    const hostile = '</style><script>alert(1)</script>';
    const text = written('html', { ...report, headline: hostile, notes: [hostile], unallocated: [] });
    expect(text).not.toContain('<script');
    expect(text.split('&lt;script&gt;')).toHaveLength(3);
  });

  it('hold no plan of runs, and say what to open for one', () => {
    const plan = documentOf('plan-json', { name: 'October', report, at: '2026-11-04T10:00:00.000Z' });
    expect(plan).toMatchObject({ ok: false, error: { nextStep: expect.stringContaining('Open the day') } });
  });
});
