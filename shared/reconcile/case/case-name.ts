import { count, plural } from '../../kit/numbers.ts';
import type { PeriodReport } from '../period/period-report.ts';
import type { CaseView } from './case-view.ts';
import { type ReconcileCase, unnamed } from './case.ts';

/** A session's folder in words: when it began, `2026-11-27 15:17:09 UTC`, and what was spoken to. Another name stays as it is. */
export function sessionWords(id: string): readonly [when: string, where: string] {
  const [, day, hours, minutes, seconds, rest] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z-(.+)$/.exec(id) ?? [];
  return rest === undefined ? [id, ''] : [`${day} ${hours}:${minutes}:${seconds} UTC`, rest];
}

/** `session of 15:17` where its day stands beside it, else its whole name. */
function sessionName(id: string, days: readonly string[]): string {
  const [when] = sessionWords(id);
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d):\d\d UTC$/.exec(when) ?? [];
  if (day === undefined || time === undefined) return `session ${id}`;
  return days.includes(day) ? `session of ${time}` : `session of ${day} ${time}`;
}

/** What was reported in a few words; empty: nothing was given. */
function reportedWords(view: CaseView, days: readonly string[]): string {
  const { reported } = view.case;
  if (reported.kind === 'sessions') {
    const { outcome } = view;
    // Of several a day's bill is held against those of that day.
    const compared = outcome.kind === 'report' ? outcome.report.sessions : [];
    const ids = compared.length > 0 ? compared : reported.sessionIds;
    const [only = '', second] = ids;
    return second === undefined ? sessionName(only, days) : plural(ids.length, 'session');
  }
  if (reported.text.trim() === '') return '';
  if (view.reported.kind !== 'read') return 'pasted usage';
  const { audio_in, text_in, audio_out, text_out } = view.reported.read.totals;
  return `pasted usage of ${count(audio_in + text_in + audio_out + text_out)} tokens`;
}

/** What was billed in a few words, for a case without a reported side; empty: nothing was given. */
function billedWords({ case: { billed }, billed: side }: CaseView): string {
  if (billed.kind === 'imports') return billed.importIds.length === 0 ? '' : plural(billed.importIds.length, 'export');
  if (billed.text.trim() === '') return '';
  return side.kind === 'read' && side.read.kind === 'table'
    ? `pasted bill of ${plural(side.read.rows.length, 'row')}`
    : 'pasted bill';
}

function modelWords({ outcome, reported }: CaseView): string {
  if (outcome.kind === 'report') {
    const { label, model, version } = outcome.report.model;
    return model === null ? label : [model, version].filter((part) => part !== null).join(' ');
  }
  const models = reported.kind === 'read' ? reported.read.models : [];
  return models.length === 1 ? (models[0] ?? '') : '';
}

function daysOf({ outcome, reported, case: { wanted } }: CaseView): readonly string[] {
  const compared = outcome.kind === 'report' ? outcome.report.compared : null;
  return (
    compared?.days ?? (reported.kind === 'read' && reported.read.days.length > 0 ? reported.read.days : wanted.days)
  );
}

const spanOf = (days: readonly string[]): string => {
  const [first = '', last] = [days[0], days.at(-1)];
  return last === undefined || last === first ? first : `${first} to ${last}`;
};

/** Longest name, in characters. */
const mostCharacters = 120;

/** `October 2026, contoso-voice`. */
function periodName({ label, blocks }: PeriodReport): string {
  const resources = [...new Set(blocks.flatMap(({ resource }) => resource ?? []))];
  return [label, ...resources].join(', ').slice(0, mostCharacters);
}

/** What a reconciliation is called until a person names it: model, day, and whose usage. With nothing in it, `New reconciliation`. */
export function nameFromContent(view: CaseView): string {
  if (view.outcome.kind === 'period') return periodName(view.outcome.report);
  const days = daysOf(view);
  const what = reportedWords(view, days) || billedWords(view);
  if (what === '') return unnamed;
  const model = modelWords(view);
  const name = [model, spanOf(days), what].filter((part) => part !== '').join(', ');
  // A model is spelled as the bill spells it; words begin as a sentence does.
  return (model === '' ? name.charAt(0).toUpperCase() + name.slice(1) : name).slice(0, mostCharacters);
}

/** Whether a person chose the name. Files of an older version do not say so: there the names that the bench gave are known. */
export function isNamedByHand({ name, namedBy, reported }: ReconcileCase): boolean {
  if (namedBy !== undefined) return namedBy === 'hand';
  const ids = reported.kind === 'sessions' ? reported.sessionIds : [];
  return name !== unnamed && name !== ids[0] && name !== `${ids.length} sessions`;
}
