import { tableDifference, tableMoney } from '../../kit/money-format.ts';
import { count, plural } from '../../kit/numbers.ts';
import { columnTitle } from '../period/columns.ts';
import type { PeriodBlock, PeriodDay, PeriodPart, PeriodReport, PeriodTotal } from '../period/period-report.ts';
import { html, list, type Markup } from '../../kit/documents/html-markup.ts';
import { documentPage } from '../../kit/documents/html-document.ts';
import { dayState, moneyList, type NamedPeriod, openDays, partWords, shareWords } from './period-lines.ts';
import { billedText } from './wording.ts';

/** Lists of the one page are cut here; the rest is counted. */
const most = { days: 8, reasons: 6, files: 4 } as const;

const tones: Readonly<Record<PeriodPart['state'], string>> = {
  'as reported': 'of-reported',
  story: 'of-further',
  'other traffic': 'of-traffic',
  'no session': 'of-traffic',
  open: 'of-alarm',
  'not settled': 'of-open',
  'not allocated': 'of-discount',
};

function bar({ parts }: PeriodTotal): Markup {
  if (parts.some(({ share }) => share === null)) return html``;
  let left = 0;
  const segments = parts.map(({ state, share }) => {
    const x = left;
    left += 100 * (share ?? 0);
    return html`<rect
      class="${tones[state]}"
      x="${x.toFixed(3)}%"
      y="0.5"
      width="${(100 * (share ?? 0)).toFixed(3)}%"
      height="9"
    />`;
  });
  return html`<svg class="bar" height="10" aria-hidden="true">${segments}</svg>`;
}

const totalPart = (report: PeriodReport, total: PeriodTotal): Markup =>
  html`<section class="keep">
    <h2>Where the money of the file went<small>${total.currency}</small></h2>
    ${bar(total)}
    <table class="money">
      <tbody>
        ${total.parts.map(
          (part) =>
            html`<tr>
              <td>
                <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                  <rect class="${tones[part.state]}" x="0.75" y="0.75" width="8.5" height="8.5" /></svg
                >${partWords(report, part)}
              </td>
              <td class="n soft">${part.days === 0 ? '' : plural(part.days, 'day')}</td>
              <td class="n soft">${part.share === null ? '' : shareWords(part.share)}</td>
              <td class="n">${tableMoney({ cost: part.cost, currency: total.currency })}</td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colspan="3">The file’s own total</td>
          <td class="n">${tableMoney({ cost: total.file, currency: total.currency })}</td>
        </tr>
      </tfoot>
    </table>
  </section>`;

const more = (hidden: number, what: string): Markup =>
  hidden <= 0 ? html`` : html`<p class="soft">${plural(hidden, `more ${what}`)} in the full report.</p>`;

function askPart(report: PeriodReport): Markup {
  const days = openDays(report);
  return html`<section>
    <h2>Days to ask about</h2>
    ${days.length === 0 ? html`<p>None: every day is as reported, has a story, or can still change.</p>` : list(days.slice(0, most.days).map(({ model, day }) => `${day.day}, ${model}: ${day.sentence}`))}
    ${more(days.length - most.days, 'day')}
  </section>`;
}

function restPart({ unallocated }: PeriodReport): Markup {
  if (unallocated.length === 0) return html``;
  return html`<section>
    <h2>In the file, not allocated</h2>
    ${list(unallocated.slice(0, most.reasons).map(({ title, charged, rows }) => `${title}: ${moneyList(charged)}, ${plural(rows, 'row')}`))}
    ${more(unallocated.length - most.reasons, 'reason')}
  </section>`;
}

function fromPart({ sources, sessions, from, to }: PeriodReport): Markup {
  const files = sources.flatMap((source) => source.files);
  return html`<section class="from">
    <h2>What this was made from</h2>
    <dl>
      <dt>Reported</dt>
      <dd>${plural(sessions.length, 'session')} of ${from === to ? from : `${from} to ${to}`}</dd>
      <dt>Files</dt>
      <dd>
        ${files.slice(0, most.files).map(({ name, sha256 }) => html`<span class="file">${name} <span class="mono">sha256 ${sha256}</span></span>`)}
        ${more(files.length - most.files, 'file')}
      </dd>
    </dl>
  </section>`;
}

const summary = (report: PeriodReport): Markup =>
  html`<div class="one">
    <p class="kicker">${report.label}, in one sentence</p>
    <h1>${report.headline}</h1>
    <p class="lead">${report.lead}</p>
    ${report.totals.map((total) => totalPart(report, total))}
    <div class="two">${askPart(report)} ${restPart(report)}</div>
    ${fromPart(report)}
  </div>`;

const cellText = (day: PeriodDay, column: PeriodBlock['columns'][number]): string => {
  const cell = day.cells.find((one) => one.column === column);
  if (cell === undefined) return '';
  return cell.hours === null ? billedText(cell) : (cell.hours.billed ?? 'no row');
};

const blockPart = (report: PeriodReport, block: PeriodBlock): Markup =>
  html`<h2>
      ${[block.model, block.resource].filter((text) => text !== null).join(', ')}<small
        >tokens billed, day by day</small
      >
    </h2>
    <table class="month">
      <thead>
        <tr>
          <th>Day, UTC</th>
          <th class="n">Sessions</th>
          ${block.columns.map((column) => html`<th class="n">${columnTitle(column)}</th>`)}
          <th class="n">Billed</th>
          <th class="n">Beyond the report</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        ${block.days.map((day) =>
          day.state === 'nothing'
            ? html`<tr>
                <td class="k">${day.day}</td>
                <td class="soft" colspan="${block.columns.length + 4}">no session, no row</td>
              </tr>`
            : html`<tr>
                <td class="k">${day.day || 'no day'}</td>
                <td class="n">${count(day.sessions.length)}</td>
                ${block.columns.map((column) => html`<td class="n">${cellText(day, column)}</td>`)}
                <td class="n">${moneyList(day.charged)}</td>
                <td class="n">${day.beyond === null ? '' : tableDifference(day.beyond)}</td>
                <td class="${day.state === 'open' || day.state === 'unreadable' ? 'bad' : 'soft'}">
                  ${dayState(report, day)}
                </td>
              </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td>All</td>
          <td></td>
          ${block.columns.map((column) => {
            const total = block.totals.find((one) => one.column === column);
            return html`<td class="n">
              ${total?.hours ?? (total?.tokens === null || total === undefined ? '' : count(total.tokens))}
            </td>`;
          })}
          <td class="n">${moneyList(block.charged)}</td>
          <td></td>
          <td></td>
        </tr>
      </tfoot>
    </table>`;

const storiesPart = ({ stories }: PeriodReport): Markup =>
  stories.length === 0
    ? html``
    : html`<h2>Stories</h2>
        ${list(stories.map(({ letter, title, days, beyond }) => `${letter}. ${title}: ${days.join(', ')}; ${moneyList(beyond)} beyond the report`))}`;

const sessionsPart = ({ sessions }: PeriodReport): Markup =>
  html`<h2>Sessions<small>what each reported at list price, and its part of what was charged</small></h2>
    <table>
      <thead>
        <tr>
          <th>Session</th>
          <th>Days</th>
          <th class="n">Responses</th>
          <th class="n">Reported</th>
          <th class="n">Charged</th>
        </tr>
      </thead>
      <tbody>
        ${sessions.map(
          ({ id, name, days, responses, reported, billed, why }) =>
            html`<tr>
              <td class="k">${name ?? id}${name === null ? '' : html`<span class="name">${id}</span>`}</td>
              <td>${days.join(', ')}</td>
              <td class="n">${count(responses)}</td>
              <td class="n">${reported === null ? '' : tableMoney(reported)}</td>
              <td class="n">${billed === null ? (why ?? 'unknown') : tableMoney(billed)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;

const notesPart = ({ notes }: PeriodReport): Markup =>
  notes.length === 0
    ? html``
    : html`<h2>Notes</h2>
        ${list(notes)}`;

const subtitle = ({ report }: NamedPeriod): string => `Sessions against the bill of ${report.label}`;

/** The one page of a period by itself. */
export const periodSummaryHtml = (named: NamedPeriod): string =>
  documentPage({ ...named, what: 'Reconciliation', subtitle: subtitle(named), kind: 'period' }, summary(named.report));

/** A period as one HTML file: its one page, then every day, story and session, on sheets that lie on their side. */
export const periodHtml = (named: NamedPeriod): string =>
  documentPage(
    { ...named, what: 'Reconciliation', subtitle: subtitle(named), kind: 'period' },
    summary(named.report),
    html`${named.report.blocks.map((block) => blockPart(named.report, block))} ${storiesPart(named.report)}
    ${sessionsPart(named.report)} ${notesPart(named.report)}`,
  );
