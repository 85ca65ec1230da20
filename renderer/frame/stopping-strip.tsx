import Hourglass from 'lucide-react/icons/hourglass';
import { lostUsage, openWork } from '../../shared/session/closing/open-work.ts';
import type { SessionView } from '../../shared/session/view.ts';
import { plural } from '../format/count.ts';
import { Button } from '../parts/button.tsx';
import { Strip } from '../parts/strip.tsx';
import { Ticker } from '../parts/ticker.tsx';
import { useStores, useView } from '../store/context.ts';

/** What a close waits for: `1 open response and 2 transcripts`. */
export function waitsFor(view: SessionView): string {
  const { responses, transcriptions, awaitsResponse } = openWork(view, view.t);
  const parts = [
    ...(responses.length > 0 ? [plural(responses.length, 'open response')] : []),
    ...(responses.length === 0 && awaitsResponse ? ['a response that is about to begin'] : []),
    ...(transcriptions.length > 0 ? [plural(transcriptions.length, 'transcript')] : []),
  ];
  return parts.join(' and ');
}

/** A close that is under way, whichever window asked for it: what it waits for, how long, and what closing now hides. */
export function StoppingStrip() {
  const { desk, clock, nowMs, session } = useStores();
  const closing = useView((view) => (view?.phase === 'closing' ? view.closing : null));
  const waiting = useView((view) => (view === null || closing === null ? '' : waitsFor(view)));
  const hidden = useView((view) => {
    if (view === null || closing === null) return '';
    const { responses, transcriptions } = openWork(view, view.t);
    return lostUsage(view, responses, transcriptions).join(' ');
  });
  if (closing === null || closing.by === 'service') return null;
  const leftSeconds = (): number => {
    const now = clock.now(nowMs());
    const { sinceMs, graceMs } = session.getState().view?.closing ?? closing;
    return Math.max(0, Math.ceil((sinceMs + graceMs - now) / 1000));
  };
  return (
    <Strip
      level="notice"
      icon={<Hourglass />}
      title={waiting === '' || closing.hurried ? 'Closing' : `Waiting for ${waiting}`}
      actions={
        <Button size="small" onClick={() => void desk.stopSafely()}>
          Close now
        </Button>
      }
    >
      <Ticker perSecond={4} text={() => `${leftSeconds()} s left.`} />
      {hidden !== '' &&
        ` ${hidden} Closing now hides the usage of that; it is estimated, and may be billed all the same.`}
    </Strip>
  );
}
