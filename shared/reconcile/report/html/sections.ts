import { letterOf } from '../../plan/letters.ts';
import { chargeSentence, noRowSentence } from '../charge-words.ts';
import type { ReconcileReport } from '../../reconcile-report.ts';
import { freshnessText, groups, meterTitles, ordinal, signed, statusText } from '../words.ts';
import { dayAfter } from '../../../utc.ts';
import { documentDifference, documentMoney } from '../../../money/format.ts';
import { html, type Markup } from './escape.ts';

const list = (items: readonly string[]): Markup =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;

const number = (value: number | null): string => (value === null ? '\u2013' : groups(value));

/** `2026-04-02 10:00:00`. */
const instant = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** Days in a row as one range: `2026-03-01 to 2026-03-28 (28 days)`. */
function dayRanges(days: readonly string[]): readonly string[] {
  const ranges: [string, string, number][] = [];
  for (const day of days.toSorted()) {
    const last = ranges.at(-1);
    if (last !== undefined && day === dayAfter(last[1])) {
      last[1] = day;
      last[2] += 1;
    } else ranges.push([day, day, 1]);
  }
  return ranges.map(([from, to, count]) => (count === 1 ? from : `${from} to ${to} (${count} days)`));
}

type AtList = Pick<NonNullable<ReconcileReport['money']>, 'currency'>;
const inList = ({ currency }: AtList, cost: string): string => documentMoney({ cost, currency });
const apart = ({ currency }: AtList, cost: string): string => documentDifference({ cost, currency });

export function findingSection({ finding, money }: ReconcileReport): Markup {
  const sum =
    money === null
      ? html``
      : html`<div class="sum">
          <span>Difference at list price</span><b>${apart(money, money.difference)}</b>
          <span>billed ${inList(money, money.billed)}</span><span>expected ${inList(money, money.expected)}</span>
        </div>`;
  return html`<div class="top">
    <div>
      <p class="kicker">Finding</p>
      <h1>${finding.headline}</h1>
      <p class="lead">${finding.open}</p>
    </div>
    ${sum}
  </div>`;
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
    ['Reported', `${groups(responses)} response${responses === 1 ? '' : 's'} with usage`],
    ['Sessions', sessions.length === 0 ? 'none; the usage was pasted' : sessions],
    ...(compared === null
      ? ([['Bill', 'a table that was typed or pasted']] as const)
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
  return html`<h2>Scope</h2>
    <dl>
      ${rows.map(
        ([key, value]) =>
          html`<dt>${key}</dt>
            <dd>
              ${typeof value === 'string' ? value : value.map((one) => html`<span class="item">${one}</span> `)}
            </dd>`,
      )}
    </dl>`;
}

function meterRow(line: ReconcileReport['meters'][number], letter: string, prices: boolean): Markup {
  const { meter, names, reported, expected, billed, approximate, difference, quantityVariance, status } = line;
  const range =
    approximate === null ? number(billed) : `${groups(approximate.tokens)} \u00b1 ${groups(approximate.giveOrTake)}`;
  const tone = status === 'unexplained' ? 'bad' : status === 'match' || status === 'explained' ? 'good' : 'soft';
  return html`<tr>
    <td class="k">${meterTitles[meter]}${names.map((name) => html`<span class="name">${name}</span>`)}</td>
    <td class="n">${number(reported)}</td>
    <td class="n">${number(expected)}</td>
    <td class="n f">${range}</td>
    <td class="n">${difference === null ? '' : signed(difference)}</td>
    <td class="n">${quantityVariance === null ? '' : documentDifference(quantityVariance)}</td>
    ${prices ? html`<td class="n">${line.priceVariance === null ? '' : documentDifference(line.priceVariance)}</td>` : html``}
    <td class="${tone}">${statusText(line, letter)}</td>
  </tr>`;
}

export function metersSection(report: ReconcileReport): Markup {
  const { meters, money, charge } = report;
  const prices = meters.some(({ priceVariance }) => priceVariance !== null);
  const said = [noRowSentence(report), chargeSentence(report)].filter((text) => text !== null);
  const split =
    money === null
      ? html``
      : html`<p class="soft">
          Of the difference ${inList(money, money.further)} is for tokens beyond the report and
          ${inList(money, money.lostDiscount)} for the cache discount that was not given.
        </p>`;
  const total =
    money === null
      ? html``
      : html`<tfoot>
          <tr>
            <td colspan="5">All</td>
            <td class="n">${apart(money, money.difference)}</td>
            ${prices ? html`<td class="n">${charge.priceVariance === null ? '' : documentDifference(charge.priceVariance)}</td>` : html``}
            <td></td>
          </tr>
        </tfoot>`;
  return html`<h2>
      Meters<small>tokens; difference is billed less expected; quantity at list price, price apart from it</small>
    </h2>
    <table>
      <thead>
        <tr>
          <th class="wrap third">Meter, and its name on the bill</th>
          <th class="n">Reported</th>
          <th class="n">Expected</th>
          <th class="n">Billed</th>
          <th class="n">Difference</th>
          <th class="n">Quantity${money === null ? '' : `, ${money.currency}`}</th>
          ${prices ? html`<th class="n">Price${money === null ? '' : `, ${money.currency}`}</th>` : html``}
          <th>Status</th>
        </tr>
      </thead>
      <tbody>
        ${meters.map((line) => meterRow(line, letterOf(0), prices))}
      </tbody>
      ${total}
    </table>
    ${split}${said.map((text) => html`<p class="soft">${text}</p>`)}`;
}

/** What a story is worth, in words that claim no more than it checks. */
function checkedWords({ exact, meters }: ReconcileReport['explanations'][number]): string {
  if (exact) return 'every checked meter exact';
  return meters.some(({ checked }) => checked) ? 'not every checked meter fits' : 'checks nothing';
}

function storySection(one: ReconcileReport['explanations'][number], index: number, ties: number): Markup {
  const rows = one.meters
    .filter(({ billed }) => billed !== null)
    .map(
      (line) =>
        html`<tr>
          <td class="k">${meterTitles[line.meter]}</td>
          <td class="n f">${number(line.predicted)}</td>
          <td class="sum-of">= ${line.arithmetic}</td>
          <td class="n">${line.checked ? `residual ${line.residual ?? 0}` : 'not checked'}</td>
          <td class="soft">${line.note}</td>
        </tr>`,
    );
  const exact = checkedWords(one);
  return html`<section class="story${index === 0 ? ' first' : ''}">
    <div class="keep">
      <h3>
        <span class="letter">${letterOf(index)}</span> <span>${one.statement}</span>
        <span class="rank">${ordinal(one.rank)}${ties > 1 ? ', tie' : ''}; ${exact}</span>
      </h3>
      <table class="meters-of">
        <tbody>
          ${rows}
        </tbody>
      </table>
      ${one.coverage === null ? html`` : html`<p>Of all bills this far off, <b>${groups(one.coverage.hits)} in ${groups(one.coverage.of)}</b> fit as simple a story.</p>`}
    </div>
    <p class="soft">
      Free numbers: ${one.freeParameters.length === 0 ? 'none' : one.freeParameters.join(', ').replaceAll('_', ' ')}.
    </p>
    ${one.mechanisms.length === 0 ? html`` : html`<p class="soft">The same sums would come of: ${one.mechanisms.join('; ')}.</p>`}
    ${list([...one.assumptions.map((text) => `Assumes: ${text}`), ...one.supports.map((text) => `For it: ${text}`), ...one.contradictions.map((text) => `Against it: ${text}`)])}
  </section>`;
}

export function storiesSection({ explanations, storiesFound }: ReconcileReport): Markup {
  const hidden = storiesFound - explanations.length;
  const more =
    hidden > 0
      ? html`<p class="soft">${groups(hidden)} less simple ${hidden === 1 ? 'story fits' : 'stories fit'} too.</p>`
      : html``;
  return html`<h2>
      Explanations<small>one story must explain every meter, in whole tokens; the simplest first</small>
    </h2>
    ${
      explanations.length === 0
        ? html`<p>No story that was tried explains every meter.</p>`
        : explanations.map((one, index) =>
            storySection(one, index, explanations.filter(({ rank }) => rank === one.rank).length),
          )
    }${more}`;
}

export function rejectedSection({ excluded }: ReconcileReport): Markup {
  if (excluded.length === 0) return html``;
  return html`<h2>Refuted<small>often told, and against this bill on at least one meter</small></h2>
    <table>
      <thead>
        <tr>
          <th>Story</th>
          <th>What fits</th>
          <th>Where it fails</th>
        </tr>
      </thead>
      <tbody>
        ${excluded.map(
          ({ title, rule, fails }) =>
            html`<tr>
              <td class="strong">${title}</td>
              <td class="soft">${rule}</td>
              <td class="bad">${fails}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

export function questionsSection(questions: readonly string[]): Markup {
  return html`<h2>Open questions</h2>
    ${list(questions)}`;
}

/** One change: stories that predict the same stand on one row, so that the rows are what the change tells apart. */
function experimentRows({ change, needed, predictions }: ReconcileReport['experiments'][number]): Markup {
  const alike = new Map<string, { letters: string[]; audioIn: number | null; textIn: number | null }>();
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
        <td class="n">${number(audioIn)}</td>
        <td class="n">${number(textIn)}</td>
      </tr>`,
  );
  return html`${rows}`;
}

export function experimentsSection({ experiments }: ReconcileReport): Markup {
  if (experiments.length === 0) return html``;
  const sums = experiments.filter(({ kind }) => kind === 'sums');
  const causes = experiments.filter(({ kind }) => kind === 'cause');
  return html`<h2>
      Next experiments<small>one factor each; what the bill would show beyond the run’s own report</small>
    </h2>
    ${
      sums.length === 0
        ? html``
        : html`<table>
            <thead>
              <tr>
                <th>Change</th>
                <th>If this story is true</th>
                <th class="n">Audio in</th>
                <th class="n">Text in</th>
              </tr>
            </thead>
            <tbody>
              ${sums.map(experimentRows)}
            </tbody>
          </table>`
    }${causes.length === 0 ? html`` : list(causes.map(({ change, outcomes }) => `${change}: ${outcomes.map(({ sees, means }) => `${sees} means that ${means}`).join('; ')}.`))}
    <p class="soft">${experiments[0]?.isolation ?? ''}</p>`;
}

export function manySection({ many }: ReconcileReport): Markup {
  if (many === null) return html``;
  const rows = many.meters.map(
    ({ words, exact, observations, identifiable }) =>
      html`<tr>
        <td class="k">${words}</td>
        <td>
          ${
            exact.length === 0
              ? 'no form of small whole numbers'
              : exact
                  .slice(0, 3)
                  .map(({ formula }) => formula)
                  .join('; ')
          }${exact.length > 3 ? ` and ${exact.length - 3} more` : ''}
        </td>
        <td class="n">${observations}</td>
        <td class="soft">${identifiable ? 'fields told apart' : 'fields not told apart'}</td>
      </tr>`,
  );
  return html`<h2>Over several days<small>each meter as a sum of reported fields, exact in every day</small></h2>
    <p>${many.finding}</p>
    <table>
      <thead>
        <tr>
          <th>Meter</th>
          <th>Exact forms</th>
          <th class="n">Days</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${list(many.open)}`;
}

export function sourcesSection({ sources, notes }: ReconcileReport): Markup {
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
  return html`<h2>Sources</h2>
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
    }${
      notes.length === 0
        ? html``
        : html`<h2>Notes</h2>
            ${list(notes)}`
    }`;
}
