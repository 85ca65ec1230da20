import { join } from 'node:path';
import type { SessionSummary } from '../../../shared/contract/bench-api.ts';
import { titleOf } from '../../../shared/contract/session-list.ts';
import { isDay } from '../../../shared/kit/dates.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { isZeroAmount, shortMoney } from '../../../shared/kit/money-format.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import { repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText, visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import { PricedList } from '../../engine/commands/priced-list.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { PreferenceStore } from '../../engine/data/preferences.ts';
import { Library } from '../../engine/record/library.ts';
import { type Command, form, misused, type Outcome, type Surroundings } from '../input/command.ts';
import type { Flags, Read } from '../input/flags.ts';
import { openPriceBooks } from '../input/price-books.ts';
import { textTable } from '../output/terminal-text.ts';

const flags = {
  since: { type: 'string', value: 'DAY', says: 'Sessions that began on this UTC day or later, YYYY-MM-DD.' },
  until: { type: 'string', value: 'DAY', says: 'Sessions that began on this UTC day or earlier, YYYY-MM-DD.' },
  tag: { type: 'string', value: 'TAG', says: 'Sessions with this tag.' },
  refused: { type: 'boolean', says: 'The attempts that the service refused, which are left out otherwise.' },
  json: { type: 'boolean', says: 'Print one JSON object instead of a table (see below).' },
} as const satisfies Flags;

const notes = [
  'Money is what each is expected to cost at the least, by the book of its record; + up to says what comes on top if what never ' +
    'reported is billed.',
  '--json prints: voxtally (1), folder, sessions [{sessionId, name, startedAt, deployment, label, durationMs, live, tags, note, ' +
    'firstWords, refused, turns, responses, notReported, alarms, cost {currency, reported, expected, ifBilled, unpriced}, problem}], ' +
    'the newest first. What a record does not say is null.',
] as const;

function daysOf(values: Read<typeof flags>['values']): Result {
  for (const flag of ['since', 'until'] as const) {
    const day = values[flag];
    if (day === undefined || isDay(day)) continue;
    const message = `--${flag} is a day, not ${repeatable(day)}.`;
    return refuse(benchError('invalid-argument', message, { nextStep: 'Write a day as 2026-11-23.' }));
  }
  return ok({});
}

function passes(session: SessionSummary, { since, until, tag, refused }: Read<typeof flags>['values']): boolean {
  const day = session.startedAt.slice(0, 10);
  const isRefused = session.known !== undefined && session.known.refused !== null;
  if (since !== undefined && day < since) return false;
  if (until !== undefined && day > until) return false;
  if (tag !== undefined && session.about?.tags.includes(tag) !== true) return false;
  return isRefused === refused;
}

const minutes = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

function expectedText({ known }: SessionSummary): string {
  const cost = known?.cost;
  if (cost?.expected === undefined || cost.expected === null) return 'unknown';
  const least = shortMoney(cost.expected, cost.currency);
  const top =
    cost.ifBilled === null || isZeroAmount(cost.ifBilled) ? '' : ` + up to ${shortMoney(cost.ifBilled, cost.currency)}`;
  return `${cost.unpriced.length > 0 ? 'from ' : ''}${least}${top}`;
}

const rowOf = (session: SessionSummary): string[] => [
  session.sessionId,
  titleOf(session),
  session.deployment,
  session.live ? 'running' : minutes(session.durationMs),
  session.known === undefined ? 'unknown' : count(session.known.turns),
  expectedText(session),
  (session.about?.tags ?? []).join(', '),
  session.problem ?? session.known?.refused ?? session.known?.opening?.text ?? '',
];

const heads = ['session', 'name', 'deployment', 'length', 'turns', 'expected', 'tags', 'first words'];
const align = ['left', 'left', 'left', 'right', 'right', 'right', 'left', 'left'] as const;

const jsonOf = (session: SessionSummary): object => ({
  sessionId: session.sessionId,
  name: titleOf(session),
  startedAt: session.startedAt === '' ? null : session.startedAt,
  deployment: session.deployment === '' ? null : session.deployment,
  label: session.label === '' ? null : session.label,
  durationMs: session.durationMs,
  live: session.live,
  tags: session.about?.tags ?? [],
  note: session.about?.note ?? null,
  firstWords: session.known?.opening ?? null,
  refused: session.known?.refused ?? null,
  turns: session.known?.turns ?? null,
  responses: session.responses,
  notReported: session.known?.notReported ?? null,
  alarms: session.known?.alarms ?? null,
  cost: session.known?.cost ?? null,
  problem: session.problem ?? session.doubt ?? null,
});

async function listed({ values }: Read<typeof flags>, surroundings: Surroundings): Promise<Outcome> {
  const days = daysOf(values);
  if (!days.ok) return misused(days.error);
  const home = dataFolder();
  const library = new Library(join(home, 'sessions'), surroundings.installation.version, join(home, 'sessions.list'));
  const prices = await openPriceBooks(surroundings);
  const said: string[] = [];
  const { store: preferences } = await PreferenceStore.open(
    join(home, 'preferences.json'),
    (text) => void said.push(text),
  );
  const all = new PricedList({ prices, preferences }).priced(await library.list());
  const sessions = all.filter((session) => passes(session, values));
  if (values.json)
    return ok({ out: jsonText({ voxtally: 1, folder: library.folder, sessions: sessions.map(jsonOf) }), notes: said });
  if (sessions.length === 0) {
    return ok({
      out: `${all.length === 0 ? 'There is no recorded session.' : `${plural(all.length, 'session')} looked through; none is meant.`}\n`,
      notes: said,
    });
  }
  const rows = sessions.map((session) => rowOf(session).map((cell) => visibleLine(cell)));
  return ok({ out: `${textTable([heads, ...rows], align)}\n`, notes: said });
}

/** `voxtally sessions`: the library as a list. */
export const sessions: Command = {
  forms: [
    form({
      flags,
      notes,
      examples: ['voxtally sessions --since 2026-11-01 --tag pilot', 'voxtally sessions --refused --json'],
      run: listed,
    }),
  ],
};
