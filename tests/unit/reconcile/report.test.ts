import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noRowSentence } from '../../../shared/reconcile/report/charge-words.ts';
import { billedModels } from '../../../shared/billing/bill/groups.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table/pasted-table.ts';
import { readUsageText } from '../../../shared/reconcile/reported/usage-json.ts';
import { priceBookSchema } from '../../../shared/pricing/price-book-schema.ts';
import { planMarkdown } from '../../../shared/reconcile/plan/markdown.ts';
import { letterOf } from '../../../shared/reconcile/plan/letters.ts';
import { planOf } from '../../../shared/reconcile/plan/plan.ts';
import { reportCsv } from '../../../shared/reconcile/report/csv.ts';
import { reportHtml } from '../../../shared/reconcile/report/html/report-html.ts';
import { reportMarkdown } from '../../../shared/reconcile/report/markdown.ts';
import { reconcileReport, type NamedReport, type ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/billing/${name}`, import.meta.url), 'utf8');
const book = priceBookSchema.parse(
  JSON.parse(readFileSync(new URL('../../../assets/prices/2026-10-09.json', import.meta.url), 'utf8')),
);
const named = (report: ReconcileReport): NamedReport => ({
  name: 'One response',
  report,
  at: '2026-04-02T10:00:00.000Z',
});

function threadReport(over: Partial<ReconcileReport> = {}): ReconcileReport {
  const usage = readUsageText(fixture('thread-usage.json'));
  const table = readPastedTable(fixture('thread-meters.txt'));
  if (!usage.ok || !table.ok) throw new Error('the fixtures of this test cannot be read');
  const [model] = billedModels(table.rows);
  if (model === undefined) throw new Error('the fixture names no model');
  const report = reconcileReport({ turns: usage.turns, log: null }, model, [book], {
    notes: [],
    sessions: [],
    compared: null,
    sources: [],
  });
  return { ...report, ...over };
}

const hostile = `</style></title><script>alert("1")</script> & 'x' <img src=x onerror=y> <a href="javascript:x"> \u202etxt.exe`;

describe('a meter without a row', () => {
  it('is named beside the sums, which are then not of the same meters', () => {
    const whole = threadReport();
    const meters = whole.meters.map((line) => (line.meter === 'audio_out' ? { ...line, billed: null } : line));
    const words = 'the bill has no row for audio out (420 tokens expected)';
    expect(noRowSentence(whole)).toBeNull();
    expect(noRowSentence({ ...whole, meters })).toContain(words);
    expect(reportHtml(named({ ...whole, meters }))).toContain(words);
    expect(reportMarkdown(named({ ...whole, meters }))).toContain(words);
  });

  it('is nothing to name where it counts cached tokens, which may be folded', () => {
    const whole = threadReport();
    const meters = whole.meters.map((line) => (line.meter.endsWith('cached') ? { ...line, billed: null } : line));
    expect(noRowSentence({ ...whole, meters })).toBeNull();
  });
});

describe('the HTML report', () => {
  const page = reportHtml(named(threadReport()));

  it('holds the finding, every meter, every story with its arithmetic and the open questions', () => {
    expect(page).toContain('110 + 420 audio tokens, read again');
    expect(page).toContain('= 119 + (119 + 117 + 2)');
    expect(page).toContain('+$0.0104718');
    expect(page).toContain('Open questions');
    expect(page).toContain('Instructions of 619 tokens');
  });

  it('fetches nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import|https?:/i);
    expect(page).toContain("default-src 'none'");
  });

  it('has a policy that lets in its own style sheet and nothing else', () => {
    const sheet = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = `sha256-${createHash('sha256').update(sheet).digest('base64')}`;
    expect(page).toContain(`content="default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/ style=| on[a-z]+=/);
  });

  it('escapes whatever the evidence holds', () => {
    const bad = reportHtml({
      ...named(
        threadReport({
          finding: { claim: { kind: 'undecided' }, headline: hostile, open: hostile },
          notes: [hostile],
          sessions: [hostile],
          model: { label: hostile, model: null, version: null, scope: null, names: {} },
        }),
      ),
      name: hostile,
    });
    expect(bad).not.toMatch(/<script|<img|<a |\u202e/);
    expect(bad.match(/<\/style>|<\/title>/g)).toHaveLength(2);
    expect(bad).toContain('[U+202E]txt.exe');
    expect(bad.split('&lt;script&gt;').length).toBeGreaterThan(5);
  });
});

describe('the CSV report', () => {
  it('is a table of one width, the meters with their numbers in it', () => {
    const [head = [], ...rows] = parse(reportCsv(threadReport()), { bom: true, relax_column_count: false });
    const meters = rows.filter(([record]) => record === 'meter');
    expect(head.slice(0, 4)).toEqual(['record', 'rank', 'exact', 'meter']);
    expect(meters[0]?.slice(3, 10)).toEqual([
      'audio_in',
      'gpt rt aud mn in gl 1215',
      '110',
      '46',
      '640',
      '594',
      '0.00594',
    ]);
  });

  it('gives a spreadsheet no formula to run', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t'), fc.string(), (mark, rest) => {
        const csv = reportCsv(threadReport({ notes: [`${mark}${rest}x`] }));
        const cells = parse(csv, { bom: true }).flat();
        expect(cells.filter((cell) => /^[=@\t]/.test(cell))).toEqual([]);
        if (mark !== '\t' && !/^[+-]\d*$/.test(`${mark}${rest}x`)) expect(csv).toContain(`'${mark}`);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the Markdown summary', () => {
  it('says the finding, the table and the stories', () => {
    const text = reportMarkdown(named(threadReport()));
    expect(text).toContain('| Audio in | 110 | 46 | 640 | +594 | +$0.00594 | Explained by A |');
    expect(text).toContain('- **A** (1st).');
  });
});

describe('the experiment plan', () => {
  const report = threadReport();
  const plan = planOf(report);

  it('has a baseline, the changes that split the stories and those that split causes, each in isolation', () => {
    expect(plan.cells.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['baseline', 'sums', 'cause']));
    expect(plan.isolation.join(' ')).toMatch(/resource of its own.*UTC day of its own/);
    expect(planMarkdown(plan)).toContain('| A | ain + aout | B + tout + 2 | 530 audio, 738 text |');
  });

  it('splits every pair that any change splits with the changes it marks as needed', () => {
    const all = new Set(report.experiments.flatMap(({ splits }) => splits.map(String)));
    const needed = new Set(report.experiments.filter((one) => one.needed).flatMap(({ splits }) => splits.map(String)));
    expect(needed).toEqual(all);
  });

  it('tells no two stories apart by sums that are equal', () => {
    for (const { predictions, splits } of report.experiments) {
      for (const [i, j] of splits) {
        const [one, other] = [predictions[i], predictions[j]];
        expect([one?.audioIn, one?.textIn]).not.toEqual([other?.audioIn, other?.textIn]);
      }
    }
  });

  it('names the pairs that nothing in it tells apart', () => {
    expect(plan.unseparated).toEqual(['C and D']);
    expect(report.inseparable).toMatchObject([{ pair: [2, 3], kind: 'sums' }]);
    const why =
      'No planned experiment tells C and D apart: they add the same tokens at every size of prompt, question and answer, only dealt out otherwise among their inferences; a bill adds those up, so no choice of sizes can tell them apart, and only a record of each inference’s own tokens could.';
    expect(plan.unseparatedBecause).toEqual([why]);
    expect(planMarkdown(plan)).toContain(`- ${why}`);
    expect(reportMarkdown(named(report))).toContain(why);
  });

  it('letters its stories beyond Z', () => {
    expect([0, 25, 26, 51, 52].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA']);
  });
});
