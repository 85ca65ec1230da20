import { costOf } from '../../shared/pricing/cost.ts';
import { plural } from '../format/count.ts';
import { wholeUsd } from '../format/money.ts';
import { modelOf } from '../live/inspector/event-cost.ts';
import type { Stores } from '../store/stores.ts';

/** Speaks the reported cost to readers, once, because it was asked for. */
export function sayCost({ session, appInfo, ui }: Stores): void {
  const { view } = session.getState();
  const book = appInfo.getState().info?.priceBook;
  if (view === null || book === undefined) {
    ui.setState({ spoken: 'No session, so nothing to pay.' });
    return;
  }
  const { total } = costOf(view.usage, modelOf(view, book)?.model ?? null, book);
  const spoken = `Reported cost ${wholeUsd(total)}, from ${plural(view.usage.reports, 'report')}.`;
  // The same words twice would not be spoken twice: a trailing space makes them new.
  ui.setState((state) => ({ spoken: state.spoken === spoken ? `${spoken} ` : spoken }));
}
