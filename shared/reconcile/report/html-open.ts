import { tableDifference, tableMoney } from '../../kit/money-format.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { hiddenWords, runTable } from './experiment-plan.ts';
import { html, type Markup } from '../../kit/documents/html-markup.ts';
import { questionSign } from './html-markup.ts';
import { alsoOpen, type MoneyPart, moneyParts, unclaimedDiscount } from './story-lines.ts';

function moneyBar(parts: readonly MoneyPart[]): Markup {
  if (parts.some(({ share }) => share === null)) return html``;
  let left = 0;
  const segments = parts.map(({ kind, share }) => {
    const x = left;
    left += 100 * (share ?? 0);
    return html`<rect
      class="of-${kind}"
      x="${x.toFixed(3)}%"
      y="0.5"
      width="${(100 * (share ?? 0)).toFixed(3)}%"
      height="9"
    />`;
  });
  return html`<svg class="bar" height="10" aria-hidden="true">${segments}</svg>`;
}

/** What was billed, parted into what was reported, what ran beyond it and the discount that was not given. */
export function moneySection(report: ReconcileReport): Markup {
  const { money } = report;
  if (money === null) {
    return html`<section>
      <h2>Where the money went</h2>
      <p>There is no list price for this model and scope, so only tokens are compared.</p>
    </section>`;
  }
  const parts = moneyParts(report);
  const unclaimed = unclaimedDiscount(report);
  return html`<section>
    <h2>Where the money went<small>at list price</small></h2>
    ${moneyBar(parts)}
    <table class="money">
      <tbody>
        ${parts.map(
          ({ kind, words, cost, share }) =>
            html`<tr>
              <td>
                <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
                  <rect class="of-${kind}" x="0.75" y="0.75" width="8.5" height="8.5" /></svg
                >${words}
              </td>
              <td class="n soft">${share === null ? '' : `${Math.round(100 * share)}%`}</td>
              <td class="n">
                ${kind === 'reported' ? tableMoney({ cost, currency: money.currency }) : tableDifference({ cost, currency: money.currency })}
              </td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colspan="2">Billed</td>
          <td class="n">${tableMoney({ cost: money.billed, currency: money.currency })}</td>
        </tr>
      </tfoot>
    </table>
    ${unclaimed === null ? '' : html`<p class="soft">${unclaimed}</p>`}
  </section>`;
}

/** A sum stays on its line. */
const unbroken = (text: string): string => text.replaceAll(/ ([+\u2212\u00d7]) (?=\d)/g, '\u00a0$1\u00a0');

/** What fits as well and could be told apart by isolation alone. */
export function unexcludedSection({ unexcluded }: ReconcileReport): Markup {
  if (unexcluded.length === 0) return html``;
  return html`<section class="long">
    <h2>What no number excludes<small>only isolation does</small></h2>
    <ul class="asked">
      ${unexcluded.map(
        ({ title, text }) =>
          html`<li>
            ${questionSign}<span><b>${title}</b>${text === '' ? '' : `, ${unbroken(text)}`}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

export function alsoOpenSection(report: ReconcileReport): Markup {
  const questions = alsoOpen(report);
  if (questions.length === 0) return html``;
  return html`<section class="long">
    <h2>Also open</h2>
    ${questions.map((text) => html`<p>${text}</p>`)}
  </section>`;
}

/** The next runs in the order in which they are made, with what each story says that they would add. */
export function runsSection(report: ReconcileReport): Markup {
  const [next] = report.experiments;
  if (next === undefined) return html``;
  const told = runTable(report);
  const { letters, runs } = told;
  return html`<section>
    <h2>Next runs<small>text in that each story predicts beyond the run’s own report; any: it predicts none</small></h2>
    <table class="runs">
      <thead>
        <tr>
          <th>Change one thing</th>
          ${letters.map((letter) => html`<th class="n">${letter}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${runs.map(
          ({ number, change, optional, text, as, outcomes }) =>
            html`<tr class="${outcomes.length === 0 ? 'run' : 'run told'}">
                <td><span class="strong">${number}. ${change}</span>${optional ? ' (optional)' : ''}</td>
                ${
                  as === null
                    ? text.map((words) => html`<td class="n">${words}</td>`)
                    : html`<td class="n soft" colspan="${letters.length}">as in run ${as}</td>`
                }
              </tr>
              ${
                outcomes.length === 0
                  ? ''
                  : html`<tr>
                      <td class="soft" colspan="${letters.length + 1}">
                        ${outcomes.map((outcome) => html`If it shows ${outcome}. `)}
                      </td>
                    </tr>`
              }`,
        )}
      </tbody>
    </table>
    <p class="soft">${hiddenWords(told)} ${next.isolation}</p>
  </section>`;
}
