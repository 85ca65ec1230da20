import type { NamedReport, ReconcileReport } from '../reconcile-report.ts';
import { metersSection } from './html-meters.ts';
import { summaryPage } from './html-summary.ts';
import { html, type Markup } from './html-markup.ts';
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
import { style, styleHash } from './html-style.ts';
import { alsoOpen, letteredStories } from './story-lines.ts';

/** Nothing is fetched, run, framed or sent; the one style sheet is known by its fingerprint, so no other style applies. */
const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;

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

const header = ({ name, report, at }: NamedReport, what: string): Markup =>
  html`<header>
    <p class="who"><strong>${name}</strong><br />${what} ${report.model.label}</p>
    <p>Written by Voxtally<br />${at.slice(0, 19).replace('T', ' ')} UTC</p>
  </header>`;

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

function page(named: NamedReport, body: Markup): string {
  const { name, report } = named;
  const written = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Reconciliation: ${name}</title>
      ${{ markup: `<style>${style}</style>` }}
    </head>
    <body${{ markup: isSheet(report) ? ' class="sheet"' : '' }}>
      ${body}
    </body>
  </html> `;
  return `<!doctype html>\n${written.markup}`;
}

/** The one page by itself as an HTML file: no script, nothing fetched, everything escaped. */
export const summaryHtml = (named: NamedReport): string =>
  page(
    named,
    html`${header(named, 'Reported usage against the bill of')}
      <main>${summaryPage(named.report)}</main>`,
  );

/** The report as one HTML file: the one page, then everything on pages of its own. */
export const reportHtml = (named: NamedReport): string =>
  page(
    named,
    html`${header(named, 'Reported usage against the bill of')}
      <main>
        ${summaryPage(named.report)}
        <div class="full">
          ${header(named, 'The full report: reported usage against the bill of')} ${fullPages(named.report)}
        </div>
      </main>
      ${footer}`,
  );
