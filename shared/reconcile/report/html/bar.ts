import type { MeterKind } from '../../../billing/meter-kind.ts';
import type { MeterPart, PredictedMeter } from '../../answer.ts';
import { partsText } from '../told.ts';
import { groups } from '../../phrases.ts';
import { meterTitles } from '../words.ts';
import { html, type Markup } from './escape.ts';

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
  const text = groups(tokens);
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

const tones: Readonly<Record<MeterKind, string>> = {
  audio_in: 'in',
  audio_cached: 'in',
  audio_out: 'out',
  text_in: 'in',
  text_cached: 'in',
  text_out: 'out',
};

function drawn(line: PredictedMeter, parts: readonly Placed[]): Markup {
  const captioned = captionsFit(parts);
  const tone = tones[line.meter];
  return html`<dt>${meterTitles[line.meter]} <b>${groups(line.billed ?? 0)}</b></dt>
    <dd class="${captioned ? 'drawn' : 'drawn told'}">
      <svg class="bar" height="${captioned ? heights.withCaptions : heights.bar}" aria-hidden="true">
        ${parts.map((part) => segment(part, tone))}${captioned ? parts.map(caption) : ''}
      </svg>
      <p>${partsText(line)}</p>
    </dd>`;
}

/** The meters of a story, each as a bar of its parts and the same in words; those that have no bar, for less is on them, in words alone. */
export function meterBars(meters: readonly PredictedMeter[]): Markup {
  const bars = meters.map((line) => ({ line, parts: placed(line.parts.filter(({ tokens }) => tokens !== 0)) }));
  const others = bars.filter(({ parts }) => parts === null).map(({ line }) => line);
  const cached = others.every(({ meter }) => meter.endsWith('_cached'));
  return html`<dl class="bars">
    ${bars.map(({ line, parts }) => (parts === null ? '' : drawn(line, parts)))}
    ${
      others.length === 0
        ? ''
        : html`<dt>${cached ? 'Cached' : 'Others'}</dt>
            <dd>
              ${others.map((line) => `${cached ? meterTitles[line.meter].replace(' cached', '') : meterTitles[line.meter]} ${groups(line.billed ?? 0)} = ${partsText(line)}`).join('; ')}
            </dd>`
    }
  </dl>`;
}
