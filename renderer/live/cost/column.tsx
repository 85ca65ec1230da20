import { ScrollPlaceProvider, usePlaceRef } from '../../parts/scroll-place.ts';
import { Alarms } from './alarms.tsx';
import { ByField } from './tables/by-field.tsx';
import { ByResponse } from './tables/by-response.tsx';
import styles from './column.module.css';
import { EveryField } from './tables/every-field.tsx';
import { GrowthPlot } from './growth/plot.tsx';
import { CostHead } from './head.tsx';
import { Meters } from './tables/meters.tsx';
import { Rates } from './rates.tsx';
import { Transcriptions } from './tables/transcriptions.tsx';
import { useCost } from './use-cost.ts';

/** Usage and cost: the number and the alarms pinned above, the limits below, the tables scrolling between. */
export function CostColumn() {
  const state = useCost();
  const [scroll, setScroll] = usePlaceRef();
  return (
    <section aria-label="Usage and cost" data-region tabIndex={-1} className={styles.column}>
      <CostHead state={state} />
      <Alarms />
      <div ref={setScroll} className={styles.scroll} tabIndex={0} role="group" aria-label="Usage tables">
        <div>
          <ScrollPlaceProvider value={scroll}>
            <ByField state={state} />
            <GrowthPlot state={state} />
            <ByResponse state={state} />
            <Transcriptions state={state} />
            <Meters state={state} />
            <EveryField />
          </ScrollPlaceProvider>
        </div>
      </div>
      <Rates state={state} />
    </section>
  );
}
