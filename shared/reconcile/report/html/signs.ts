import type { Certainty } from '../../answer.ts';
import { certaintyWords } from '../words.ts';
import { html, type Markup } from './escape.ts';

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
export const cross = sign('cross', '<path d="M4 4l8 8M12 4l-8 8"/>');

/** Stands before something that nothing excludes. */
export const asked = signs.open;

export const certaintySign = (certainty: Certainty): Markup =>
  html`${signs[certainty]}<span class="how">${certaintyWords[certainty]}</span>`;
