import type { Turn } from '../../shared/reconcile/evidence/reported-responses.ts';
import { between, chance, pick, type Random } from './random.ts';
import {
  defaultPrompt,
  functionCall,
  outOf,
  readOf,
  spokenAnswer,
  writtenAnswer,
  type Amount,
  type Counts,
  type Family,
  type Item,
} from './service.ts';

/** A conversation that a service had and reported in full. */
export interface Conversation extends Counts {
  readonly turns: readonly Turn[];
  /** The items that response t read. */
  readonly before: readonly (readonly Item[])[];
  /** The same with its answer. */
  readonly after: readonly (readonly Item[])[];
  /** True: recorded by the bench, so that the turns tell more than their reports. */
  readonly logged: boolean;
}

export interface Wishes {
  readonly family?: Family;
  readonly turns?: number;
  /** The last turn calls a function, and nothing follows. */
  readonly endsInCall?: boolean;
}

const block = 64;
const wholeBlocks = (tokens: number): number => tokens - (tokens % block);

/** Cached of what was read: whole blocks of what the response before read, or by luck of anything. */
function cachedOf(random: Random, read: Amount, before: Amount | undefined): Amount {
  const luck = { audio: between(random, 0, read.audio), text: between(random, 0, read.text) };
  const shared = before === undefined || chance(random, 0.3) ? luck : before;
  return {
    audio: wholeBlocks(Math.min(read.audio, shared.audio)),
    text: wholeBlocks(Math.min(read.text, shared.text)),
  };
}

function userItem(random: Random): Item {
  return chance(random, 0.2)
    ? { kind: 'typed', text: between(random, 1, 80) }
    : { kind: 'spoken', audio: between(random, 12, 400), transcript: between(random, 3, 90) };
}

function answerItem(random: Random): Item {
  return chance(random, 0.1) ? writtenAnswer(random) : spokenAnswer(random);
}

const wroteOf = ({ kind }: Item): NonNullable<Turn['wrote']> =>
  kind === 'call' ? 'called' : kind === 'written answer' ? 'written' : 'spoken';

/** A conversation of one to six turns. */
export function converse(random: Random, wishes: Wishes = {}): Conversation {
  const counts: Counts = {
    family: wishes.family ?? (chance(random, 0.15) ? 'preview' : 'ga'),
    service: pick(random, ['openai', 'azure']),
    prompt: chance(random, 0.4) ? defaultPrompt : between(random, 20, 1500),
  };
  const count = wishes.turns ?? pick(random, [1, 1, 1, 2, 2, 3, 4, 5, 6]);
  const cached = chance(random, 0.5);
  const counted = chance(random, 0.75);
  const logged = wishes.endsInCall === true || (counted && chance(random, 0.5));
  const turns: Turn[] = [];
  const before: Item[][] = [];
  const after: Item[][] = [];
  let items: Item[] = [];
  for (let at = 0; at < count; at += 1) {
    const called = items.at(-1)?.kind === 'call';
    const heard: Item = called ? { kind: 'result', text: between(random, 1, 120) } : userItem(random);
    items = [...items, heard];
    before.push(items);
    const isLast = at === count - 1;
    const calls = wishes.endsInCall === true ? isLast : !isLast && !called && chance(random, 0.04);
    const answer = calls ? functionCall(random) : answerItem(random);
    const read = readOf(counts, items);
    items = [...items, answer];
    after.push(items);
    const next = readOf(counts, items);
    const last = before[at - 1];
    const hits = cached ? cachedOf(random, read, last && readOf(counts, last)) : { audio: 0, text: 0 };
    const said = 'transcript' in answer ? answer.transcript : null;
    turns.push({
      audioIn: read.audio,
      textIn: read.text,
      audioOut: outOf(answer).audio,
      textOut: outOf(answer).text,
      audioCached: hits.audio,
      textCached: hits.text,
      userTranscript: counted && 'transcript' in heard ? heard.transcript : null,
      answerTranscript: counted ? said : null,
      ...(logged
        ? {
            wrote: wroteOf(answer),
            prompt: counts.prompt,
            conversation: 'made',
            after: { ...next, width: { audio: 0, text: 0 }, known: true },
          }
        : {}),
    });
  }
  return { ...counts, turns, before, after, logged };
}

/** A conversation of given questions and answers, as the bench records it: everything of it is known, and nothing cached. */
export function conversationOf(wanted: Partial<Counts>, pairs: readonly (readonly [Item, Item])[]): Conversation {
  const counts: Counts = { family: 'ga', service: 'azure', prompt: defaultPrompt, ...wanted };
  const before = pairs.map(([question], at) => [...pairs.slice(0, at).flat(), question]);
  const after = pairs.map((_, at) => pairs.slice(0, at + 1).flat());
  const turns = pairs.map(([question, answer], at): Turn => {
    const read = readOf(counts, before[at] ?? []);
    return {
      audioIn: read.audio,
      textIn: read.text,
      audioOut: outOf(answer).audio,
      textOut: outOf(answer).text,
      audioCached: 0,
      textCached: 0,
      userTranscript: 'transcript' in question ? question.transcript : null,
      answerTranscript: 'transcript' in answer ? answer.transcript : null,
      wrote: wroteOf(answer),
    };
  });
  return { ...counts, turns, before, after, logged: true };
}
