import { plural } from '../../kit/numbers.ts';
import { tableDifference } from '../../kit/money-format.ts';
import type { ReconcileReport } from '../reconcile-report.ts';
import { meterBars } from './html-bars.ts';
import { html, type Markup } from '../../kit/documents/html-markup.ts';
import { certaintySign, inList, questionSign } from './html-markup.ts';
import { moneySection } from './html-open.ts';
import { dayRanges } from './html-record.ts';
import { barsOf, bestOf, legendOf } from './meter-parts.ts';
import { nextStepOf } from './next-step.ts';
import { alsoOpen, isDecided, letteredStories } from './story-lines.ts';
import { lower } from '../stories/phrases.ts';
import { beyondTitle, freshnessText, ratioWords } from './wording.ts';

/** Lists of the page are cut here, so that it stays a page; the rest is counted. */
const most = { open: 4, rivals: 4, marks: 6, files: 3, sessions: 3 } as const;

/** One sentence for whoever reads no more, the second line, the one amount and its ratio. */
function findingPart(report: ReconcileReport): Markup {
  const { finding, money } = report;
  const ratio = ratioWords(money);
  const sum =
    money === null
      ? html``
      : html`<div class="sum">
          <span>${beyondTitle(report)}</span
          ><b>${tableDifference({ cost: money.difference, currency: money.currency })}</b>
          <span>billed ${inList(money, money.billed)}</span><span>as reported ${inList(money, money.expected)}</span>
          ${ratio === null ? '' : html`<span>${ratio} what was reported</span>`}
        </div>`;
  return html`<div class="top">
    <div>
      <p class="kicker">In one sentence</p>
      <h1>${finding.headline}</h1>
      <p class="lead">${finding.lead}</p>
    </div>
    ${sum}
  </div>`;
}

function barsPart(report: ReconcileReport): Markup {
  const best = bestOf(report);
  const whose = best === undefined || isDecided(report) ? '' : 'as the first story has them; ';
  return html`<section class="keep">
    <h2>Every meter, part by part<small>tokens; ${whose}${legendOf(barsOf(report))}</small></h2>
    ${meterBars(report)}
  </section>`;
}

/** What is explained, and by what; where nothing is, that. */
function explainedPart(report: ReconcileReport): Markup {
  const { first } = letteredStories(report);
  if (first === null || !first.story.exact) {
    return html`<section>
      <h2>What is explained</h2>
      <p>Nothing beyond the report: no story that the measured rules know explains every meter.</p>
    </section>`;
  }
  const { letter, story } = first;
  return html`<section>
    <h2>${isDecided(report) ? 'What is explained' : 'What would explain it'}</h2>
    <h3><span class="letter">${letter}</span> <span>${story.title}</span></h3>
    <ul class="asked">
      ${story.marks.slice(0, most.marks).map(({ certainty, text }) => html`<li>${certaintySign(certainty)}<span>${text}</span></li>`)}
    </ul>
  </section>`;
}

const more = (count: number, what: string): Markup =>
  count <= 0 ? html`` : html`<p class="soft">${plural(count, `more ${what}`)} in the full report.</p>`;

/** What is left: what else is open, and what no number excludes. */
function leftPart(report: ReconcileReport): Markup {
  const open = alsoOpen(report);
  const rivals = report.unexcluded.map(({ title }) => title);
  const hidden = Math.max(0, open.length - most.open) + Math.max(0, rivals.length - most.rivals);
  const asked = [
    ...open.slice(0, most.open),
    ...rivals.slice(0, most.rivals).map((title) => `Not excluded: ${lower(title)}.`),
  ];
  return html`<section>
    <h2>What is left</h2>
    ${
      asked.length === 0
        ? html`<p>Every number of the bill is accounted for.</p>`
        : html`<ul class="asked">
              ${asked.map((text) => html`<li>${questionSign}<span>${text}</span></li>`)}
            </ul>
            ${more(hidden, 'question')}`
    }
  </section>`;
}

function nextPart(report: ReconcileReport): Markup {
  const next = nextStepOf(report);
  return html`<section class="next">
    <h2>Next step</h2>
    ${
      next === null
        ? html`<p>The bill is settled and is what was reported. Keep this page with it.</p>`
        : html`<p><b>${next.title}</b></p>
            <p>${next.text}</p>`
    }
  </section>`;
}

/** What the page was made from: model and days, sessions, and files by fingerprint. */
function madeFromPart({ model, responses, sessions, compared, sources, priceBook }: ReconcileReport): Markup {
  const files = sources.flatMap((source) => source.files);
  return html`<section class="from">
    <h2>What this was made from</h2>
    <dl>
      <dt>Reported</dt>
      <dd>
        ${plural(responses, 'response')} of
        ${sessions.length === 0 ? 'a pasted usage' : `${plural(sessions.length, 'session')}: `}${sessions.slice(0, most.sessions).map((session) => html`<span class="item mono">${session}</span>`)}
        ${more(sessions.length - most.sessions, 'session')}
      </dd>
      <dt>Bill</dt>
      <dd>
        ${
          compared === null
            ? 'a table that was typed or pasted'
            : `${dayRanges(compared.days).join(', ')}${compared.resource === null ? '' : `, resource ${compared.resource}`}. ${freshnessText[compared.freshness]}.`
        }
      </dd>
      ${
        files.length === 0
          ? ''
          : html`<dt>Files</dt>
              <dd>
                ${files.slice(0, most.files).map(({ name, sha256 }) => html`<span class="file">${name} <span class="mono">sha256 ${sha256}</span></span>`)}
                ${more(files.length - most.files, 'file')}
              </dd>`
      }
      <dt>Prices</dt>
      <dd>${model.label}, ${priceBook ?? 'no list price for this model and scope'}</dd>
    </dl>
  </section>`;
}

/** One page of A4 that says all that whoever pays has to know. */
export const summaryPage = (report: ReconcileReport): Markup =>
  html`<div class="one">
    ${findingPart(report)} ${barsPart(report)}
    <div class="two">${moneySection(report)} ${nextPart(report)}</div>
    <div class="two">${explainedPart(report)} ${leftPart(report)}</div>
    ${madeFromPart(report)}
  </div>`;
