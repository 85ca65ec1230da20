import Unplug from 'lucide-react/icons/unplug';
import { plural } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import { Strip } from '../parts/strip.tsx';
import { Ticker } from '../parts/ticker.tsx';
import { useStores, useUi, useView } from '../store/context.ts';
import { replayPlan } from '../../shared/session/reconnect/replay.ts';

/** While the bench tries by itself to go on with the session that was lost. */
function Trying() {
  const { desk, ui, nowMs } = useStores();
  const reconnecting = useUi((state) => state.reconnecting);
  if (reconnecting === null) return null;
  const { attempt, nextAtMs } = reconnecting;
  return (
    <Strip
      level="notice"
      icon={<Unplug />}
      title={nextAtMs === null ? `Reconnecting, try ${attempt}` : `Not reconnected yet, try ${attempt} follows`}
      actions={
        <Button size="small" onClick={() => desk.giveUp()}>
          Stop trying
        </Button>
      }
    >
      <Ticker
        perSecond={4}
        text={() => {
          const at = ui.getState().reconnecting?.nextAtMs ?? null;
          if (at === null) return 'The deployment is being called.';
          return `The next try begins in ${Math.max(0, Math.ceil((at - nowMs()) / 1000))} s.`;
        }}
      />
    </Strip>
  );
}

/** A session ended unasked: what happened, and the offer to go on with it. */
export function LostStrip() {
  const { desk } = useStores();
  const lost = useUi((state) => state.lost);
  const trying = useUi((state) => state.reconnecting !== null);
  const view = useView((state) => (state?.phase === 'closed' ? state : null));
  if (trying) return <Trying />;
  if (lost === null || view === null || view.header?.sessionId !== lost.sessionId) return null;
  const { items, losses } = replayPlan(view);
  const back =
    items.length === 0
      ? 'Nothing of the conversation can be put back.'
      : `Reconnecting puts ${plural(items.length, 'item')} of the conversation back as text.`;
  return (
    <Strip
      level="alarm"
      icon={<Unplug />}
      title={view.closed?.explanation ?? 'The connection was lost.'}
      actions={
        <>
          <Button size="small" onClick={() => void desk.reconnect(items.length > 0)}>
            Reconnect
          </Button>
          {items.length > 0 && (
            <Button size="small" onClick={() => void desk.reconnect(false)}>
              Reconnect empty
            </Button>
          )}
          <Button size="small" look="quiet" onClick={() => desk.giveUp()}>
            Dismiss
          </Button>
        </>
      }
    >
      {[back, ...losses, 'It becomes a session of its own, linked to this one.'].join(' ')}
    </Strip>
  );
}
