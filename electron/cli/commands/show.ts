import { toArray } from '../../../shared/kit/chunk-list.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { shortMoney } from '../../../shared/kit/money-format.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { listedCost, sessionFacts } from '../../../shared/session/library/session-facts.ts';
import { recordNotes } from '../../../shared/session/record-state.ts';
import { titled } from '../../../shared/session/titled.ts';
import { readAbout } from '../../engine/record/about-file.ts';
import { type Command, form, type Outcome, type Surroundings } from '../input/command.ts';
import type { Flags, Read } from '../input/flags.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { openRecord, sessionWord } from '../input/recorded-sessions.ts';
import { indented } from '../output/terminal-text.ts';

const flags = {
  json: { type: 'boolean', says: 'Print one JSON object instead of text (see below).' },
} as const satisfies Flags;

const notes = [
  'voxtally usage says more of what it used and costs, by field and by response.',
  '--json prints: voxtally (1), sessionId, folder, name, note, tags, startedAt, durationMs, deployment, label, phase, said [{t, by, ' +
    'response, text}], options, alarms [{t, level, title, text, count}], cost {currency, reported, expected, ifBilled, unpriced}, ' +
    'problems. t is milliseconds of session time.',
] as const;

const clock = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${((ms % 60_000) / 1000).toFixed(1).padStart(4, '0')}`;

async function shown({ values, words }: Read<typeof flags>, surroundings: Surroundings): Promise<Outcome> {
  const opened = await openRecord(words[0] ?? '');
  if (!opened.ok) return opened;
  const { folder, header, view } = opened;
  const { about, note: aboutNote } = await readAbout(folder);
  const facts = sessionFacts(view);
  const { book } = (await openPriceBooks(surroundings)).choose(header.startedAt.slice(0, 10), header.priceBookId);
  const cost = listedCost(facts, header.endpoint.deployment, book, null);
  const numbers = new Map(toArray(view.responses).map(({ id, number }) => [id, number]));
  const said = toArray(view.items).flatMap(({ role, text, startMs, responseId }) => {
    if (text.trim() === '') return [];
    const response = responseId === null ? null : (numbers.get(responseId) ?? null);
    return [{ t: startMs, by: role, response, text: text.trim() }];
  });
  const alarms = toArray(view.alarms).map(({ t, level, title, text, count }) => ({ t, level, title, text, count }));
  const problems = view.record === null ? [] : recordNotes(view.record);
  const extra = aboutNote === null ? [] : [aboutNote];
  const name = about.name ?? facts.name;
  const { startedAt, sessionId, endpoint } = header;
  if (values.json) {
    const { deployment, label } = endpoint;
    const told = {
      sessionId,
      folder,
      name,
      note: about.note,
      tags: about.tags,
      startedAt,
      durationMs: view.t,
      deployment,
      label,
    };
    return ok({
      out: jsonText({ voxtally: 1, ...told, phase: view.phase, said, options: facts.options, alarms, cost, problems }),
      notes: extra,
    });
  }
  const money = (amount: string | null): string => (amount === null ? 'unknown' : shortMoney(amount, cost.currency));
  const lines = [
    name ?? sessionId,
    ...indented([
      `${startedAt}, ${clock(view.t)}, ${endpoint.deployment} at ${endpoint.label}`,
      ...(about.tags.length === 0 ? [] : [`Tags: ${about.tags.join(', ')}`]),
      ...(about.note === null ? [] : [`Note: ${about.note}`]),
      ...(facts.refused === null ? [] : [`Refused: ${facts.refused}`]),
      `${plural(facts.turns, 'turn')}, ${plural(view.responses.length, 'answer')}, ${plural(facts.notReported, 'of them never reported', 'of them never reported')}`,
      `Reported ${money(cost.reported)}, expected ${money(cost.expected)}, on top if billed up to ${money(cost.ifBilled)}`,
    ]),
    'Said',
    ...indented(
      said.length === 0
        ? ['Nothing.']
        : said.map(({ t, by, response, text }) => `${clock(t)} ${response === null ? by : `R${response}`}: ${text}`),
    ),
    'Options asked for',
    ...indented(facts.options.length === 0 ? ['None.'] : [...facts.options]),
    'Alarms',
    ...indented(alarms.length === 0 ? ['None.'] : alarms.map((one) => `${clock(one.t)} ${titled(one)}`)),
    ...problems,
  ];
  return ok({ out: `${lines.map((line) => line.split('\n').map(shownLine).join('\n')).join('\n')}\n`, notes: extra });
}

/** Unseen characters written out; the gap before a line stays. */
const shownLine = (line: string): string => `${/^ */.exec(line)?.[0] ?? ''}${visibleLine(line)}`;

/** `voxtally show`: what a recorded session is. */
export const show: Command = {
  forms: [
    form({
      words: [sessionWord],
      flags,
      notes,
      examples: ['voxtally show 2026-11-23T14-05-33Z-contoso-voice-3f9a1c'],
      run: shown,
    }),
  ],
};
