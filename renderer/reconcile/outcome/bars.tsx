import Receipt from 'lucide-react/icons/receipt';
import { useRef } from 'react';
import { count } from '../../format/count.ts';
import { cx } from '../../styles/cx.ts';
import { SignedMoney } from '../signed-money.tsx';
import type { ComparedMeter, Report } from '../use-report.ts';
import { barsOf, spread, type BarPart, type MeterBar, type PartLook, type Span } from './bar-parts.ts';
import styles from './bars.module.css';
import { cachedLine } from './cached-line.ts';
import { placeCaptions } from './captions.ts';
import { MeterName } from './meter-name.tsx';
import { bestOf } from './standing.ts';
import { useRoom, type Room } from './use-room.ts';

const looks: Readonly<Record<PartLook, string | undefined>> = {
  reported: styles.reported,
  beside: styles.again,
  again: styles.again,
  within: styles.again,
  free: styles.again,
  unexplained: styles.open,
  absent: styles.open,
};

/** A digit of a part's number and what stands around it, in px. */
const digitPx = 8;
const aroundPx = 16;
const signPx = 18;

const numberFits = ({ tokens }: BarPart, { width }: Span): boolean =>
  count(tokens).length * digitPx + aroundPx <= width;

function Parts({ parts, spans }: { readonly parts: readonly BarPart[]; readonly spans: readonly Span[] }) {
  return parts.map((part, index) => {
    const span = spans[index] ?? { left: 0, width: 0 };
    const fits = numberFits(part, span);
    const signed = part.look === 'free' && count(part.tokens).length * digitPx + aroundPx + signPx <= span.width;
    return (
      <div key={index} className={cx(styles.part, looks[part.look])} style={span}>
        {fits && count(part.tokens)}
        {signed && <Receipt aria-label="read off this bill" />}
      </div>
    );
  });
}

/** Words under the bar may go on under the money beside it, which stands a line higher. */
const besidePx = 80;

function Captions({
  parts,
  spans,
  room: { width, widthOf },
}: {
  readonly parts: readonly BarPart[];
  readonly spans: readonly Span[];
  readonly room: Room;
}) {
  const placed = placeCaptions(
    parts.map((part, index) => {
      const span = spans[index] ?? { left: 0, width: 0 };
      return { left: span.left, words: numberFits(part, span) ? part.words : `${count(part.tokens)} ${part.words}` };
    }),
    width + besidePx,
    widthOf,
  );
  const lines = Math.max(1, ...placed.map((one) => one.line + one.lines));
  return (
    <div className={styles.captions} style={{ height: `calc(${lines} * var(--l-cap))` }}>
      {placed.map(({ left, line, words, room: most }, index) => (
        <span key={index} className={styles.caption} style={{ left, paddingTop: `calc(${line} * var(--l-cap))` }}>
          <span style={{ maxWidth: most }}>{words}</span>
        </span>
      ))}
    </div>
  );
}

function Bar({ bar: { parts, note }, room }: { readonly bar: MeterBar; readonly room: Room }) {
  const spans = spread(
    parts.map(({ tokens }) => tokens),
    room.width,
  );
  return (
    <>
      <div className={styles.bar}>{room.width > 0 && <Parts parts={parts} spans={spans} />}</div>
      {room.width > 0 && <Captions parts={parts} spans={spans} room={room} />}
      {note !== null && <p className={styles.note}>{note}</p>}
    </>
  );
}

const billedText = ({ billed, approximate }: ComparedMeter): string =>
  billed !== null ? count(billed) : approximate === null ? 'no row' : `~${count(approximate.tokens)}`;

/** Every meter as one full width of its parts, with what lies beyond the report in money. For the eye: readers get the table. */
export function Bars({ report }: { readonly report: Report }) {
  const measured = useRef<HTMLDivElement>(null);
  const room = useRoom(measured);
  const cached = cachedLine(report.meters, bestOf(report));
  return (
    <div className={styles.bars} aria-hidden="true">
      {barsOf(report).map(({ meter, ...bar }, index) => (
        <div key={meter.meter} className={styles.row}>
          <div className={styles.name}>
            <MeterName meter={meter.meter} />
          </div>
          <div className={styles.billed}>{billedText(meter)}</div>
          <div
            ref={index === 0 ? measured : undefined}
            className={cx(styles.track, meter.meter.endsWith('out') ? styles.out : styles.in)}
          >
            {bar.parts.length === 0 ? (
              <p className={styles.nothing}>none reported, none billed</p>
            ) : (
              <Bar bar={bar} room={room} />
            )}
          </div>
          <div className={styles.money}>
            {meter.beyond.money !== null && <SignedMoney money={meter.beyond.money} />}
          </div>
        </div>
      ))}
      {cached !== null && (
        <div className={styles.row}>
          <div className={styles.name}>
            <MeterName meter="audio_cached" title="Cached" />
          </div>
          <div className={styles.billed}>{cached.billed}</div>
          <p className={styles.nothing}>{cached.words}</p>
          <div className={styles.money}>{cached.money !== null && <SignedMoney money={cached.money} />}</div>
        </div>
      )}
    </div>
  );
}
