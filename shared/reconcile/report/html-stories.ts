import type { ReconcileReport } from '../reconcile-report.ts';
import { chanceSentence } from '../stories/phrases.ts';
import { html, list, type Markup } from '../../kit/documents/html-markup.ts';
import { certaintySign, crossSign } from './html-markup.ts';
import {
  beyondWords,
  checkWords,
  firstTitle,
  isDecided,
  laterStanding,
  letteredStories,
  type LetteredStory,
  moreStories,
  standing,
  tellingMeters,
} from './story-lines.ts';
import { meterFacts } from '../../billing/meter-kind.ts';

const marksOf = ({ story }: LetteredStory): Markup =>
  story.marks.length === 0
    ? html``
    : html`<ul class="marks">
        ${story.marks.map(({ certainty, text }) => html`<li>${certaintySign(certainty)}<span>${text}</span></li>`)}
      </ul>`;

/** What speaks for and against a story beside its sums. */
const besideOf = ({ story }: LetteredStory): readonly string[] => [
  ...(story.mechanisms.length === 0 ? [] : [`The same sums would come of: ${story.mechanisms.join('; ')}.`]),
  ...story.supports.map((text) => `For it: ${text}`),
  ...story.contradictions.map((text) => `Against it: ${text}`),
];

/** The first story with its marks. */
export function firstStorySection(report: ReconcileReport): Markup {
  const { first } = letteredStories(report);
  if (first === null) {
    return report.finding.claim.kind === 'no bill'
      ? html``
      : html`<h2>Stories</h2>
          <p>No story that the measured rules allow explains every meter.</p>`;
  }
  const { story, letter } = first;
  return html`<h2>${firstTitle(report, first)}<small>${standing(story, report)}</small></h2>
    <section class="${isDecided(report) ? 'story first' : 'story'}">
      <div class="keep">
        <h3><span class="letter">${letter}</span> <span>${story.exact ? story.title : story.statement}</span></h3>
        ${!story.exact || (story.events.length === 0 && story.marks.length > 0) ? '' : html`<p>${story.statement}</p>`}
        ${marksOf(first)}
      </div>
      ${list(besideOf(first))}
    </section>`;
}

/** Stories after the first, a row each: what it says, its sums, how often chance does as well. */
const laterTable = (report: ReconcileReport, told: readonly LetteredStory[]): Markup =>
  html`<table>
    <tbody>
      ${told.map(
        ({ letter, story }) =>
          html`<tr>
            <td class="letters"><span class="letter">${letter}</span></td>
            <td>
              <span class="strong">${story.exact && story.events.length === 0 ? story.title : story.statement}</span
              ><br /><span class="soft"
                >${laterStanding(story, report)}.${story.coverage === null ? '' : ` ${chanceSentence(story.coverage)}`}</span
              >
              ${[...story.supports.map((text) => `For it: ${text}`), ...story.contradictions.map((text) => `Against it: ${text}`)].map((text) => html`<br /><span class="soft">${text}</span>`)}
            </td>
            <td class="sums">
              ${tellingMeters(story).map((line) => html`<span class="sum-of">${meterFacts[line.meter].title} ${checkWords(line)}</span>`)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** The other stories that measured rules allow. */
export function furtherStoriesSection(report: ReconcileReport): Markup {
  const { further } = letteredStories(report);
  const hidden = report.storiesFound - report.explanations.length;
  if (further.length === 0 && hidden <= 0) return html``;
  return html`<h2>Further stories<small>they fit too, and are less simple or no simpler</small></h2>
    ${further.length === 0 ? '' : laterTable(report, further)}
    ${hidden > 0 ? html`<p class="soft">${moreStories(hidden)}</p>` : ''}`;
}

/** What else could have run, each with the number that says no. */
export function excludedSection(report: ReconcileReport): Markup {
  if (report.excluded.length === 0) return html``;
  const beyond = beyondWords(report);
  return html`<h2>
      Excluded<small>what else could have run, and the number that says no${beyond === '' ? '' : `; ${beyond}`}</small>
    </h2>
    <table class="excluded">
      <tbody>
        ${report.excluded.map(
          ({ title, rule, fails }) =>
            html`<tr>
              <td class="strong">${title}</td>
              <td class="soft">${rule}</td>
              <td class="no">${crossSign}<span>${fails}</span></td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** Stories that no measured rule knows: they are never in the sentence, and their letters stay empty. */
export function outsideSection(report: ReconcileReport): Markup {
  const { outside } = letteredStories(report);
  if (outside.length === 0) return html``;
  return html`<h2>Ranked after<small>fits, but no measured rule knows such a thing</small></h2>
    ${laterTable(report, outside)}`;
}

export function manySection({ many }: ReconcileReport): Markup {
  if (many === null) return html``;
  const rows = many.meters.map(
    ({ words, exact, observations, identifiable }) =>
      html`<tr>
        <td class="k">${words}</td>
        <td>
          ${
            exact.length === 0
              ? 'no form of small whole numbers'
              : exact
                  .slice(0, 3)
                  .map(({ formula }) => formula)
                  .join('; ')
          }${exact.length > 3 ? ` and ${exact.length - 3} more` : ''}
        </td>
        <td class="n">${observations}</td>
        <td class="soft">${identifiable ? 'fields told apart' : 'fields not told apart'}</td>
      </tr>`,
  );
  return html`<h2>Over several days<small>each meter as a sum of reported fields, exact in every day</small></h2>
    <p>${many.finding}</p>
    <table>
      <thead>
        <tr>
          <th>Meter</th>
          <th>Exact forms</th>
          <th class="n">Days</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${list(many.open)}`;
}
