import { asString } from '../../kit/json.ts';
import { type ModelChoice, type ModelMatch, modelOfSession, noChoice } from '../../pricing/model.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { SessionView } from '../view.ts';

/** The model that prices a session, and how it was recognised. `choice` overrides what the record says was chosen. */
export const modelOfView = (
  view: Pick<SessionView, 'effective' | 'header'>,
  book: PriceBook,
  choice: ModelChoice | null = null,
): ModelMatch | null =>
  modelOfSession(
    book,
    asString(view.effective?.['model']) ?? null,
    view.header?.endpoint.deployment ?? '',
    choice ?? view.header?.pricing ?? noChoice,
  );

/** Under what a person's choice for a deployment is remembered. */
export const deploymentKey = ({ label, deployment }: { readonly label: string; readonly deployment: string }): string =>
  `${deployment} at ${label}`;
