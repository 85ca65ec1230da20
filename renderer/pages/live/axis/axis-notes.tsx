import { wholeMoney } from '../../../../shared/kit/money-format.ts';
import { minus } from '../../../../shared/kit/numbers.ts';
import { costBetween } from '../../../../shared/session/costs/at-moment.ts';
import { leftEdge } from '../../../drawing/told/viewport.ts';
import { usePlayer, useStores } from '../../../store/context.ts';
import { followedMs } from '../../../store/followed.ts';
import { clockTime, rulerTime, seconds } from '../../../ui/format.ts';
import { Ticker } from '../../../ui/throttle.tsx';
import styles from './time-axis.module.css';

/** From where to where the axis shows the session. */
function Shown() {
  const stores = useStores();
  const { live } = stores;
  const text = (): string => {
    const { viewport } = live.getState();
    const fromMs = leftEdge(viewport, followedMs(stores));
    return `${rulerTime(fromMs)} to ${rulerTime(fromMs + viewport.spanMs)}`;
  };
  return <Ticker className={styles.shown} perSecond={4} text={text} silent />;
}

/** What lies between the two cursors, and what it cost; without a second one, what the axis shows. */
export function Between() {
  const atMs = usePlayer((all) => all.atMs);
  const markMs = usePlayer((all) => all.markMs);
  const moment = usePlayer((all) => all.moment);
  const mark = usePlayer((all) => all.markMoment);
  if (markMs === null || atMs === null) return <Shown />;
  const isKnown = moment?.atMs === atMs && mark?.atMs === markMs;
  const cost = isKnown && moment !== null && mark !== null ? costBetween(moment, mark) : null;
  const money = cost === null ? '' : `${cost.estimated ? '~' : ''}${wholeMoney(cost.least, cost.currency)}`;
  const long = seconds(Math.abs(atMs - markMs));
  return (
    <p
      className={styles.between}
      role="status"
      title={`From A at ${clockTime(markMs)} to ${clockTime(atMs)}: ${long}${money === '' ? '' : `, which cost ${money}`}`}
    >
      {`A ${atMs < markMs ? minus : '+'} ${long}${money === '' ? '' : `: ${money}`}`}
    </p>
  );
}
