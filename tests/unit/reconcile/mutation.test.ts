import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WholeTokens } from '../../../shared/billing/meter-kind.ts';
import type { Turn } from '../../../shared/reconcile/evidence/reported-responses.ts';
import type { reconcile } from '../../../shared/reconcile/reconcile.ts';
import type { Rule } from '../../../shared/usage/rules/schema.ts';
import { billOf, none } from '../../findings/bill.ts';
import { conversationOf } from '../../findings/conversation.ts';
import { leastRead, type PlantedContext } from '../../findings/planted.ts';
import type { Amount, Counts, Item } from '../../findings/service.ts';

type Search = typeof reconcile;
const table = '../../../shared/usage/rules/table.ts';

/** The search as it is with another table of rules. */
async function searchWith(made: (rules: readonly Rule[]) => readonly Rule[]): Promise<Search> {
  vi.resetModules();
  vi.doMock(table, async (original) => {
    const { tokenRules } = await original<{ tokenRules: readonly Rule[] }>();
    return { tokenRules: made(tokenRules) };
  });
  return (await import('../../../shared/reconcile/reconcile.ts')).reconcile;
}

afterEach(() => {
  vi.doUnmock(table);
  vi.resetModules();
});

/** A number of the table: a rule, and where in it the number stands. */
interface Place {
  readonly rule: string;
  readonly path: readonly string[];
}

/** `reads, spoken turn, preview/ga/reasoning`; one for a single service has that behind. */
const nameOf = (rule: Rule): string =>
  [rule.rule, 'of' in rule ? rule.of : '', rule.families.join('/'), rule.service ?? '']
    .filter((word) => word !== '')
    .join(', ');

const isMembers = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The rules with one number changed. */
function changed(rules: readonly Rule[], { rule, path }: Place, by: number): readonly Rule[] {
  const copy = structuredClone([...rules]);
  let at: unknown = copy.find((one) => nameOf(one) === rule);
  for (const key of path.slice(0, -1)) at = isMembers(at) ? at[key] : undefined;
  const last = path.at(-1) ?? '';
  if (!isMembers(at) || typeof at[last] !== 'number') throw new Error(`There is no ${rule} ${path.join(' ')}.`);
  at[last] += by;
  return copy;
}

/** A bill in which one further inference ran. */
interface Planted {
  readonly counts?: Partial<Counts>;
  readonly pairs: readonly (readonly [question: Item, answer: Item])[];
  /** Transcripts were counted, and what each answer was is known. */
  readonly told?: boolean;
  readonly context: PlantedContext | 'as-text';
  readonly turn: number | null;
  /** Beyond the least that such an inference reads. */
  readonly open?: Amount;
  /** What it read, where no rule of the recordings knows it. */
  readonly read?: Amount;
  readonly out?: Amount;
  /** How far off the text may be, so that it is found all the same. */
  readonly found: readonly number[];
}

/** What a pasted report holds of a turn. */
const pastedOnly = ({ audioIn, textIn, audioOut, textOut, audioCached, textCached }: Turn): Turn => ({
  audioIn,
  textIn,
  audioOut,
  textOut,
  audioCached,
  textCached,
  userTranscript: null,
  answerTranscript: null,
});

const offsets = [-4, -3, -2, -1, 0, 1, 2, 3, 4];

/** The answer to a planted bill whose text in is so many tokens more. */
function answerTo(search: Search, planted: Planted, more = 0): ReturnType<Search> {
  const { counts = {}, pairs, told = false, context, turn, open = none, out = { audio: 211, text: 64 } } = planted;
  const conversation = conversationOf(counts, pairs);
  const turns = told ? conversation.turns : conversation.turns.map(pastedOnly);
  const least = planted.read ?? (context === 'as-text' ? null : leastRead(conversation, context, turn));
  if (least === null) throw new Error(`There is no ${context} after response ${String(turn)}.`);
  const read = { audio: least.audio + open.audio, text: least.text + open.text };
  const bill = billOf(turns, [{ context, turn, read, out, cached: none }], true);
  const billed: WholeTokens = { ...bill, text_in: bill.text_in + more };
  const { family, service } = conversation;
  return search(turns, billed, null, null, { counting: { family, service, certain: true } });
}

/** The changes of text in with which the planted inference, alone, stands in the first rank; of one outside the rules, at all. */
const foundAt = (search: Search, planted: Planted): number[] =>
  offsets.filter((more) =>
    answerTo(search, planted, more).explanations.some(({ rank, outside, exact, inferences }) => {
      const further = inferences.filter(({ kind }) => kind === 'further');
      const [only] = further;
      const isPlanted = further.length === 1 && only?.context === planted.context && only.turn === planted.turn;
      return isPlanted && (outside ? planted.read !== undefined : rank === 1 && exact);
    }),
  );

const spoke: Item = { kind: 'spoken', audio: 110, transcript: 30 };
const typed: Item = { kind: 'typed', text: 9 };
const said = (audio: number, transcript: number, runs: number): Item => ({
  kind: 'spoken answer',
  audio,
  transcript,
  text: transcript + 4 + 2 * runs,
});
const long = said(420, 89, 12);
const later = said(300, 70, 9);
const wrote: Item = { kind: 'written answer', text: 57 };
const called: Item = { kind: 'call', text: 41 };
const preview = { family: 'preview' } as const;

const orMore = [0, 1, 2, 3, 4];
const orLess = [-4, -3, -2, -1, 0];
/** A stretch of transcript more or less is how far an uncounted transcript may be off. */
const withinARun = [-2, -1, 0, 1, 2];

const finished: Planted = { pairs: [[spoke, long]], context: 'finished', turn: 0, found: [0] };
const truncated: Planted = { ...finished, context: 'truncated', open: { audio: 73, text: 0 } };
/** The older answer is read as text once another has been spoken. */
const demoted: Planted = {
  pairs: [
    [spoke, long],
    [typed, later],
  ],
  told: true,
  context: 'finished',
  turn: 1,
  found: [0],
};
const toolRound = (service: 'openai' | 'azure'): Planted => ({
  counts: { service },
  pairs: [[spoke, called]],
  told: true,
  context: 'tool-round',
  turn: 0,
  // Where a result costs nothing of its own, an empty one is none: that nothing was added is simpler.
  found: service === 'azure' ? orMore.slice(1) : orMore,
});
/** An older spoken answer of which nobody counted the transcript: what is left of it follows from its report. */
const uncounted = (audio: number, transcript: number, runs: number): Planted => ({
  ...demoted,
  pairs: [
    [spoke, said(audio, transcript, runs)],
    [typed, later],
  ],
  told: false,
  found: withinARun,
});

const reads = (of: string, ...path: string[]): Place => ({
  rule: `reads, ${of}`,
  path: path.length > 0 ? path : ['text', 'plus'],
});
const writes = (...path: string[]): Place => ({ rule: 'writes, preview/ga', path });
const runs = (...path: string[]): Place => ({ rule: 'runs, preview/ga/reasoning', path });

/** Every number of the table that the search goes by, with bills in which it decides. */
const decisive: readonly (readonly [Place, ...Planted[]])[] = [
  [reads('last spoken answer, preview/ga'), finished, { ...finished, counts: preview }],
  [reads('older spoken answer, ga'), demoted],
  [reads('written answer, preview/ga/reasoning'), { ...finished, pairs: [[spoke, wrote]], told: true }],
  [
    reads('spoken turn, preview/ga/reasoning'),
    { ...finished, context: 'finished+spoken', open: { audio: 73, text: 0 } },
  ],
  [reads('typed message, preview/ga/reasoning'), { ...finished, context: 'finished+typed', found: orMore }],
  [reads('truncated answer, preview'), { ...truncated, counts: preview }],
  [reads('truncated answer, preview', 'halfWidth', 'text'), { ...truncated, counts: preview }],
  // Never recorded of these models: as far off as it may be.
  [reads('truncated answer, ga/reasoning'), { ...truncated, read: { audio: 110, text: 119 + 8 + 8 }, found: orLess }],
  [
    reads('truncated answer, ga/reasoning', 'halfWidth', 'text'),
    { ...truncated, read: { audio: 110, text: 119 + 8 + 8 }, found: orLess },
  ],
  [
    reads('older spoken answer, preview'),
    { ...finished, counts: preview, told: true, context: 'as-text', read: { audio: 110, text: 119 + 89 + 2 } },
  ],
  [reads('function call, preview/ga/reasoning'), toolRound('openai')],
  [reads('function call, preview/ga/reasoning, azure'), toolRound('azure')],
  [reads('function result, preview/ga/reasoning'), toolRound('openai')],
  [writes('spoken', 'plus'), uncounted(420, 89, 12)],
  [writes('spoken', 'plusPerRun'), uncounted(420, 89, 12)],
  // Each limit from both sides.
  [runs('belowAudio', '0'), uncounted(11, 40, 1), uncounted(12, 40, 2)],
  [runs('belowAudio', '1'), uncounted(21, 40, 2), uncounted(22, 40, 3)],
  [runs('belowAudio', '2'), uncounted(36, 40, 3), uncounted(37, 40, 4)],
  [runs('belowAudio', '3'), uncounted(97, 40, 4), uncounted(98, 40, 5)],
  [runs('everyAudio'), uncounted(98 + 41, 40, 5), uncounted(98 + 42, 40, 6)],
  [runs('upToText', '0'), uncounted(420, 4, 1), uncounted(420, 5, 2)],
  [runs('upToText', '1'), uncounted(420, 6, 2), uncounted(420, 7, 3)],
  [runs('upToText', '2'), uncounted(420, 12, 3), uncounted(420, 13, 4)],
  [runs('upToText', '3'), uncounted(420, 20, 4), uncounted(420, 21, 12)],
];

/** Numbers that hide nothing from the search: they change what is said of a story. */
const spokenOf: readonly (readonly [Place, ...Planted[]])[] = [
  [
    { rule: 'prompt, preview/ga', path: ['defaultInstructions'] },
    { ...finished, context: 'first-turn', turn: null, open: { audio: 73, text: 0 } },
    { ...finished, counts: { prompt: 112 }, context: 'first-turn', turn: null, open: { audio: 73, text: 0 } },
    { ...finished, counts: { prompt: 110 }, context: 'first-turn', turn: null, open: { audio: 73, text: 0 } },
  ],
  // Where a call and its result cost nothing beside their own, the shortest result may cost a token as well.
  [reads('function result, preview/ga/reasoning, azure'), toolRound('azure')],
  [writes('written', 'plus'), { ...finished, out: { audio: 0, text: 2 } }, { ...finished, out: { audio: 0, text: 3 } }],
];

const places = (list: typeof decisive) =>
  list.map(([place, ...planted]) => ({ place, planted, name: [place.rule, ...place.path].join(' ') }));
const both = places([...decisive, ...spokenOf]).flatMap((one) => [-1, 1].map((by) => ({ ...one, by })));

describe('the search, with a number of its rules changed by one', () => {
  it.each(places(decisive))('finds what was planted where none was changed: $name', async ({ planted }) => {
    const search = await searchWith((rules) => rules);
    expect(planted.map((one) => foundAt(search, one))).toEqual(planted.map(({ found }) => found));
  });

  it.each(both.filter(({ place }) => decisive.some(([one]) => one === place)))(
    'no longer finds it in the same bills: $name by $by',
    async ({ place, planted, by }) => {
      const search = await searchWith((rules) => changed(rules, place, by));
      expect(planted.map((one) => foundAt(search, one))).not.toEqual(planted.map(({ found }) => found));
    },
  );

  it.each(both.filter(({ place }) => spokenOf.some(([one]) => one === place)))(
    'says something else of it: $name by $by',
    async ({ place, planted, by }) => {
      const words = (search: Search): string => JSON.stringify(planted.map((one) => answerTo(search, one)));
      const right = words(await searchWith((rules) => rules));
      expect(words(await searchWith((rules) => changed(rules, place, by)))).not.toBe(right);
    },
  );

  it('reads no number of the table that is not changed here', async () => {
    const read = new Set<string>();
    const watched = <Value>(value: Value, name: string): Value => {
      if (!isMembers(value)) return value;
      return new Proxy(value, {
        get: (target, key, receiver) => {
          const member: unknown = Reflect.get(target, key, receiver);
          if (typeof key === 'symbol' || typeof member === 'function') return member;
          if (typeof member === 'number' && key !== 'length') read.add(`${name} ${key}`);
          return watched(member, `${name} ${key}`);
        },
      });
    };
    const search = await searchWith((rules) => rules.map((rule) => watched(rule, nameOf(rule))));
    // What is read once for all, whoever asks, is no number of this search.
    read.clear();
    const all = places([...decisive, ...spokenOf]);
    for (const { planted } of all) for (const one of planted) answerTo(search, one);
    expect([...read].toSorted()).toEqual(all.map(({ name }) => name).toSorted());
  });
});
