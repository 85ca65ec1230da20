import { knownTotal } from '../../shared/pricing/cost.ts';
import { deploymentKey, modelOfView } from '../../shared/costs/model-of-view.ts';
import { sessionCosts } from '../../shared/costs/session-costs.ts';
import { plural } from '../format/count.ts';
import { wholeMoney } from '../../shared/money/format.ts';
import type { Stores } from '../store/stores.ts';

/** Speaks expected and reported cost to readers, once, because it was asked for. */
export function sayCost({ session, appInfo, prices, preferences, ui }: Stores): void {
  const { view } = session.getState();
  const book = prices.getState().choice?.book ?? appInfo.getState().info?.priceBook;
  if (view === null || book === undefined) {
    ui.setState({ spoken: 'No session, so nothing to pay.' });
    return;
  }
  const { models } = preferences.getState().preferences.pricing;
  const choice = view.header === null ? null : (models[deploymentKey(view.header.endpoint)] ?? null);
  const { expected, reported, estimated } = sessionCosts(view, modelOfView(view, book, choice)?.model ?? null, book);
  const said = (amount: string | null): string => (amount === null ? 'unknown' : wholeMoney(amount, book.currency));
  const about = estimated ? ' by estimate' : '';
  const spoken = `Expected cost ${said(knownTotal(expected))}${about}. Reported cost ${said(knownTotal(reported))}, from ${plural(view.usage.reports, 'report')}.`;
  // The same words twice would not be spoken twice: a trailing space makes them new.
  ui.setState((state) => ({ spoken: state.spoken === spoken ? `${spoken} ` : spoken }));
}
