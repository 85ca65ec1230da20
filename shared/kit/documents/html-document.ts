import { html, type Markup } from './html-markup.ts';
import { style, styleHash } from './html-style.ts';

/** Where a document's sound comes from: it stands in the document itself, or in files beside it. */
export type DocumentSound = 'inside' | 'beside';

const soundSources: Readonly<Record<DocumentSound, string>> = { inside: 'data:', beside: "'self' file:" };

/** Nothing is fetched, run, framed or sent; the one style sheet is known by its fingerprint, so no other style applies. */
const policyFor = (sound: DocumentSound | undefined): string =>
  `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'${sound === undefined ? '' : `; media-src ${soundSources[sound]}`}`;

/** What names a document. `at`: when it was written, ISO 8601. */
export interface DocumentHead {
  /** What kind of document it is, for its title: `Reconciliation`. */
  readonly what: string;
  readonly name: string;
  readonly subtitle: string;
  readonly at: string;
  /** How its full pages are set: in smaller letters where they are few, on their side where a table is wide. */
  readonly kind: 'sheet' | 'long' | 'period';
  /** Left out: it has none. */
  readonly sound?: DocumentSound;
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
      <meta http-equiv="Content-Security-Policy" content="${{ markup: policyFor(head.sound) }}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${head.what}: ${head.name}</title>
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
