import { documentDifference } from '../../kit/money-format.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { MeterPart, PredictedMeter } from '../stories/answer-types.ts';
import { count, signed } from '../../kit/numbers.ts';
import { html, inList, type Markup } from './html-markup.ts';
import { letteredStories, partedMeters, partsText } from './story-lines.ts';
import { chargeSentence, noRowSentence, statusText, billedText } from './wording.ts';
import { meterFacts } from '../../billing/meter-kind.ts';

/** Width that a letter takes beside a bar, in hundredths of the bar, on A4; a caption that needs more than its place is told below. */
const letterWidth = 0.9;
const heights = { bar: 17, withCaptions: 30 } as const;

interface Placed extends MeterPart {
  /** Left edge and width, 0..100. */
  readonly left: number;
  readonly width: number;
}

/** The parts along a bar; null: one of them is below zero, or there is nothing to draw. */
function placed(parts: readonly MeterPart[]): readonly Placed[] | null {
  const all = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  if (all <= 0 || parts.some(({ tokens }) => tokens < 0)) return null;
  let left = 0;
  return parts.map((part) => {
    const width = (100 * part.tokens) / all;
    const one = { ...part, left, width };
    left += width;
    return one;
  });
}

const percent = (value: number): string => `${Number(value.toFixed(3))}%`;

/** The captions fit where none runs into the next. */
const captionsFit = (parts: readonly Placed[]): boolean =>
  parts.every(({ words, width }) => (words.length + 1.5) * letterWidth <= width);

const segment = ({ kind, left, width, tokens }: Placed, tone: string): Markup => {
  const text = count(tokens);
  const number =
    (text.length + 2) * 1.25 * letterWidth <= width
      ? html`<text class="${kind === 'reported' ? 'on' : tone}" x="${percent(left + 1)}" y="12.5">${text}</text>`
      : html``;
  // Outlines are drawn inside the part, so that neighbours do not share one.
  return html`<rect
      class="${tone} ${kind === 'free' ? 'read' : kind}"
      x="${percent(left + 0.15)}"
      y="1"
      width="${percent(Math.max(0.2, width - 0.3))}"
      height="${heights.bar - 2}"
    />${number}`;
};

const caption = ({ left, words }: Placed): Markup =>
  html`<g class="caption"
    ><rect class="tick" x="${percent(left + 0.15)}" y="${heights.bar}" width="1" height="10" /><text
      x="${percent(left + 0.8)}"
      y="27.5"
      >${words}</text
    ></g
  >`;

function drawn(line: PredictedMeter, parts: readonly Placed[]): Markup {
  const captioned = captionsFit(parts);
  const tone = meterFacts[line.meter].direction;
  return html`<dt>${meterFacts[line.meter].title} <b>${billedText(line)}</b></dt>
    <dd class="${captioned ? 'drawn' : 'drawn told'}">
      <svg class="bar" height="${captioned ? heights.withCaptions : heights.bar}" aria-hidden="true">
        ${parts.map((part) => segment(part, tone))}${captioned ? parts.map(caption) : ''}
      </svg>
      <p>${partsText(line)}</p>
    </dd>`;
}

/** The meters of a story, each as a bar of its parts and the same in words; those that have no bar, for less is on them, in words alone. */
function meterBars(meters: readonly PredictedMeter[]): Markup {
  const bars = meters.map((line) => ({ line, parts: placed(line.parts.filter(({ tokens }) => tokens !== 0)) }));
  const others = bars.filter(({ parts }) => parts === null).map(({ line }) => line);
  const cached = others.every(({ meter }) => meterFacts[meter].cached);
  return html`<dl class="bars">
    ${bars.map(({ line, parts }) => (parts === null ? '' : drawn(line, parts)))}
    ${
      others.length === 0
        ? ''
        : html`<dt>${cached ? 'Cached' : 'Others'}</dt>
            <dd>
              ${others.map((line) => `${cached ? meterFacts[line.meter].title.replace(' cached', '') : meterFacts[line.meter].title} ${billedText(line)} = ${partsText(line)}`).join('; ')}
            </dd>`
    }
  </dl>`;
}

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
  const { meter, names, reported, expected, beyond, status } = line;
  const tone = status === 'unexplained' ? 'bad' : status === 'match' || status === 'explained' ? 'good' : 'soft';
  return html`<tr>
    <td class="k">${meterFacts[meter].title}${names.map((name) => html`<span class="name">${name}</span>`)}</td>
    <td class="n">${count(reported)}</td>
    <td class="n">${count(expected)}</td>
    <td class="n f">${billedText(line)}</td>
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
  const { first } = letteredStories(report);
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
