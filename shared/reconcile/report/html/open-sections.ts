import { documentDifference } from '../../../money/format.ts';
import { letterOf } from '../../plan/letters.ts';
import type { ReconcileReport } from '../../reconcile-report.ts';
import { alsoOpen } from '../open-questions.ts';
import { moneyParts, type MoneyPart } from '../told.ts';
import { groups } from '../words.ts';
import { html, type Markup } from './escape.ts';
import { inList, list } from './parts.ts';
import { asked } from './signs.ts';

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
                ${kind === 'reported' ? inList(money, cost) : documentDifference({ cost, currency: money.currency })}
              </td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td colspan="2">Billed</td>
          <td class="n">${inList(money, money.billed)}</td>
        </tr>
      </tfoot>
    </table>
  </section>`;
}

/** What fits as well and could be told apart by isolation alone. */
export function unexcludedSection({ unexcluded }: ReconcileReport): Markup {
  if (unexcluded.length === 0) return html``;
  return html`<section class="long">
    <h2>What no number excludes<small>only isolation does</small></h2>
    <ul class="asked">
      ${unexcluded.map(
        ({ title, text }) =>
          html`<li>
            ${asked}<span><b>${title}</b>${text === '' ? '' : `, ${text}`}</span>
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

/** One change: stories that predict the same stand on one row, so that the rows are what the change tells apart. */
function experimentRows({ change, needed, predictions }: ReconcileReport['experiments'][number]): Markup {
  const alike = new Map<string, { letters: string[]; audioIn: number; textIn: number }>();
  for (const [index, { audioIn, textIn }] of predictions.entries()) {
    const key = `${audioIn} ${textIn}`;
    const group = alike.get(key) ?? { letters: [], audioIn, textIn };
    group.letters.push(letterOf(index));
    alike.set(key, group);
  }
  const rows = [...alike.values()].map(
    ({ letters, audioIn, textIn }, at) =>
      html`<tr>
        ${at === 0 ? html`<td class="strong" rowspan="${alike.size}">${change}${needed ? '' : ' (optional)'}</td>` : html``}
        <td>${letters.join(', ')}</td>
        <td class="n">${groups(audioIn)}</td>
        <td class="n">${groups(textIn)}</td>
      </tr>`,
  );
  return html`${rows}`;
}

export function experimentsSection({ experiments }: ReconcileReport): Markup {
  if (experiments.length === 0) return html``;
  const sums = experiments.filter(({ kind }) => kind === 'sums');
  const causes = experiments.filter(({ kind }) => kind === 'cause');
  return html`<section>
    <h2>Next run<small>one change each; what the bill would show beyond the run’s own report</small></h2>
    ${
      sums.length === 0
        ? html``
        : html`<table>
            <thead>
              <tr>
                <th>Change</th>
                <th>If true</th>
                <th class="n">Audio in</th>
                <th class="n">Text in</th>
              </tr>
            </thead>
            <tbody>
              ${sums.map(experimentRows)}
            </tbody>
          </table>`
    }${list(causes.map(({ change, outcomes }) => `${change}: ${outcomes.map(({ sees, means }) => `${sees} means that ${means}`).join('; ')}.`))}
    <p class="soft">${experiments[0]?.isolation ?? ''}</p>
  </section>`;
}
