import { lookup } from '../lookup.ts';
import { visible } from '../untrusted/safe-text.ts';

const entities = lookup<string>({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** Markup that has been made safe. Only the functions of this file make it. */
export interface Markup {
  readonly markup: string;
}

const escape = (text: string): string => visible(text).replaceAll(/[&<>"']/g, (mark) => entities(mark) ?? mark);

type Part = Markup | string | number | readonly Part[];

const render = (part: Part): string =>
  typeof part === 'string' || typeof part === 'number'
    ? escape(String(part))
    : 'markup' in part
      ? part.markup
      : part.map(render).join('');

/** Markup from a template: whatever is put in is escaped, unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: strings.map((text, index) => `${text}${index < parts.length ? render(parts[index] ?? '') : ''}`).join(''),
});

export const list = (items: readonly string[]): Markup =>
  items.length === 0
    ? html``
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
