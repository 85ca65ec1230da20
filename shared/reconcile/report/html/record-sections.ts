import { meterKinds } from '../../../billing/meter-kind.ts';
import type { ReconcileReport } from '../../reconcile-report.ts';
import { groups, meterTitles, signed } from '../words.ts';
import { html, type Markup } from './escape.ts';

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
          ${meterKinds.map((meter) => html`<th class="n">${meterTitles[meter]}</th>`)}
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
                ${groups(number)}${origin === null ? '' : html`<span class="name">${origin.responseId}, response ${groups(origin.number)} of ${origin.session}</span>`}
              </td>
              ${[audioIn, audioCached, audioOut, textIn, textCached, textOut].map((tokens) => html`<td class="n">${groups(tokens)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${more}`;
}
