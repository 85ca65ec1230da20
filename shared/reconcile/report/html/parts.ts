import { documentMoney } from '../../../money/format.ts';
import type { ReconcileReport } from '../../reconcile-report.ts';
import { groups } from '../../phrases.ts';
import { html, type Markup } from './escape.ts';

export const list = (items: readonly string[]): Markup =>
  items.length === 0
    ? html``
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;

export const number = (value: number | null): string => (value === null ? '–' : groups(value));

/** An amount at list price. */
export const inList = ({ currency }: Pick<NonNullable<ReconcileReport['money']>, 'currency'>, cost: string): string =>
  documentMoney({ cost, currency });
