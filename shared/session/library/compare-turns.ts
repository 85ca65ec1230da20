import { toArray } from '../../kit/chunk-list.ts';
import type { PriceBook, PricedModel } from '../../pricing/price-book.ts';
import type { SessionCosts } from '../costs/session-costs.ts';
import { type TurnCost, turnCosts } from '../costs/turn-costs.ts';
import { type CountedFrom, countedFrom } from '../latency.ts';
import type { SpokenFile } from '../input-view.ts';
import { splitHeard } from '../reconnect.ts';
import type { ItemView, PlaybackView, SessionView, TurnLatency } from '../view.ts';

/** Where an answer was cut off. */
export interface AnswerCut {
  /** When it fell silent, session time in ms. */
  readonly atMs: number;
  /** How much of it had been heard, ms. */
  readonly heardMs: number;
}

/** One turn of a session, as it is held against the same turn of another. Times are session time in ms. */
export interface ComparedTurn {
  /** From 1. */
  readonly number: number;
  /** The file that spoke; null: the microphone, or typed. */
  readonly clip: string | null;
  /** What the person said and what was answered, cut to `longestWords`; '': no word of it is known. */
  readonly said: string;
  readonly answered: string;
  /** The end of `answered` that was never heard; '': all of it was. */
  readonly unheard: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Money, exact decimals: the low end, and the most it can come to. Null: a price in it is unknown. */
  readonly low: string | null;
  readonly high: string | null;
  readonly isEstimated: boolean;
  /** Some of it may be billed, or not at all. */
  readonly isOpen: boolean;
  /** Tokens of its answers by reports and best estimates, without what may not be billed. */
  readonly input: number;
  /** Of `input`. */
  readonly cached: number;
  readonly output: number;
  /** From `waitFrom` to the first audio; null: none came. */
  readonly waitMs: number | null;
  readonly waitFrom: CountedFrom | null;
  /** When the wait began; null: none was measured. */
  readonly waitBeganMs: number | null;
  /** Null: nobody cut the answer off. */
  readonly cut: AnswerCut | null;
}

/** The same turn in every session. */
export interface TurnMatch {
  /** What both heard; null: matched by their order. */
  readonly clip: string | null;
  /** Its number in each session, in order; null: it has no such turn. */
  readonly turns: readonly (number | null)[];
}

export interface TurnMatches {
  /** `clip`: by the name of the file that spoke; `order`: the first with the first. */
  readonly by: 'clip' | 'order';
  /** In the order of session 1; what it does not have comes last. */
  readonly matches: readonly TurnMatch[];
  /** How many turns some session does not have. */
  readonly unmatched: number;
}

const longestWords = 600;

const joined = (texts: readonly string[]): string =>
  texts
    .map((text) => text.trim().replaceAll(/\s+/g, ' '))
    .filter((text) => text !== '')
    .join(' ');

const wordsOf = (items: readonly ItemView[]): string => joined(items.map(({ text }) => text)).slice(0, longestWords);

/** What was answered, and the end of it that was never heard. */
function answerOf(items: readonly ItemView[]): Pick<ComparedTurn, 'answered' | 'unheard'> {
  const [last] = items.slice(-1);
  const answered = wordsOf(items);
  if (last === undefined) return { answered, unheard: '' };
  const { heard } = splitHeard(last);
  const heardWords = joined([...items.slice(0, -1).map(({ text }) => text), heard]);
  return { answered, unheard: answered.slice(heardWords.length) };
}

/** The file that spoke when a turn began. Beside a microphone it has to be speaking still. */
function clipAt(files: readonly SpokenFile[], item: ItemView, microphone: boolean): string | null {
  if (item.medium === 'text') return null;
  const file = files.findLast(({ fromMs }) => fromMs <= item.startMs);
  if (file === undefined) return null;
  const isOver = file.toMs !== null && item.startMs > file.toMs;
  return microphone && isOver ? null : file.name;
}

interface Sources {
  readonly items: ReadonlyMap<string, ItemView>;
  readonly waits: ReadonlyMap<string, TurnLatency>;
  /** What was played of an item last. */
  readonly played: ReadonlyMap<string, PlaybackView>;
  readonly files: readonly SpokenFile[];
  readonly microphone: boolean;
}

/** The last of these answers that was cut off. */
function cutOf(answers: readonly string[], { items, played }: Pick<Sources, 'items' | 'played'>): AnswerCut | null {
  const id = answers.findLast((one) => played.get(one)?.why === 'interrupted');
  const last = id === undefined ? undefined : played.get(id);
  if (id === undefined || last === undefined || last.endMs === null) return null;
  return { atMs: last.endMs, heardMs: items.get(id)?.playedMs ?? last.playedMs ?? 0 };
}

function comparedTurn(turn: TurnCost, item: ItemView, sources: Sources): ComparedTurn {
  const { items, waits, played, files, microphone } = sources;
  const wait = waits.get(item.id);
  const answers = turn.answers.flatMap(({ response }) => response.itemIds);
  const counted = turn.answers.filter(({ row }) => row.basis !== 'if billed');
  const sum = (side: 'input' | 'cached' | 'output'): number => counted.reduce((all, { row }) => all + row[side], 0);
  const ends = [
    item.committedMs ?? item.doneMs ?? item.startMs,
    ...turn.answers.map(({ response }) => response.doneMs ?? response.createdMs),
    ...answers.flatMap((id) => played.get(id)?.endMs ?? []),
  ];
  const waitMs = wait?.firstAudioMs ?? null;
  return {
    number: turn.number,
    clip: clipAt(files, item, microphone),
    said: wordsOf([item]),
    ...answerOf(answers.flatMap((id) => items.get(id) ?? []).filter(({ kind }) => kind === 'message')),
    fromMs: item.startMs,
    toMs: Math.max(item.startMs, ...ends),
    low: turn.low,
    high: turn.high,
    isEstimated: turn.isEstimated,
    isOpen: turn.isOpen,
    input: sum('input'),
    cached: sum('cached'),
    output: sum('output'),
    waitMs,
    waitFrom: wait === undefined || waitMs === null ? null : countedFrom(wait.endFrom),
    waitBeganMs: wait === undefined || waitMs === null ? null : wait.endMs,
    cut: cutOf(answers, sources),
  };
}

/**
 * The turns of a session, each with its words, money, tokens and wait. What came before anybody spoke is no turn.
 * @param costs of the same view, by the same model and book
 */
export function comparedTurns(
  view: SessionView,
  costs: SessionCosts,
  model: PricedModel | null,
  book: PriceBook,
): ComparedTurn[] {
  const items = toArray(view.items);
  const own = toArray(view.turns).filter(({ source }) => source !== 'asked');
  const sources: Sources = {
    items: new Map(items.map((item) => [item.id, item])),
    waits: new Map(own.flatMap((turn) => (turn.itemId === null ? [] : [[turn.itemId, turn] as const]))),
    played: new Map(toArray(view.playback).map((played) => [played.itemId, played])),
    files: toArray(view.files),
    microphone: view.header?.input.kind === 'microphone',
  };
  return turnCosts(view, costs, model, book).turns.flatMap((turn) => {
    const item = turn.itemId === null ? undefined : sources.items.get(turn.itemId);
    return item === undefined ? [] : [comparedTurn(turn, item, sources)];
  });
}

/** Turns by what they are matched by: a clip that speaks again is another one. */
function keyed(turns: readonly ComparedTurn[], by: TurnMatches['by']): ReadonlyMap<string, ComparedTurn> {
  const often = new Map<string, number>();
  return new Map(
    turns.map((turn) => {
      const name = by === 'clip' ? (turn.clip ?? '') : '';
      const time = (often.get(name) ?? 0) + 1;
      often.set(name, time);
      return [`${time} ${name}`, turn] as const;
    }),
  );
}

/** By clip where a file spoke in every turn and all sessions have one in common. */
function matchedBy(sessions: readonly (readonly ComparedTurn[])[]): TurnMatches['by'] {
  const names = sessions.map((turns) => new Set(turns.flatMap(({ clip }) => clip ?? [])));
  const everywhere = sessions.every((turns) => turns.every(({ clip }) => clip !== null));
  const [first = new Set<string>(), ...rest] = names;
  return everywhere && [...first].some((name) => rest.every((those) => those.has(name))) ? 'clip' : 'order';
}

/** Which turns are the same: by clip, the second time it speaks with the second, else by their order. */
export function matchTurns(sessions: readonly (readonly ComparedTurn[])[]): TurnMatches {
  const by = matchedBy(sessions);
  const tables = sessions.map((turns) => keyed(turns, by));
  const keys = [...new Set(tables.flatMap((table) => [...table.keys()]))];
  const matches = keys.map((key): TurnMatch => {
    const turns = tables.map((table) => table.get(key));
    const clip = by === 'clip' ? (turns.find((turn) => turn !== undefined)?.clip ?? null) : null;
    return { clip, turns: turns.map((turn) => turn?.number ?? null) };
  });
  return { by, matches, unmatched: matches.filter(({ turns }) => turns.includes(null)).length };
}
