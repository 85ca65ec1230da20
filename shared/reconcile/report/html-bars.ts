import { meterFacts } from '../../billing/meter-kind.ts';
import { tableDifference } from '../../kit/money-format.ts';
import { count } from '../../kit/numbers.ts';
import type { ComparedMeter } from '../finding/comparison.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { html, type Markup } from '../../kit/documents/html-markup.ts';
import { billedText } from './wording.ts';
import { type BarPart, barsOf, bestOf, cachedLine, type DrawnMeter, type PartLook } from './meter-parts.ts';

/** Width that a letter takes beside a bar, in hundredths of the bar, on A4; a caption that needs more than its place is told below. */
const letterWidth = 1;
const heights = { bar: 17, withCaptions: 30 } as const;

interface Placed extends BarPart {
  /** Left edge and width, 0..100. */
  readonly left: number;
  readonly width: number;
}

function placed(parts: readonly BarPart[]): readonly Placed[] {
  const all = parts.reduce((sum, { tokens }) => sum + tokens, 0);
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

const classes: Readonly<Record<PartLook, string>> = {
  reported: 'reported',
  again: 'again',
  beside: 'again',
  within: 'again',
  free: 'read',
  unexplained: 'left',
  absent: 'left',
};

const inkOf = (look: PartLook, tone: string): string =>
  look === 'reported' ? 'on' : classes[look] === 'left' ? 'ink' : tone;

const segment = ({ look, left, width, tokens }: Placed, tone: string): Markup => {
  const text = count(tokens);
  const number =
    (text.length + 2) * 1.25 * letterWidth <= width
      ? html`<text class="${inkOf(look, tone)}" x="${percent(left + 1.4)}" y="12.5">${text}</text>`
      : html``;
  // Outlines are drawn inside the part, so that neighbours do not share one.
  return html`<rect
      class="${tone} ${classes[look]}"
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

const inWords = (parts: readonly BarPart[]): string =>
  parts.map(({ tokens, words }) => `${count(tokens)} ${words}`).join(' + ');

const beyondMoney = ({ beyond }: ComparedMeter): string => (beyond.money === null ? '' : tableDifference(beyond.money));

function drawn({ meter, parts, note }: DrawnMeter): Markup {
  const all = placed(parts);
  const captioned = captionsFit(all);
  const tone = meterFacts[meter.meter].direction;
  return html`<dt>${meterFacts[meter.meter].title} <b>${billedText(meter)}</b></dt>
    <dd class="${captioned ? 'drawn' : 'drawn told'}">
      ${
        all.length === 0
          ? html`<p>none reported, none billed</p>`
          : html`<svg class="bar" height="${captioned ? heights.withCaptions : heights.bar}" aria-hidden="true">
                ${all.map((part) => segment(part, tone))}${captioned ? all.map(caption) : ''}
              </svg>
              <p>${inWords(parts)}</p>`
      }${note === null ? '' : html`<p class="soft">${note}</p>`}
    </dd>
    <dd class="n">${beyondMoney(meter)}</dd>`;
}

/** Every meter as a bar of its parts, the same in words, and the money beyond the report beside it. */
export function meterBars(report: ReconcileReport): Markup {
  const cached = cachedLine(report.meters, bestOf(report));
  return html`<dl class="bars">
    ${barsOf(report).map(drawn)}
    ${
      cached === null
        ? ''
        : html`<dt>Cached <b>${cached.billed}</b></dt>
            <dd>${cached.words}</dd>
            <dd class="n">${cached.money === null ? '' : tableDifference(cached.money)}</dd>`
    }
  </dl>`;
}
