import { tableDifference } from '../../kit/money-format.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { count, signed } from '../../kit/numbers.ts';
import { html, type Markup } from '../../kit/documents/html-markup.ts';
import { billedText, chargeSentence, noRowSentence, statusText } from './wording.ts';
import { meterFacts } from '../../billing/meter-kind.ts';

function meterRow(line: ReconcileReport['meters'][number], prices: boolean): Markup {
  const { meter, names, reported, expected, beyond, status } = line;
  const tone = status === 'unexplained' ? 'bad' : status === 'match' || status === 'explained' ? 'good' : 'soft';
  return html`<tr>
    <td class="k">${meterFacts[meter].title}${names.map((name) => html`<span class="name">${name}</span>`)}</td>
    <td class="n">${count(reported)}</td>
    <td class="n">${count(expected)}</td>
    <td class="n f">${billedText(line)}</td>
    <td class="n">${beyond.tokens === null ? '' : signed(beyond.tokens)}</td>
    <td class="n">${beyond.money === null ? '' : tableDifference(beyond.money)}</td>
    ${prices ? html`<td class="n">${line.priceVariance === null ? '' : tableDifference(line.priceVariance)}</td>` : html``}
    <td class="${tone}">${statusText(line, 'A')}</td>
  </tr>`;
}

export function metersSection(report: ReconcileReport): Markup {
  const { meters, money, charge } = report;
  const prices = meters.some(({ priceVariance }) => priceVariance !== null);
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  const total =
    money === null
      ? html``
      : html`<tfoot>
          <tr>
            <td colspan="5">All</td>
            <td class="n">${tableDifference({ cost: money.difference, currency: money.currency })}</td>
            ${prices ? html`<td class="n">${charge.priceVariance === null ? '' : tableDifference(charge.priceVariance)}</td>` : html``}
            <td></td>
          </tr>
        </tfoot>`;
  return html`<h2>
      Meters<small>tokens; money at list price${prices ? ', what the bill charges above or below it apart' : ''}</small>
    </h2>
    <table class="meters">
      <thead>
        <tr>
          <th class="wrap third">Meter, and its name on the bill</th>
          <th class="n">Reported</th>
          <th class="n">Expected</th>
          <th class="n">Billed</th>
          <th class="n">Beyond the report</th>
          <th class="n">${money === null ? 'Money' : `Money, ${money.currency}`}</th>
          ${prices ? html`<th class="n">Price${money === null ? '' : `, ${money.currency}`}</th>` : html``}
          <th>Status</th>
        </tr>
      </thead>
      <tbody>
        ${meters.map((line) => meterRow(line, prices))}
      </tbody>
      ${total}
    </table>
    ${said.map((text) => html`<p class="soft">${text}</p>`)}`;
}
