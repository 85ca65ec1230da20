import { wholeMoney } from '../../shared/kit/money-format.ts';
import { knownTotal } from '../../shared/pricing/cost.ts';
import { deploymentKey, modelOfView } from '../../shared/session/costs/model-of-view.ts';
import { highEnd, sessionCosts } from '../../shared/session/costs/session-costs.ts';
import type { Stores } from '../store/stores.ts';
import { plural } from '../../shared/kit/numbers.ts';

/** Speaks expected and reported cost to readers, once, because it was asked for. */
export function sayCost({ session, appInfo, prices, preferences, appWindow }: Stores): void {
  const { view } = session.getState();
  const book = prices.getState().choice?.book ?? appInfo.getState().info?.priceBook;
  if (view === null || book === undefined) {
    appWindow.say('No session, so nothing to pay.');
    return;
  }
  const { models } = preferences.getState().preferences.pricing;
  const choice = view.header === null ? null : (models[deploymentKey(view.header.endpoint)] ?? null);
  const costs = sessionCosts(view, modelOfView(view, book, choice)?.model ?? null, book);
  const said = (amount: string | null): string => (amount === null ? 'unknown' : wholeMoney(amount, book.currency));
  const { least, most, ifBilled, reported } = costs;
  const low = knownTotal(least);
  const onTop = ifBilled.lines.length === 0 ? '' : `, and up to ${said(knownTotal(ifBilled))} more if billed`;
  const high = knownTotal(most) === null ? null : highEnd(costs);
  const inAll =
    low === null || high === null || said(low) === said(high) ? '' : ` In all ${said(low)} to ${said(high)}.`;
  appWindow.say(
    `Expected cost ${said(low)}${onTop}.${inAll} Reported cost ${said(knownTotal(reported))}, from ${plural(view.usage.reports, 'report')}.`,
  );
}
