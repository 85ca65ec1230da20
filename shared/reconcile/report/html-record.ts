import { meterKinds, meterFacts } from '../../billing/meter-kind.ts';
import { dayAfter } from '../../kit/dates.ts';
import { documentMoney } from '../../kit/money-format.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { count as groups, plural, signed } from '../../kit/numbers.ts';
import { bySession } from './by-session.ts';
import { html, list, type Markup } from '../../kit/documents/html-markup.ts';
import { freshnessText } from './wording.ts';

/** Rows of a table beyond which a reader is sent to the JSON report. */
const mostRows = 500;

/** Which UTC day holds the difference. */
export function daysSection({ days }: ReconcileReport): Markup {
  if (days.length === 0) return html``;
  return html`<h2>By UTC day<small>tokens; billed less expected; a dash: no row on the bill</small></h2>
    <table>
      <thead>
        <tr>
          <th>Day</th>
          <th class="n">Responses</th>
          ${meterKinds.map((meter) => html`<th class="n">${meterFacts[meter].title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${days.map(
          ({ day, responses, differences }) =>
            html`<tr>
              <td class="k">${day}</td>
              <td class="n">${groups(responses)}</td>
              ${meterKinds.map((meter) => {
                const difference = differences[meter];
                return html`<td class="n">${difference === null ? '\u2013' : signed(difference)}</td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** What each of several sessions reported; nothing for one. */
export function sessionsSection(report: ReconcileReport): Markup {
  const sums = bySession(report);
  if (sums.length === 0) return html``;
  return html`<h2>Session by session<small>tokens reported; cached ones are a part of the input</small></h2>
    <table>
      <thead>
        <tr>
          <th>Session</th>
          <th class="n">Responses</th>
          ${meterKinds.map((meter) => html`<th class="n">${meterFacts[meter].title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${sums.map(
          ({ session, responses, reported }) =>
            html`<tr>
              <td class="k">${session}</td>
              <td class="n">${groups(responses)}</td>
              ${meterKinds.map((meter) => html`<td class="n">${groups(reported[meter])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** Each reported response by the number that the stories use, with the id by which the service knows it. */
export function responsesSection({ reportedResponses: all }: ReconcileReport): Markup {
  if (all.every(({ origin }) => origin === null)) return html``;
  const more =
    all.length > mostRows
      ? html`<p class="soft">${groups(all.length - mostRows)} more are in the JSON report.</p>`
      : html``;
  return html`<h2>
      Reported responses<small>tokens as usage objects said; cached ones are a part of the input</small>
    </h2>
    <table>
      <thead>
        <tr>
          <th>Response, and where it stands</th>
          <th class="n">Audio in</th>
          <th class="n">cached</th>
          <th class="n">Audio out</th>
          <th class="n">Text in</th>
          <th class="n">cached</th>
          <th class="n">Text out</th>
        </tr>
      </thead>
      <tbody>
        ${all.slice(0, mostRows).map(
          ({ number, origin, audioIn, audioCached, audioOut, textIn, textCached, textOut }) =>
            html`<tr>
              <td class="k">
                ${number}${origin === null ? '' : html`<span class="name">${origin.responseId}, response ${origin.number} of ${origin.session}</span>`}
              </td>
              ${[audioIn, audioCached, audioOut, textIn, textCached, textOut].map((tokens) => html`<td class="n">${groups(tokens)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${more}`;
}

/** `2026-04-02 10:00:00`. */
const instant = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** Days in a row as one range: `2026-03-01 to 2026-03-28 (28 days)`. */
export function dayRanges(days: readonly string[]): readonly string[] {
  const ranges: [string, string, number][] = [];
  for (const day of days.toSorted()) {
    const last = ranges.at(-1);
    if (last !== undefined && day === dayAfter(last[1])) {
      last[1] = day;
      last[2] += 1;
    } else ranges.push([day, day, 1]);
  }
  return ranges.map(([from, to, count]) => (count === 1 ? from : `${from} to ${to} (${groups(count)} days)`));
}

export function scopeSection({
  model,
  compared,
  responses,
  sessions,
  priceBook,
  money,
  charge,
}: ReconcileReport): Markup {
  const rows: readonly (readonly [string, string | readonly string[]])[] = [
    ['Model', model.label],
    ['Reported', `${plural(responses, 'response')} with usage`],
    ['Sessions', sessions.length === 0 ? 'none; the usage was pasted' : sessions],
    ...(compared === null
      ? ([
          ['Bill', 'a table that was typed or pasted; it has no clock, and rows of a day can change for 72 hours'],
        ] as const)
      : ([
          ['UTC days', dayRanges(compared.days)],
          ['Resource', compared.resource ?? 'not named on the bill'],
          ['State of the bill', freshnessText[compared.freshness]],
        ] as const)),
    [
      'Prices',
      priceBook === null
        ? 'no list price for this model and scope; tokens only'
        : `${priceBook}${money === null ? '' : `, in ${money.currency}`}`,
    ],
    ...(charge.costs.length === 0 ? [] : ([['Charged', charge.costs.map(documentMoney).join('; ')]] as const)),
  ];
  return html`<section>
    <h2>What was compared</h2>
    <dl>
      ${rows.map(
        ([key, value]) =>
          html`<dt>${key}</dt>
            <dd>
              ${typeof value === 'string' ? value : value.map((one) => html`<span class="item">${one}</span> `)}
            </dd>`,
      )}
    </dl>
  </section>`;
}

/** The files behind the bill, by fingerprint. */
export function sourcesSection({ sources }: ReconcileReport): Markup {
  const rows = sources.flatMap(({ files, shape, importedAt, writtenAt, runId, tally }) =>
    files.map(
      ({ name, sha256, bytes }) =>
        html`<tr>
          <td>
            <span class="strong">${name}</span><br /><span class="soft"
              >${shape}${runId === null ? '' : `, run ${runId}`}</span
            ><br /><span class="mono">sha256 ${sha256}</span>
          </td>
          <td class="n">
            ${groups(tally.kept)} of ${groups(tally.rows)}<br /><span class="soft">${groups(bytes)} bytes</span>
          </td>
          <td class="n">${instant(writtenAt)}<br /><span class="soft">imported ${instant(importedAt)}</span></td>
        </tr>`,
    ),
  );
  return html`<section>
    <h2>Sources</h2>
    ${
      rows.length === 0
        ? html`<p>Usage and meters as they were pasted; there is no file to name.</p>`
        : html`<table>
            <thead>
              <tr>
                <th>File</th>
                <th class="n">Rows used</th>
                <th class="n">Written, UTC</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
    }
  </section>`;
}

/** What was passed over or taken for granted. */
export const notesSection = ({ notes }: ReconcileReport): Markup =>
  notes.length === 0
    ? html``
    : html`<section class="long">
        <h2>Notes</h2>
        ${list(notes)}
      </section>`;

/** Which measured rules the stories go by. */
export const rulesSection = ({ rules }: ReconcileReport): Markup =>
  html`<section>
    <h2>Rules used</h2>
    <p>${rules.sentence}</p>
  </section>`;
