import { capital, letterOf } from '../stories/phrases.ts';
import { sumByCurrency } from '../../kit/money.ts';
import type { Explained } from '../finding/explanation.ts';
import { isMeter } from './columns.ts';
import type { ComparedDay } from './compare-day.ts';
import type { PeriodStory } from './period-report.ts';

/** What a day's first story says happened, told without where: two days of one kind share it. */
interface Kind {
  readonly key: string;
  readonly title: string;
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** Of a story of the search: its contexts, what happened beside, where cached tokens went, and whether each session has it once. */
function kindOfStory({ story, title }: Explained, { reported }: ComparedDay): Kind {
  const { further, events, cache } = story;
  const sessions = new Set(reported.sessions);
  const ran = further.map(({ turn }) => reported.sessions[turn ?? -1] ?? null);
  const isEach = ran.length === sessions.size && new Set(ran).size === sessions.size && !ran.includes(null);
  const logged = further.some(({ response }) => response !== null);
  const contexts = unique(further.map(({ context, response }) => (response === null ? context : 'logged')));
  const beside = unique(events.map(({ id }) => id.split(' ')[0] ?? id));
  const folded = further.length + events.length === 0 ? `${cache.audio} ${cache.text}` : '';
  const key = [contexts.join('+'), beside.join('+'), folded, isEach ? 'each' : ''].join('|');
  if (logged && contexts.length === 1) return { key, title: 'Responses that reported nothing, billed' };
  if (contexts.length === 1 && beside.length === 0) {
    const [one] = further;
    return {
      key,
      title: `${capital(one?.title.one ?? '')}${isEach && sessions.size > 1 ? ', once in each session' : ''}`,
    };
  }
  if (further.length === 0 && beside.length === 0) {
    return { key, title: 'Cached tokens billed without their discount, or not at all' };
  }
  return { key, title };
}

/** What explains a day; null: nothing does. */
function kindOf(compared: ComparedDay): Kind | null {
  const { day, held } = compared;
  if (day.state !== 'explained' || held === null) return null;
  const { ratio, explanations } = held.answer;
  const [first] = explanations;
  if (first === undefined) {
    return ratio === null
      ? null
      : { key: `ratio ${ratio.text}`, title: `Every meter ${ratio.text} \u00d7 what was reported` };
  }
  return kindOfStory(first, compared);
}

/** A day that no gate lets through, of which a story of the first rank is one that other days state. */
function sharedKind(compared: ComparedDay, stated: ReadonlySet<string>): Explained | null {
  const { day, held } = compared;
  const { finding, explanations } = held?.answer ?? { finding: null, explanations: [] };
  if (day.state !== 'open' || finding?.claim.kind !== 'undecided') return null;
  const fitting = explanations.filter(({ rank, exact, outside }) => rank === 1 && exact && !outside);
  return fitting.find((one) => stated.has(kindOfStory(one, compared).key)) ?? null;
}

/** Days with the letter of the story that explains each; null: none does. */
export interface Lettered {
  readonly days: readonly {
    readonly compared: ComparedDay;
    readonly story: number | null;
    readonly told: Explained | null;
  }[];
  readonly stories: readonly PeriodStory[];
}

/**
 * Gives the stories of a period their letters, the one that explains most days first. A day that by itself is undecided takes a story
 * that other days state, where one of its own first stories is of that kind: it is then explained, and says so.
 */
export function letterDays(days: readonly ComparedDay[]): Lettered {
  const kinds = days.map(kindOf);
  const stated = new Set(kinds.flatMap((kind) => kind?.key ?? []));
  const adopted = days.map((one) => sharedKind(one, stated));
  const all = days.map((one, index) => {
    const told = adopted[index] ?? null;
    return { compared: one, kind: told === null ? (kinds[index] ?? null) : kindOfStory(told, one), told };
  });
  const counts = new Map<string, { title: string; count: number }>();
  for (const { kind } of all) {
    if (kind === null) continue;
    const known = counts.get(kind.key);
    // The title that says more: on a day of one session nothing is said of each.
    const title = known !== undefined && known.title.length > kind.title.length ? known.title : kind.title;
    counts.set(kind.key, { title, count: (known?.count ?? 0) + 1 });
  }
  const order = [...counts].sort((one, other) => other[1].count - one[1].count).map(([key]) => key);
  const stories = order.map((key, index): PeriodStory => {
    const own = all.filter(({ kind }) => kind?.key === key);
    return {
      letter: letterOf(index),
      title: counts.get(key)?.title ?? '',
      days: unique(own.map(({ compared }) => compared.day.day)),
      beyond: sumByCurrency(
        own.flatMap(({ compared }) =>
          compared.day.cells.filter(({ column }) => isMeter(column)).flatMap(({ beyond }) => beyond ?? []),
        ),
      ),
    };
  });
  return {
    days: all.map(({ compared, kind, told }) => ({
      compared:
        told === null
          ? compared
          : {
              ...compared,
              day: {
                ...compared.day,
                state: 'explained',
                sentence: `${told.statement} By itself the day would not say so; other days of this file do.`,
                cells: compared.day.cells.map((cell) =>
                  cell.state === 'open' && isMeter(cell.column) ? { ...cell, state: 'explained' } : cell,
                ),
              },
            },
      story: kind === null ? null : order.indexOf(kind.key),
      told,
    })),
    stories,
  };
}
