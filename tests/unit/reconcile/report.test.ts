import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printReconciliation } from '../../../electron/cli/output/print-reconciliation.ts';
import type { Coverage } from '../../../shared/reconcile/stories/answer-types.ts';
import { noRowSentence } from '../../../shared/reconcile/report/wording.ts';
import { billedModels } from '../../../shared/billing/billed-models.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { readUsageText } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import { priceBookSchema } from '../../../shared/pricing/price-book.ts';
import { planMarkdown, planOf, runTable } from '../../../shared/reconcile/report/experiment-plan.ts';
import { letterOf } from '../../../shared/reconcile/stories/phrases.ts';
import { reportCsv } from '../../../shared/reconcile/report/csv.ts';
import { reportHtml, summaryHtml } from '../../../shared/reconcile/report/html-page.ts';
import { reportMarkdown } from '../../../shared/reconcile/report/markdown.ts';
import { reconcileReport, type NamedReport, type ReconcileReport } from '../../../shared/reconcile/reconcile-report.ts';
import { decidedReport, undecidedReport } from './thread-report.ts';

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

/** The finding of a bill that no story explains. */
const nothing: ReconcileReport['finding'] = {
  claim: { kind: 'nothing fits' },
  headline: 'No story explains every meter.',
  lead: '',
  open: 'Import the bill again after 72 hours.',
  chance: null,
};

function threadReport(): ReconcileReport {
  const usage = readUsageText(fixture('thread-usage.json'));
  const table = readPastedTable(fixture('thread-meters.txt'));
  if (!usage.ok || !table.ok) throw new Error('the fixtures of this test cannot be read');
  const [model] = billedModels(table.rows);
  if (model === undefined) throw new Error('the fixture names no model');
  return reconcileReport({ turns: usage.turns, log: null }, model, [book], {
    notes: [],
    sessions: [],
    compared: null,
    sources: [],
  });
}

const hostile = `</style></title><script>alert("1")</script> & 'x' <img src=x onerror=y> <a href="javascript:x"> \u202etxt.exe`;

/** Where each of these stands in a text, in their order; -1: not there. */
const places = (text: string, words: readonly string[]): number[] => words.map((word) => text.indexOf(word));
const rising = (numbers: readonly number[]): boolean =>
  numbers.every((value, at) => value >= 0 && value > (numbers[at - 1] ?? -1));

/** What a rendering in one piece says, in the order in which it says it. */
const order = [
  'Azure billed 2.14 ×',
  '3 in 506,097',
  'Beyond the report',
  'part by part',
  'A further response over the finished conversation',
  'Excluded',
  '246 text in, billed 238',
  'Ranked after',
  'Where the money went',
  'What no number excludes',
  'Also open',
  'Next runs',
  'Rules used',
];
/** The same where one page for whoever reads no more stands before everything else. */
const pagesInOrder = [
  'Azure billed 2.14 ×',
  '3 in 506,097',
  'part by part',
  'Where the money went',
  'Next step',
  'What is explained',
  'What is left',
  'What this was made from',
  'The full report',
  'Beyond the report',
  'First story',
  'Excluded',
  '246 text in, billed 238',
  'Ranked after',
  'What no number excludes',
  'Also open',
  'Next runs',
  'Rules used',
];
const notPrinted = /\bfree\b|residual|folded|coverage|the one\b|none needed|random bill/i;

describe('a meter without a row', () => {
  it('is named beside the sums, which are then not of the same meters', () => {
    const meters = decidedReport.meters.map((line) => (line.meter === 'audio_out' ? { ...line, billed: null } : line));
    const words = 'the bill has no row for audio out (420 tokens expected)';
    expect(noRowSentence(decidedReport)).toBeNull();
    expect(noRowSentence({ ...decidedReport, meters })).toContain(words);
    expect(reportHtml(named({ ...decidedReport, meters }))).toContain(words);
    expect(reportMarkdown(named({ ...decidedReport, meters }))).toContain(words);
    expect(printReconciliation({ ...decidedReport, meters })).toContain(words);
  });

  it('is nothing to name where it counts cached tokens, which may stand in the input', () => {
    const meters = decidedReport.meters.map((line) =>
      line.meter.endsWith('cached') ? { ...line, billed: null } : line,
    );
    expect(noRowSentence({ ...decidedReport, meters })).toBeNull();
  });
});

describe.each([
  ['the HTML report', (report: ReconcileReport) => reportHtml(named(report)), pagesInOrder],
  ['the Markdown summary', (report: ReconcileReport) => reportMarkdown(named(report)), order],
  ['the print', printReconciliation, order],
] as const)('%s', (_, write, said) => {
  it('tells the sentence, the meters, the stories, what is excluded and what is open, in this order', () => {
    expect(places(write(decidedReport), said)).toSatisfy(rising);
  });

  it('uses no word that only the code uses', () => {
    expect(write(decidedReport)).not.toMatch(notPrinted);
    expect(write(undecidedReport)).not.toMatch(notPrinted);
  });

  it('tells parts of a meter, how each thing is known, and the number against each rival', () => {
    const text = write(decidedReport);
    for (const words of [
      'prompt and question re-read',
      'measured',
      'assumed',
      'the trigger, such as a second response.create',
      'A tool round',
      'needs a call; 117 = 89 + 28 leaves none',
      'Two other first turns',
      '47%',
    ])
      expect(text).toContain(words);
  });

  it('names what ran only where the finding does', () => {
    expect(write(decidedReport)).toContain('The further response');
    const open = write(undecidedReport);
    expect(open).not.toContain('The further response');
    expect(open).toContain('Tokens beyond the report');
    expect(open).toContain('Further stories');
    expect(open).toContain('2 less simple stories fit too.');
    expect(open).toContain('Which of A, B is true?');
  });

  it('says how often chance does as well from counts, and not at all where nothing was counted', () => {
    const told = (chance: Coverage | null): string => {
      const [first, second, ...rest] = undecidedReport.explanations;
      if (first === undefined || second === undefined) throw new Error('the fixture has two stories');
      return write({ ...undecidedReport, explanations: [first, { ...second, coverage: chance }, ...rest] });
    };
    expect(told({ hits: 1, of: 1017, share: 1 / 1017 })).toContain('Of all bills this far off, 1 in 1,017 fits as');
    expect(told({ hits: 400, of: 1000, share: 0.4 })).toContain('400 in 1,000 (about 1 in 3) fit as simple a story');
    expect(told({ hits: 7, of: 10, share: 0.7 })).toContain('Most bills this far off fit as simple a story');
    expect(told(null).split('as simple a story')).toHaveLength(
      told({ hits: 7, of: 10, share: 0.7 }).split('as simple a story').length - 1,
    );
  });

  it('says so where no story that the rules allow is left', () => {
    const outside = decidedReport.explanations.filter((one) => one.outside);
    for (const explanations of [[], outside]) {
      const text = write({ ...decidedReport, finding: nothing, explanations, storiesFound: explanations.length });
      expect(text).toContain(nothing.headline);
      expect(text).not.toContain('re-read');
      expect(text).not.toContain('Cache discount');
      expect(text).toMatch(/Not explained/);
    }
  });

  it('compares tokens alone where there is no list price', () => {
    const meters = decidedReport.meters.map((line) => ({ ...line, beyond: { ...line.beyond, money: null } }));
    const text = write({ ...decidedReport, money: null, priceBook: null, meters });
    expect(text).not.toMatch(/\$0|47%|0\.0053|USD/);
    expect(text).toContain('+530');
  });
});

describe('the HTML report', () => {
  const page = reportHtml(named(decidedReport));

  it('holds every meter, every story with its arithmetic, and the open questions', () => {
    expect(page).toContain('= 119 + (119 + 30 + 89)');
    expect(page).toContain('+$0.0104718');
    expect(page).toContain('Instructions of 619 tokens');
    expect(page).toContain('The numbers do not say what began it.');
  });

  it('draws each meter to its own width, with its parts in words for whoever cannot see it', () => {
    const bars = [...page.matchAll(/<svg class="bar" height="\d+" aria-hidden="true">([^]*?)<\/svg>/g)].map(
      ([bar]) => bar,
    );
    const widths = bars.map((bar) =>
      [...bar.matchAll(/<rect\s+class="(?:in|out) [^"]*"[^>]*?width="([\d.]+)%"/g)].reduce(
        (sum, [, width]) => sum + Number(width),
        0,
      ),
    );
    const meters = widths.filter((width) => width > 0);
    expect(meters).toHaveLength(4);
    for (const width of meters) expect(width).toSatisfy((value: number) => value > 98 && value <= 100);
    expect(page).toContain('<p>110 reported + 110 question re-read + 420 answer re-read</p>');
  });

  it('fills the letter of the first story only where the finding claims something', () => {
    expect(page).toContain('class="story first"');
    expect(reportHtml(named(undecidedReport))).not.toContain('class="story first"');
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
    const first = decidedReport.explanations[0];
    if (first === undefined) throw new Error('the fixture has a story');
    const bad = reportHtml({
      ...named({
        ...decidedReport,
        finding: { ...decidedReport.finding, headline: hostile, lead: hostile, open: hostile },
        explanations: [
          {
            ...first,
            title: hostile,
            marks: [{ certainty: 'open', text: hostile }],
            meters: first.meters.map((line) => ({
              ...line,
              arithmetic: hostile,
              parts: line.parts.map((part) => ({ ...part, words: hostile })),
            })),
          },
        ],
        excluded: [{ id: 'x', title: hostile, rule: hostile, fails: hostile }],
        unexcluded: [{ id: 'x', title: hostile, text: hostile }],
        alsoOpen: [hostile],
        notes: [hostile],
        sessions: [hostile],
        rules: { ...decidedReport.rules, sentence: hostile },
        model: { label: hostile, model: null, version: null, scope: null, names: {} },
      }),
      name: hostile,
    });
    expect(bad).not.toMatch(/<script|<img|<a |\u202e/);
    expect(bad.match(/<\/style>|<\/title>/g)).toHaveLength(2);
    expect(bad).toContain('[U+202E]txt.exe');
    expect(bad.split('&lt;script&gt;').length).toBeGreaterThan(20);
  });
});

describe('the one page', () => {
  const page = (report: ReconcileReport): string => summaryHtml(named(report));
  const source = (name: string): ReconcileReport['sources'][number] => ({
    files: [{ name, sha256: 'ab'.repeat(32), bytes: 10 }],
    shape: 'actual',
    importedAt: '2026-04-03T10:00:00.000Z',
    writtenAt: '2026-04-03T09:00:00.000Z',
    period: null,
    runId: null,
    tally: { rows: 10, kept: 6, costs: [] } as unknown as ReconcileReport['sources'][number]['tally'],
  });

  it('says the sentence, the ratio, the money, what is explained, what is left and the next step, and no more', () => {
    const text = page(decidedReport);
    expect(text).toContain('2.14 × what was reported');
    expect(text).toContain('What is explained');
    expect(text).toContain('Run it again: ');
    expect(text).not.toContain('246 text in, billed 238');
    expect(reportHtml(named(decidedReport))).toContain(/<div class="one">([^]*)<\/section>/.exec(text)?.[0]);
  });

  it('names the files by fingerprint and the sessions, and counts those that have no room', () => {
    const files = Array.from({ length: 5 }, (_, index) => source(`part-${index}.csv`));
    const sessions = ['one', 'two', 'three', 'four'];
    const text = page({ ...decidedReport, sources: files, sessions });
    expect(text).toContain(`part-0.csv <span class="mono">sha256 ${'ab'.repeat(32)}`);
    expect(text).not.toContain('part-4.csv');
    expect(text).toContain('2 more files in the full report.');
    expect(text).toContain('4 sessions: ');
    expect(text).toContain('1 more session in the full report.');
    expect(reportHtml(named({ ...decidedReport, sources: files, sessions }))).toContain('part-4.csv');
  });

  it('lays nothing at the cache discount where no story fits, and says what it would come to', () => {
    const text = page({ ...decidedReport, finding: nothing, explanations: [], storiesFound: 0, experiments: [] });
    expect(text).toContain('Not explained');
    expect(text).not.toContain('Cache discount');
    expect(text).toContain('Cached tokens billed without their discount would cost $0.0006554 more');
    expect(text).toContain('Run the same session once more, alone.');
  });

  it('gives every amount of a table the same decimals', () => {
    const amounts = [...page(decidedReport).matchAll(/\$\d[\d,]*\.(\d+)/g)].map(([, decimals]) => decimals?.length);
    expect(amounts.length).toBeGreaterThan(8);
    expect(new Set(amounts)).toEqual(new Set([7]));
  });
});

describe('the CSV report', () => {
  it('is a table of one width, the meters with their numbers in it', () => {
    const [head = [], ...rows] = parse(reportCsv(decidedReport), { bom: true, relax_column_count: false });
    const meters = rows.filter(([record]) => record === 'meter');
    expect(head.slice(0, 4)).toEqual(['record', 'rank', 'exact', 'meter']);
    expect(meters[0]?.slice(3, 9)).toEqual(['audio_in', 'gpt rt aud mn in gl 1215', '110', '46', '640', '594']);
  });

  it('has a row for each rival with its number, for each thing that is open, for each part and mark', () => {
    const rows: Record<string, string>[] = parse(reportCsv(decidedReport), { bom: true, columns: true });
    const of = (record: string): Record<string, string>[] => rows.filter((row) => row['record'] === record);
    expect(of('lead')[0]).toMatchObject({ chance_hits: '3', chance_of: '506097' });
    expect(of('excluded')[0]).toMatchObject({
      text: 'A new spoken item, even an empty one',
      rule: '8 more for any item',
      fails: '246 text in, billed 238',
    });
    expect(of('excluded')).toHaveLength(decidedReport.excluded.length);
    expect(of('not excluded')).toHaveLength(decidedReport.unexcluded.length);
    expect(of('open').length).toBeGreaterThan(decidedReport.alsoOpen.length);
    expect(of('explanation').map((row) => row['outside_rules'])).toEqual(['false', 'true']);
    expect(of('explanation mark')[4]).toMatchObject({ rank: '1', certainty: 'assumed' });
    const parts = of('explanation part').filter((row) => row['rank'] === '1' && row['meter'] === 'text_in');
    expect(parts.map((row) => Number(row['predicted'])).reduce((sum, tokens) => sum + tokens, 0)).toBe(357);
    expect(of('meter')[0]).toMatchObject({ beyond_report: '530', beyond_report_money: '0.0053' });
  });

  it('gives a spreadsheet no formula to run', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t'), fc.string(), (mark, rest) => {
        const text = `${mark}${rest}x`;
        const csv = reportCsv({
          ...decidedReport,
          notes: [text],
          alsoOpen: [text],
          excluded: [{ id: 'x', title: text, rule: text, fails: text }],
          unexcluded: [{ id: 'x', title: text, text }],
        });
        const cells = parse(csv, { bom: true }).flat();
        expect(cells.filter((cell) => /^[=@\t]/.test(cell))).toEqual([]);
        if (mark !== '\t' && !/^[+-]\d*$/.test(text)) expect(csv).toContain(`'${mark}`);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the Markdown summary', () => {
  it('says the finding, the table and the stories', () => {
    const text = reportMarkdown(named(decidedReport));
    expect(text).toContain('| Audio in | 110 | 46 | 640 | +530 | +$0.0053000 | Has story A |');
    expect(text).toContain('**A. A further response over the finished conversation');
    expect(text).toContain('| Two retries | 238 text in fits | 220 audio in, billed 530 |');
  });

  it('shows foreign words letter by letter', () => {
    const text = reportMarkdown(
      named({ ...decidedReport, excluded: [{ id: 'x', title: '<b>|x', rule: '[a](b)', fails: '`c`' }] }),
    );
    expect(text).toContain(String.raw`| \<b>\|x | \[a\](b) | \`c\` |`);
  });
});

describe('the experiment plan', () => {
  const report = threadReport();
  const plan = planOf(report);

  it('has a baseline, the changes that split the stories and those that split causes, each in isolation', () => {
    expect(plan.cells.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['repeat', 'sums', 'cause']));
    expect(plan.isolation.join(' ')).toMatch(/resource of its own.*UTC day of its own/);
    expect(planMarkdown(plan)).toContain('| A | ain + aout | B + tout + 2 | 530 audio, 746 text |');
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
    expect(plan.unseparated).toEqual(['B and C', 'B and D', 'C and D']);
    expect(report.inseparable.map(({ pair, kind }) => [pair, kind])).toEqual([
      [[1, 2], 'open'],
      [[1, 3], 'open'],
      [[2, 3], 'open'],
    ]);
    const why =
      'No planned experiment tells B and C; B and D; C and D apart: the two of each pair hold a number that nothing predicts; a run alone on its resource and its UTC day rules out what comes of others, and its log the rest.';
    expect(plan.unseparatedBecause).toEqual([why]);
    expect(planMarkdown(plan)).toContain(`- ${why}`);
    expect(reportMarkdown(named(report))).toContain(why);
  });

  it('tells runs of which all stories say the same once, and what each may show', () => {
    const { letters, runs, hidden } = runTable(report);
    expect([letters, hidden]).toEqual([['A', 'B', 'C', 'D'], 0]);
    expect(runs.slice(0, 3).map(({ change, as }) => [change, as])).toEqual([
      ['Nothing changed, twice', null],
      ['The same without a commit by hand', 1],
      ['The socket kept open for 60 s, every response logged', 1],
    ]);
    expect(runs[0]?.text).toEqual(['121 + answer', '238', '238', 'any']);
    expect(runs.slice(0, 3).every(({ outcomes }) => outcomes.length > 1)).toBe(true);
    const text = printReconciliation(report);
    expect(text).toMatch(/2\. The same without a commit by hand +as in run 1\n/);
    expect(text).toContain('Run 2, if it shows nothing beyond the report: the service answers the commit by hand');
  });

  it('letters its stories beyond Z', () => {
    expect([0, 25, 26, 51, 52].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA']);
  });
});
