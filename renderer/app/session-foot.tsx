import { entryName } from '../../shared/pricing/price-terms.ts';
import { modelOfView } from '../../shared/session/costs/model-of-view.ts';
import { digestWord, digestWords } from '../../shared/session/record-state.ts';
import { firstAudioWaits, latencySummary, type Spread } from '../../shared/session/latency.ts';
import { useAudio, useFirst, useView } from '../store/context.ts';
import { useBook, useModelChoice } from '../store/session-prices.ts';
import { isUnderWay } from '../../shared/session/view.ts';
import { cx } from '../ui/cx.ts';
import { rate, seconds, utcMinute } from '../ui/format.ts';
import { rangeWords, spreadWords, waitWords } from '../ui/wait-words.ts';
import { count } from '../../shared/kit/numbers.ts';
import { usePolled } from '../ui/throttle.tsx';
import { PricesButton } from './prices-button.tsx';
import styles from '../ui/styles/status-bar.module.css';

function Recording() {
  const header = useView((view) => view?.header ?? null);
  const phase = useView((view) => view?.phase ?? null);
  const { session } = useFirst();
  const entries = usePolled(() => session.getState().view?.seq ?? 0, 1000);
  const lost = useView((view) => view?.input.missingFrames ?? 0);
  const digest = useView((view) => view?.record?.digest ?? null);
  if (header === null) return null;
  const on = phase !== null && isUnderWay(phase);
  return (
    <>
      <span className={styles.recording}>
        {on && <span className={styles.dot} aria-hidden="true" />}
        {`${on ? 'Recording' : 'Recorded'} ${utcMinute(header.startedAt)} UTC`}
        <span className={styles.what}>{header.endpoint.deployment}</span>
      </span>
      <span className={styles.counts}>{`${count(entries)} entries, ${count(lost)} frames lost`}</span>
      {digest !== null && (
        <span className={styles.counts} title={`Record: ${digestWords[digest]}`}>
          {`Record: ${digestWord(digest)}`}
        </span>
      )}
    </>
  );
}

interface MedianProps {
  readonly text: string;
  readonly spread: Spread;
  readonly title: string | undefined;
}

/** A median with its number; the spread where the window is wide, and on hover. */
const Median = ({ text, spread, title }: MedianProps) => (
  <span className={cx(styles.counts, styles.wide)} title={title}>
    {`${text}, n ${count(spread.count)}`}
    {spread.count > 1 && <span className={styles.spread}>{`, ${rangeWords(spread)}`}</span>}
  </span>
);

/** What this session waited for, by its medians. */
export function SessionWaits() {
  const turns = useView((view) => view?.turns ?? null);
  const bargeIns = useView((view) => view?.bargeIns ?? null);
  const capture = useView((view) => view?.input.latency ?? null);
  if (turns === null || bargeIns === null) return null;
  const firstAudio = firstAudioWaits({ turns });
  const { silence } = latencySummary({ turns, bargeIns });
  return (
    <>
      {firstAudio.spread !== null && (
        <Median
          text={`median first audio ${seconds(firstAudio.spread.medianMs)}`}
          spread={firstAudio.spread}
          title={waitWords(firstAudio)}
        />
      )}
      {silence !== null && (
        <Median
          text={`median silent ${seconds(silence.medianMs)} after you begin`}
          spread={silence}
          title={spreadWords(silence, 'interruption', 'your first sound')}
        />
      )}
      {capture !== null && (
        <span className={cx(styles.counts, styles.wide)}>{`socket ${Math.round(capture.p50Ms)} ms`}</span>
      )}
    </>
  );
}

const scopeNames = { global: 'Global', 'data-zone': 'Data zone', regional: 'Regional' } as const;

/** What the session on screen is priced by; a click changes it. */
export function SessionPrices() {
  const prices = useBook();
  const choice = useModelChoice();
  const effective = useView((view) => view?.effective ?? null);
  const header = useView((view) => view?.header ?? null);
  const view = useView((state) => (state === null ? null : state.phase));
  if (prices === null) return null;
  const { book, how } = prices;
  const match = view === null || header === null ? null : modelOfView({ effective, header }, book, choice);
  const guessed = match?.how === 'guessed' ? ', guessed from the deployment name' : '';
  const model = match === null ? '' : `${entryName(match.model)}${guessed}, ${scopeNames[match.model.scope]}, `;
  const list = how === 'chosen' ? book.name : `list of ${book.validFrom}`;
  return <PricesButton words={`${model}${list}`} />;
}

/** What is being kept of the session on screen, and of what. */
export function SessionRecord() {
  const label = useView((view) => view?.input.label ?? null);
  const settings = useView((view) => view?.input.settings ?? null);
  const microphone = useAudio((state) => state.microphone);
  return (
    <>
      <Recording />
      {label !== null && (
        <span className={cx(styles.path, styles.wide)}>
          {`${label}${settings === null ? '' : `, ${rate(settings.sampleRateHz)}`}${microphone === 'lost' ? ', gone' : ''}`}
        </span>
      )}
    </>
  );
}
