import { html, type Markup } from '../../kit/documents/html-markup.ts';
import { tableMoney } from '../../kit/money-format.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import type { Certainty } from '../stories/answer-types.ts';
import { count } from '../../kit/numbers.ts';
import { certaintyWords } from './wording.ts';

export const number = (value: number | null): string => (value === null ? '–' : count(value));

/** An amount at list price. */
export const inList = ({ currency }: Pick<NonNullable<ReconcileReport['money']>, 'currency'>, cost: string): string =>
  tableMoney({ cost, currency });

const sign = (kind: string, drawing: string): Markup => ({
  markup: `<svg class="sign ${kind}" viewBox="0 0 16 16" aria-hidden="true">${drawing}</svg>`,
});

const ring = '<circle cx="8" cy="8" r="6.2"/>';

/** A sign for each way of knowing, drawn and not set, for a page may lack the letter. It never stands without its word. */
const signs: Readonly<Record<Certainty, Markup>> = {
  measured: sign('measured', '<path d="M3 8.6 6.4 12 13 4.6"/>'),
  assumed: sign('assumed', `${ring}<circle class="dot" cx="8" cy="8" r="1.8"/>`),
  free: sign('read', '<path d="M3 5.8h10M3 10.2h10"/>'),
  open: sign('asked', `${ring}<path d="M6 6.3a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.2M8 11.4v.1"/>`),
};

/** Stands before a number that excludes something. */
export const crossSign = sign('cross', '<path d="M4 4l8 8M12 4l-8 8"/>');

/** Stands before something that nothing excludes. */
export const questionSign = signs.open;

export const certaintySign = (certainty: Certainty): Markup =>
  html`${signs[certainty]}<span class="how">${certaintyWords[certainty]}</span>`;
