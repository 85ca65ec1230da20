import type { NamedReport, ReconcileReport } from '../reconcile-report.ts';
import { metersSection } from './html-meters.ts';
import { summaryPage } from './html-summary.ts';
import { type DocumentHead, documentPage } from '../../kit/documents/html-document.ts';
import { html, type Markup } from '../../kit/documents/html-markup.ts';
import { alsoOpenSection, runsSection, unexcludedSection } from './html-open.ts';
import {
  daysSection,
  notesSection,
  responsesSection,
  rulesSection,
  sessionsSection,
  scopeSection,
  sourcesSection,
} from './html-record.ts';
import {
  excludedSection,
  firstStorySection,
  furtherStoriesSection,
  manySection,
  outsideSection,
} from './html-stories.ts';
import { alsoOpen, letteredStories } from './story-lines.ts';

/** Lists up to which a report is set in smaller letters, so that it fits on the two sides of a sheet. */
const sheet = { further: 3, excluded: 14, questions: 14, files: 1, notes: 3, sessions: 1 } as const;

/** The report of a single response or so. */
function isSheet(report: ReconcileReport): boolean {
  const { excluded, unexcluded, sources, notes, days, many, sessions } = report;
  return (
    letteredStories(report).further.length <= sheet.further &&
    excluded.length <= sheet.excluded &&
    unexcluded.length + alsoOpen(report).length <= sheet.questions &&
    sources.length <= sheet.files &&
    notes.length <= sheet.notes &&
    days.length === 0 &&
    many === null &&
    sessions.length <= sheet.sessions
  );
}

/** Facts of pasted evidence fit in columns; names of files and many sessions need the whole width. */
const isNarrow = ({ sources, sessions }: ReconcileReport): boolean =>
  sources.length === 0 && sessions.length <= sheet.sessions;

const footer = html`<footer>
  Tokens are whole numbers; money is counted exactly and shown to seven decimals. Reported: what usage objects say.
  Expected: what the meters show if the report is all there is, cached tokens on their own meters. Billed: what was
  imported. Beyond the report: billed less reported, where cached tokens were billed as the first story has it. Read off
  this bill: a number that nothing predicts, and that proves nothing.
</footer>`;

/** Everything behind the one page, from the meters to each response. */
const fullPages = (report: ReconcileReport): Markup =>
  html`${metersSection(report)} ${daysSection(report)} ${sessionsSection(report)} ${firstStorySection(report)}
    ${furtherStoriesSection(report)} ${excludedSection(report)} ${outsideSection(report)} ${manySection(report)}
    <div class="pair">${unexcludedSection(report)} ${alsoOpenSection(report)}</div>
    ${runsSection(report)}
    <div class="${isNarrow(report) ? 'lower' : 'whole'}">
      ${scopeSection(report)} ${sourcesSection(report)} ${notesSection(report)} ${rulesSection(report)}
    </div>
    ${responsesSection(report)}`;

const headOf = ({ name, report, at }: NamedReport): DocumentHead => ({
  what: 'Reconciliation',
  name,
  at,
  subtitle: `Reported usage against the bill of ${report.model.label}`,
  kind: isSheet(report) ? 'sheet' : 'long',
});

/** The one page by itself as an HTML file: no script, nothing fetched, everything escaped. */
export const summaryHtml = (named: NamedReport): string => documentPage(headOf(named), summaryPage(named.report));

/** The report as one HTML file: the one page, then everything on pages of its own. */
export const reportHtml = (named: NamedReport): string =>
  documentPage(headOf(named), summaryPage(named.report), html`${fullPages(named.report)} ${footer}`);
