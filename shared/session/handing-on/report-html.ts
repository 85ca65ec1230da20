import { toArray } from '../../kit/chunk-list.ts';
import { type DocumentSound, documentPage } from '../../kit/documents/html-document.ts';
import { html, list, type Markup } from '../../kit/documents/html-markup.ts';
import { plainMoney } from '../../kit/plain-money.ts';
import type { BookChoice } from '../../pricing/choose-book.ts';
import type { ModelChoice } from '../../pricing/model.ts';
import { applies, optionsFromSession, optionSpecs, optionText, valueOf } from '../../protocol/options/options.ts';
import { pricedBy, recordStands, type ReportTable, reportTables } from '../costs/usage-export.ts';
import { usageReport, type UsageReport } from '../costs/usage-report.ts';
import type { ItemView, SessionView } from '../view.ts';
import { redactionWords } from '../record-state.ts';

/** The sound of a report: how it stands in it, and the address that its player is given. */
export interface ReportSound {
  readonly kind: DocumentSound;
  readonly source: string;
}

export interface SessionDocument {
  readonly view: SessionView;
  readonly prices: BookChoice;
  readonly choice: ModelChoice | null;
  /** What a person called it; null: nothing. */
  readonly name: string | null;
  /** When the report is written, ISO 8601. */
  readonly at: string;
  /** Null: it has none, for the reason in `soundNote`. */
  readonly sound: ReportSound | null;
  readonly soundNote: string | null;
}

/** `2:46.3`. */
export function clockText(ms: number): string {
  const tenths = Math.round(Math.max(0, ms) / 100);
  const [minutes, rest] = [Math.floor(tenths / 600), tenths % 600];
  return `${minutes}:${String(Math.floor(rest / 10)).padStart(2, '0')}.${rest % 10}`;
}

const tableOf = ({ title, text, rows: [names = [], ...body] }: ReportTable): Markup => {
  const cell = (column: number): Markup => ({ markup: column < text ? '' : ' class="n"' });
  return html`<h2>${title}</h2>
    <table>
      <thead>
        <tr>
          ${names.map((name, at) => html`<th${cell(at)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          (row) =>
            html`<tr>
              ${row.map((value, at) => html`<td${cell(at)}>${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
};

const who = { user: 'You', assistant: 'Answer', system: 'System', tool: 'Tool' } as const satisfies Record<
  ItemView['role'],
  string
>;

function wordsOf({ kind, text, images, interrupted, deletedMs, transcription }: ItemView): readonly Markup[] {
  const failed = transcription?.status === 'failed' ? 'not transcribed' : null;
  const state = [interrupted ? 'interrupted' : null, deletedMs === null ? null : 'deleted', failed].filter(
    (word) => word !== null,
  );
  const said = text === '' ? (images > 0 ? '' : '\u2013') : text;
  return [
    html`${kind === 'function_call' ? 'Call: ' : kind === 'function_call_output' ? 'Result: ' : ''}${said}`,
    ...(images > 0 ? [html` <span class="soft">${images} ${images === 1 ? 'image' : 'images'}</span>`] : []),
    ...(state.length === 0 ? [] : [html` <span class="soft">${state.join(', ')}</span>`]),
  ];
}

const money = (amount: string | null): string => (amount === null ? 'unknown' : plainMoney(amount));

/** Cost and state of what an item is the last of: an answer by its response, a transcription by its item. */
function costOf(item: ItemView, view: SessionView, report: UsageReport): string {
  const response = toArray(view.responses).find(({ itemIds }) => itemIds.at(-1) === item.id);
  const row =
    response === undefined
      ? report.transcriptions.find(({ itemId }) => itemId === item.id)
      : report.responses.find(({ number }) => number === response.number);
  if (row === undefined) return '';
  const name = response === undefined ? '' : `R${response.number}  `;
  switch (row.basis) {
    case 'reported':
      return `${name}${money(row.cost)}`;
    case 'if billed':
      return `${name}0 to ${money(row.costHigh)}`;
    case 'estimated':
    case 'live':
      return `${name}~${money(row.cost)}`;
  }
}

const conversation = (view: SessionView, report: UsageReport): Markup => {
  const items = toArray(view.items);
  if (items.length === 0) return html``;
  return html`<h2>
      Conversation<small>times of the session; cost in ${report.prices.currency}, what may be billed as a range</small>
    </h2>
    <table>
      <thead>
        <tr>
          <th class="n">Time</th>
          <th>Who</th>
          <th>Words</th>
          <th class="n">Cost</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (item) =>
            html`<tr>
              <td class="n">${clockText(item.startMs)}</td>
              <td class="strong">${who[item.role]}</td>
              <td>${wordsOf(item)}</td>
              <td class="n">${costOf(item, view, report)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
};

function optionsSection({ effective, header }: SessionView): Markup {
  const [asked, found] = [header?.requested ?? {}, effective === null ? null : optionsFromSession(effective)];
  const values = found ?? asked;
  const rows = optionSpecs.filter((spec) => applies(spec, values));
  return html`<h2>
      Options<small>${found === null ? 'as asked for; the service never said' : 'in effect at the end'}</small>
    </h2>
    <table>
      <thead>
        <tr>
          <th>Option</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (spec) =>
            html`<tr>
              <td class="k">${spec.label}</td>
              <td>${optionText(spec, valueOf(spec, values))}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

const alarmsSection = (view: SessionView): Markup => {
  const alarms = toArray(view.alarms);
  if (alarms.length === 0) return html``;
  return html`<h2>Alarms and notices</h2>
    ${list(alarms.map(({ t, title, text, count, level }) => `${clockText(t)}  ${level === 'alarm' ? 'Alarm' : 'Notice'}: ${title}. ${text}${count > 1 ? ` (${count} times)` : ''}`))}`;
};

const soundSection = ({ sound, soundNote }: SessionDocument): Markup => {
  const player =
    sound === null
      ? html``
      : html`<p><audio controls preload="none" ${{ markup: ` src="${sound.source}"` }}></audio></p>
          <p class="soft">Both voices as heard: you on the left, the answers on the right.</p>`;
  return sound === null && soundNote === null
    ? html``
    : html`<h2>Sound</h2>
        ${player} ${soundNote === null ? '' : html`<p>${soundNote}</p>`}`;
};

/** Everything of a session that people read, as one HTML file: no script, nothing fetched, everything escaped. Pure. */
export function sessionHtml(session: SessionDocument): string {
  const { view, prices, choice, name, at, sound } = session;
  const report = usageReport(view, prices, choice);
  const { header } = view;
  const seconds = clockText(report.durationMs);
  const stands = recordStands(report);
  const facts = [
    `${report.endpoint.deployment} at ${report.endpoint.label}`,
    `${report.startedAt.slice(0, 19).replace('T', ' ')} UTC`,
    `${seconds} min`,
  ].join(', ');
  const redacted = header?.redacted;
  return documentPage(
    {
      what: 'Session',
      name: name ?? report.sessionId,
      subtitle: facts,
      at,
      kind: 'long',
      ...(sound === null ? {} : { sound: sound.kind }),
    },
    html`<p class="mono">${report.sessionId}</p>
      ${redacted === undefined ? '' : html`<p class="strong">${redactionWords[redacted]}</p>`}
      <p>${pricedBy(report)}</p>
      ${stands === null ? '' : html`<p>${stands}</p>`} ${soundSection(session)} ${conversation(view, report)}
      ${alarmsSection(view)} ${reportTables(report).map(tableOf)} ${optionsSection(view)}`,
  );
}
