import { billedText } from '../../../../shared/reconcile/report/wording.ts';
import AudioLines from 'lucide-react/icons/audio-lines';
import Receipt from 'lucide-react/icons/receipt';
import Type from 'lucide-react/icons/type';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { type MeterKind, meterFacts } from '../../../../shared/billing/meter-kind.ts';
import { cx } from '../../../ui/cx.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import {
  barsOf,
  bestOf,
  type BarPart,
  cachedLine,
  type MeterBar,
  type PartLook,
} from '../../../../shared/reconcile/report/meter-parts.ts';
import type { Report } from '../case/report.ts';
import { SignedMoney } from '../case/signed-money.tsx';
import { placeCaptions, type Span, spread } from './meter-bars.ts';
import tones from '../../../ui/styles/tone.module.css';
import styles from './bars.module.css';

/** How much room an element has, and how much its words take. */
interface Room {
  /** In px; 0 until it is there. */
  readonly width: number;
  /** Of words on one line in the element's own type, in px. */
  readonly widthOf: (words: string) => number;
}

const noRoom: Room = { width: 0, widthOf: () => 0 };

/** Measures an element before anything is painted, and whenever it changes. */
function useRoom(ref: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState(noRoom);
  useLayoutEffect(() => {
    const element = ref.current;
    const ink = document.createElement('canvas').getContext('2d');
    if (element === null || ink === null) return undefined;
    const widthOf = (words: string): number => ink.measureText(words).width;
    const measure = (): void => {
      ink.font = getComputedStyle(element).font;
      setRoom({ width: element.clientWidth, widthOf });
    };
    measure();
    const size = new ResizeObserver(measure);
    size.observe(element);
    return () => size.disconnect();
  }, [ref]);
  return room;
}

/** A meter by its sign and name: audio or text, towards the service or from it. */
export function MeterName({
  meter,
  title = meterFacts[meter].title,
}: {
  readonly meter: MeterKind;
  readonly title?: string;
}) {
  const { modality, direction } = meterFacts[meter];
  const tone = { in: tones.in, out: tones.out }[direction];
  return (
    <>
      {modality === 'audio' ? <AudioLines className={tone} /> : <Type className={tone} />}
      {title}
    </>
  );
}

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

const tracks = { in: styles.in, out: styles.out };

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
            className={cx(styles.track, tracks[meterFacts[meter.meter].direction])}
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
