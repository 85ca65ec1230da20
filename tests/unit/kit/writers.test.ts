import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { printReconciliation } from '../../../electron/cli/output/print-reconciliation.ts';
import { printReport } from '../../../electron/cli/output/print-session.ts';
import { reportOf } from '../../../electron/cli/output/session-report.ts';
import { bullets, code, heading, markdownOf, md, paragraph, table } from '../../../shared/kit/untrusted/markdown.ts';
import { visible, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import type { NamedReport } from '../../../shared/reconcile/reconcile-report.ts';
import { reportCsv } from '../../../shared/reconcile/report/csv.ts';
import { planMarkdown, planOf } from '../../../shared/reconcile/report/experiment-plan.ts';
import { reportHtml } from '../../../shared/reconcile/report/html-page.ts';
import { reportMarkdown } from '../../../shared/reconcile/report/markdown.ts';
import { focusCsvHead, focusCsvLines } from '../../../shared/session/costs/focus-columns.ts';
import { focusRows } from '../../../shared/session/costs/focus-rows.ts';
import { reportCsv as usageCsv, reportMarkdown as usageMarkdown } from '../../../shared/session/costs/usage-export.ts';
import { usageReport, type UsageReport } from '../../../shared/session/costs/usage-report.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { threadUsage } from '../../fixtures/thread-usage.ts';
import { shipped } from '../pricing/books.ts';
import { header, LogWriter } from '../session/log.ts';
import { type Elements, elementsOf } from '../support/elements.ts';
import { hostileText, hostileTexts, withTexts } from '../support/hostile.ts';
import { papers, words } from '../support/papers.ts';

const plans = papers.map(({ report }) => planOf(report));

const log = new LogWriter()
  .server('session.created', { session: { type: 'realtime', model: 'gpt-realtime-mini-2025-12-15' } })
  .server('input_audio_buffer.committed', { item_id: 'i1' })
  .server('conversation.item.input_audio_transcription.completed', {
    item_id: 'i1',
    transcript: 'hello',
    usage: { type: 'duration', seconds: 2 },
  })
  .server('response.created', { response: { id: 'r1' } })
  .server('response.done', { response: { id: 'r1', status: 'completed', output: [], usage: threadUsage } })
  .server('error', { error: { type: 'invalid_request_error', code: 'x', message: 'no', param: null } })
  .server('no.such.event', { usage: { other_tokens: 3 } });
const view = foldSession(header, log.entries);
const book = { book: bookOnDay(shipped('2026-10-09'), '2026-11-23'), how: 'by date' as const };
const usage = usageReport(view, book);
const usageWords = new Set(
  [
    'sessionId',
    'startedAt',
    'label',
    'deployment',
    'book',
    'name',
    'model',
    'itemId',
    'status',
    'meter',
    'pricedAs',
  ].concat(['path', 'unpriced', 'currency']),
);
const made = focusRows(view, book, '1.2.3');
const focus = made.ok ? made.rows : [];
const focusWords = new Set(
  ['sessionId', 'profile', 'host', 'deployment', 'model', 'bookId', 'currency', 'app', 'name', 'service'].concat([
    'id',
    'itemId',
    'label',
    'pricedAs',
    'meter',
  ]),
);
const session = reportOf(view, book.book, '/sessions/one', ['a thing that is unfinished']);
const sessionWords = new Set(
  [
    'sessionId',
    'folder',
    'label',
    'deployment',
    'explanation',
    'message',
    'role',
    'text',
    'model',
    'path',
    'title',
  ].concat('unfinished', 'priceBook', 'currency', 'unit', 'state'),
);

/** As long, and harmless. */
const harmless = (text: string) => 'x'.repeat(text.length);

/** What a function makes of a value, made once for what is asked of it in a row: to read a page costs more than all that is tried on it. */
function remembered<Made>(make: (text: string) => Made): (text: string) => Made {
  let last: { readonly text: string; readonly made: Made } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) };
    return last.made;
  };
}

const read = remembered(elementsOf);
const rendered = remembered((markdown: string): Elements =>
  elementsOf(marked.parse(markdown, { async: false, gfm: true })),
);
const lines = (text: string): readonly string[] => text.split('\n');
const cells = (csv: string): readonly (readonly string[])[] =>
  parse(csv, { bom: true, relax_column_count: true, skip_empty_lines: false });

interface Writer {
  /** What is written of all papers with this text in place of every word of others. */
  readonly write: (text: string) => readonly string[];
  /** What may not change: tags, lines, cells. */
  readonly structure: (written: string) => unknown;
  /** What a reader sees. */
  readonly shown: (written: string) => string;
  /** How a text is to be seen in it. */
  readonly as: (text: string) => string;
}

const reconciled = (write: (named: NamedReport) => string) => (text: string) =>
  papers.map((paper) => write(withTexts(paper, words, () => text)));
const used = (write: (report: UsageReport) => string) => (text: string) => [
  write(withTexts(usage, usageWords, () => text)),
];
const html = {
  structure: (page: string) => read(page).tags,
  shown: (page: string) => read(page).text,
  as: visible,
};
const markdown = {
  structure: (source: string) => rendered(source).tags,
  shown: (source: string) => rendered(source).text,
  as: visibleLine,
};
const csv = {
  structure: (table: string) => cells(table).map((row) => row.length),
  shown: (table: string) => cells(table).flat().join('\n'),
  as: visibleLine,
};
const print = { structure: (text: string) => lines(text).length, shown: (text: string) => text, as: visibleLine };

const writers: Readonly<Record<string, Writer>> = {
  'the HTML report': { write: reconciled(reportHtml), ...html },
  'the Markdown report': { write: reconciled(reportMarkdown), ...markdown },
  'the plan in Markdown': {
    write: (text) => plans.map((plan) => planMarkdown(withTexts(plan, words, () => text))),
    ...markdown,
  },
  'the usage in Markdown': { write: used(usageMarkdown), ...markdown },
  'the CSV report': { write: reconciled(({ report }) => reportCsv(report)), ...csv },
  'the usage in CSV': { write: used(usageCsv), ...csv },
  'the FOCUS rows in CSV': {
    write: (text) => [focusCsvHead + focusCsvLines(withTexts(focus, focusWords, () => text))],
    ...csv,
  },
  'the print of a reconciliation': { write: reconciled(({ report }) => printReconciliation(report)), ...print },
  'the print of a session': { write: (text) => [printReport(withTexts(session, sessionWords, () => text))], ...print },
};

/** Bare words in a reader's eye: what CSV puts before a formula aside. */
const seen = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll("'", '');

/** Every kind of block, with a text in every place of it. */
const everyBlock = (text: string): string =>
  markdownOf([
    heading(1, text),
    paragraph(text),
    paragraph(`a ${text} b`),
    paragraph(md`**A. ${text}** ${text}`),
    bullets([text, [text, [text, md`${text}, ${code(text)}`]], text]),
    table([text, text], [[text, 'a'], [text]], (column) => column > 0),
    paragraph(text),
  ]);

it('a block of Markdown holds whatever it is given, in each of its places', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const { tags, text: read } = rendered(everyBlock(text));
      // Of a text of letters alone, `code` makes code.
      const plain = rendered(everyBlock('.'.repeat(text.length)));
      expect(tags.filter((tag) => !tag.endsWith('code'))).toEqual(plain.tags);
      expect(seen(read).split(seen(visibleLine(text))).length).toBeGreaterThan(16);
    }),
    { numRuns: 1000 },
  );
});

describe.each(Object.entries(writers))('%s', (_, { write, structure, shown, as }) => {
  /** By its length, which is all that a harmless text has. */
  const harmlessOnes = new Map<number, readonly unknown[]>();
  const structureOfHarmless = (text: string): readonly unknown[] => {
    const known = harmlessOnes.get(text.length) ?? write(harmless(text)).map(structure);
    harmlessOnes.set(text.length, known);
    return known;
  };
  const holds = (text: string): void => {
    const hostile = write(text);
    const expected = structureOfHarmless(text);
    expect(hostile).toHaveLength(expected.length);
    for (const [index, one] of hostile.entries()) {
      expect(structure(one)).toEqual(expected[index]);
      expect(one).not.toMatch(
        /(?![\n\t]|\r\n|^\ufeff)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u,
      );
      expect(seen(shown(one))).toContain(seen(as(text)).trim());
    }
  };

  it('has words of others in many places', () => {
    const marked = write('QZQ').map((one) => one.split('QZQ').length - 1);
    expect(Math.min(...marked)).toBeGreaterThan(4);
  });

  it('keeps its structure and shows each text letter by letter: one thing that a program might obey at a time', () => {
    for (const text of hostileTexts) holds(text);
  });

  it('and any of them together', () => {
    fc.assert(fc.property(hostileText, holds), { numRuns: 100 });
  });
});
