import { ok, type Result } from '../../../shared/errors.ts';
import { deploymentKey, modelOfView } from '../../../shared/costs/model-of-view.ts';
import { usageReport } from '../../../shared/costs/usage-report/usage-report.ts';
import { fileNameOf } from '../../../shared/foreign/file-name.ts';
import { compareSessions, type Comparison, type PricedSession } from '../../../shared/library/compare-sessions.ts';
import { usageFiles, type UsageFormat } from '../../../shared/library/usage-formats.ts';
import { usageText } from '../../../shared/library/usage-texts.ts';
import type { BookChoice } from '../../../shared/pricing/choose-book.ts';
import type { ModelChoice } from '../../../shared/pricing/model.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import type { EngineContext } from '../context.ts';

type Shelf = Pick<EngineContext, 'library' | 'prices' | 'preferences'>;

/** By the book of the record, and by the model that a person set for the deployment: as the list prices it. */
function pricesOf({ header }: SessionView, shelf: Shelf): { prices: BookChoice; choice: ModelChoice | null } {
  const prices = shelf.prices.choose(header?.startedAt.slice(0, 10) ?? '', header?.priceBookId ?? null);
  const { models } = shelf.preferences.current.pricing;
  return { prices, choice: header === null ? null : (models[deploymentKey(header.endpoint)] ?? null) };
}

async function pricedSession(sessionId: string, shelf: Shelf): Promise<Result<{ session: PricedSession }>> {
  const opened = await shelf.library.open(sessionId);
  if (!opened.ok) return opened;
  const { view } = opened;
  const { prices, choice } = pricesOf(view, shelf);
  return ok({ session: { view, book: prices.book, model: modelOfView(view, prices.book, choice)?.model ?? null } });
}

/** Two saved sessions side by side. */
export async function compared(
  ids: { readonly one: string; readonly other: string },
  shelf: Shelf,
): Promise<Result<{ comparison: Comparison }>> {
  const one = await pricedSession(ids.one, shelf);
  if (!one.ok) return one;
  const other = await pricedSession(ids.other, shelf);
  if (!other.ok) return other;
  return ok({ comparison: compareSessions(one.session, other.session) });
}

/** Usage and cost of saved sessions as one file. */
export async function usageFile(
  sessionIds: readonly string[],
  format: UsageFormat,
  shelf: Shelf,
): Promise<Result<{ fileName: string; mediaType: string; text: string }>> {
  const reports = [];
  for (const sessionId of sessionIds) {
    const opened = await shelf.library.open(sessionId);
    if (!opened.ok) return opened;
    const { prices, choice } = pricesOf(opened.view, shelf);
    reports.push(usageReport(opened.view, prices, choice));
  }
  const { end, mediaType } = usageFiles[format];
  const name =
    sessionIds.length === 1 ? fileNameOf(`usage-${sessionIds[0]}`, 'usage') : `usage-of-${sessionIds.length}-sessions`;
  return ok({ fileName: `${name}.${end}`, mediaType, text: usageText(reports, format) });
}
