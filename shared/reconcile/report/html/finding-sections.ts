import { documentDifference } from '../../../money/format.ts';
import type { ReconcileReport } from '../../reconcile-report.ts';
import { chargeSentence, noRowSentence } from '../charge-words.ts';
import { partedMeters, toldStories } from '../told.ts';
import { groups, signed } from '../../phrases.ts';
import { meterTitles, statusText } from '../words.ts';
import { meterBars } from './bar.ts';
import { html, type Markup } from './escape.ts';
import { inList, number } from './parts.ts';

/** One sentence for whoever reads no more, the second line, and the one amount. */
export function findingSection({ finding, money }: ReconcileReport): Markup {
  const sum =
    money === null
      ? html``
      : html`<div class="sum">
          <span>Billed beyond the report</span
          ><b>${documentDifference({ cost: money.difference, currency: money.currency })}</b>
          <span>billed ${inList(money, money.billed)}</span><span>as reported ${inList(money, money.expected)}</span>
        </div>`;
  return html`<div class="top">
    <div>
      <p class="kicker">In one sentence</p>
      <h1>${finding.headline}</h1>
      <p class="lead">${finding.lead}</p>
    </div>
    ${sum}
  </div>`;
}

function meterRow(line: ReconcileReport['meters'][number], prices: boolean): Markup {
  const { meter, names, reported, expected, billed, approximate, beyond, status } = line;
  const range =
    approximate === null ? number(billed) : `${groups(approximate.tokens)} ± ${groups(approximate.giveOrTake)}`;
  const tone = status === 'unexplained' ? 'bad' : status === 'match' || status === 'explained' ? 'good' : 'soft';
  return html`<tr>
    <td class="k">${meterTitles[meter]}${names.map((name) => html`<span class="name">${name}</span>`)}</td>
    <td class="n">${groups(reported)}</td>
    <td class="n">${groups(expected)}</td>
    <td class="n f">${range}</td>
    <td class="n">${beyond.tokens === null ? '' : signed(beyond.tokens)}</td>
    <td class="n">${beyond.money === null ? '' : documentDifference(beyond.money)}</td>
    ${prices ? html`<td class="n">${line.priceVariance === null ? '' : documentDifference(line.priceVariance)}</td>` : html``}
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
            <td class="n">${documentDifference({ cost: money.difference, currency: money.currency })}</td>
            ${prices ? html`<td class="n">${charge.priceVariance === null ? '' : documentDifference(charge.priceVariance)}</td>` : html``}
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

/** Each meter of the first story as a bar of its parts; nothing where the story has nothing beyond the report. */
export function partsSection(report: ReconcileReport): Markup {
  const { first } = toldStories(report);
  const meters = first === null ? [] : partedMeters(first.story);
  if (first === null || meters.length === 0) return html``;
  return html`<section class="keep">
    <h2>
      Every meter, part by part<small
        >tokens, as story ${first.letter} has them; solid was reported, outlined was read or said again</small
      >
    </h2>
    ${meterBars(meters)}
  </section>`;
}
