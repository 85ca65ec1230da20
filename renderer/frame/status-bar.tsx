import { count } from '../format/count.ts';
import { rate } from '../format/level.ts';
import { utcMinute } from '../format/time.ts';
import { useAppInfo, useAudio, useView } from '../store/context.ts';
import { useThrottled } from '../parts/use-throttled.ts';
import { modelOf } from '../live/inspector/event-cost.ts';
import styles from './status-bar.module.css';

function Recording() {
  const header = useView((view) => view?.header ?? null);
  const phase = useView((view) => view?.phase ?? null);
  const entries = useThrottled(
    useView((view) => view?.seq ?? 0),
    250,
  );
  const lost = useView((view) => view?.input.missingFrames ?? 0);
  if (header === null) return null;
  const on = phase === 'open' || phase === 'connecting' || phase === 'closing';
  return (
    <>
      <span className={styles.recording}>
        {on && <span className={styles.dot} aria-hidden="true" />}
        {`${on ? 'Recording' : 'Recorded'} ${utcMinute(header.startedAt)} UTC, ${header.endpoint.deployment}`}
      </span>
      <span>{`${count(entries)} entries, ${count(lost)} frames lost`}</span>
    </>
  );
}

function Prices() {
  const info = useAppInfo((state) => state.info);
  const effective = useView((view) => view?.effective ?? null);
  const header = useView((view) => view?.header ?? null);
  const view = useView((state) => (state === null ? null : state.phase));
  if (info === null) return null;
  const { priceBook } = info;
  const match = view === null || header === null ? null : modelOf({ effective, header }, priceBook);
  const guessed = match?.how === 'guessed' ? ', guessed from the deployment name' : '';
  const model = match === null ? '' : `${match.model.model}${guessed}, `;
  return <span>{`Prices: ${model}list of ${priceBook.validFrom}`}</span>;
}

/** The foot of the window: what is being kept, of what, at what prices. */
export function StatusBar({ atStart }: { readonly atStart: boolean }) {
  const label = useView((view) => view?.input.label ?? null);
  const settings = useView((view) => view?.input.settings ?? null);
  const microphone = useAudio((state) => state.microphone);
  const info = useAppInfo((state) => state.info);
  const saved = useAppInfo((state) => state.saved);
  return (
    <footer className={styles.bar}>
      {atStart ? (
        <>
          <span>No session</span>
          {info !== null && (
            <span className={styles.path}>
              {`Sessions in ${info.dataFolder}${saved === null ? '' : `, ${count(saved.length)} saved`}`}
            </span>
          )}
        </>
      ) : (
        <>
          <Recording />
          {label !== null && (
            <span className={styles.path}>
              {`${label}${settings === null ? '' : `, ${rate(settings.sampleRateHz)}`}${microphone === 'lost' ? ', gone' : ''}`}
            </span>
          )}
        </>
      )}
      <span className={styles.space} />
      <Prices />
    </footer>
  );
}
