import { html, type Markup } from './html-markup.ts';
import { style, styleHash } from './html-style.ts';

/** Nothing is fetched, run, framed or sent; the one style sheet is known by its fingerprint, so no other style applies. */
const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;

/** What names a document. `at`: when it was written, ISO 8601. */
export interface DocumentHead {
  readonly name: string;
  readonly subtitle: string;
  readonly at: string;
  /** How its full pages are set: in smaller letters where they are few, on their side where a table is wide. */
  readonly kind: 'sheet' | 'long' | 'period';
}

const header = ({ name, at }: DocumentHead, subtitle: string): Markup =>
  html`<header>
    <p class="who"><strong>${name}</strong><br />${subtitle}</p>
    <p>Written by Voxtally<br />${at.slice(0, 19).replace('T', ' ')} UTC</p>
  </header>`;

/** One HTML file: its one page, then `full` on pages of its own where there is any. No script, nothing fetched, everything escaped. */
export function documentPage(head: DocumentHead, one: Markup, full: Markup | null = null): string {
  const written = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Reconciliation: ${head.name}</title>
      ${{ markup: `<style>${style}</style>` }}
    </head>
    <body${{ markup: ` class="${head.kind}"` }}>
      ${header(head, head.subtitle)}
      <main>
        ${one}
        ${full === null ? '' : html`<div class="full">${header(head, `The full report: ${head.subtitle.charAt(0).toLowerCase()}${head.subtitle.slice(1)}`)} ${full}</div>`}
      </main>
    </body>
  </html> `;
  return `<!doctype html>\n${written.markup}`;
}
