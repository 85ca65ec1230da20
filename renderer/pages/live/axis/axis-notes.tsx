import { leftEdge } from '../../../drawing/told/viewport.ts';
import { useStores } from '../../../store/context.ts';
import { followedMs } from '../../../store/followed.ts';
import { rulerTime } from '../../../ui/format.ts';
import { Ticker } from '../../../ui/throttle.tsx';
import styles from './time-axis.module.css';

/** From where to where the axis shows the session. */
export function Shown() {
  const stores = useStores();
  const { live } = stores;
  const text = (): string => {
    const { viewport } = live.getState();
    const fromMs = leftEdge(viewport, followedMs(stores));
    return `${rulerTime(fromMs)} to ${rulerTime(fromMs + viewport.spanMs)}`;
  };
  return <Ticker className={styles.shown} perSecond={4} text={text} silent />;
}
