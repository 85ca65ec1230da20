import { meterKinds, type WholeTokens } from '../../shared/billing/meter-kind.ts';
import { billOf, droppedRows, none, without, type Meters, type Ran } from './bill.ts';
import { converse, type Conversation } from './conversation.ts';
import { anySize, between, chance, pick, type Random } from './random.ts';
import { functionCall, outOf, readOf, spokenAnswer, type Amount, type Item } from './service.ts';

/** A bill that no story of the measured rules made, with what is true of it. */
export interface OutsideCase {
  readonly conversation: Conversation;
  /** What ran and was not reported; none: something else made the bill larger. */
  readonly ran: readonly Ran[];
  readonly folded: boolean;
  readonly billed: WholeTokens;
}

/** What makes such a bill. */
interface Kind {
  /** For people, as a row of a table has it. */
  readonly words: string;
  readonly another: boolean;
  readonly make: (random: Random) => OutsideCase;
}

type Add = (random: Random, bill: Meters, conversation: Conversation) => Partial<Record<keyof Meters, number>>;

/** The reported responses, with something on the bill that no inference put there. */
const noInference = (words: string, add: Add): Kind => ({
  words,
  another: false,
  make: (random) => {
    const conversation = converse(random);
    const folded = chance(random, 0.5);
    const bill = billOf(conversation.turns, [], folded);
    const more = add(random, bill, conversation);
    const whole = Object.fromEntries(meterKinds.map((meter) => [meter, bill[meter] + (more[meter] ?? 0)]));
    return { conversation, ran: [], folded, billed: lacking(random, { ...bill, ...whole }) };
  },
});

/** Some bills lack a row. */
function lacking(random: Random, bill: Meters): WholeTokens {
  const dropped = droppedRows(random, 0.03);
  return without(bill, dropped.includes('audio_in') && dropped.includes('text_in') ? [] : dropped);
}

const share = (random: Random, tokens: number, of: number): number => {
  const more = tokens * of;
  return chance(random, 0.5) ? Math.round(more) : Math.floor(more);
};

/** A few, or of any order up to many. */
const noise = (random: Random): number => (chance(random, 0.5) ? between(random, 1, 900) : anySize(random, 1, 900));

/** The reported responses and others that ran unseen. */
const another = (
  words: string,
  run: (random: Random, conversation: Conversation) => readonly Ran[],
  canRun: (conversation: Conversation) => boolean = () => true,
): Kind => ({
  words,
  another: true,
  make: (random) => {
    let conversation = converse(random);
    while (!canRun(conversation)) conversation = converse(random);
    const folded = chance(random, 0.5);
    const ran = run(random, conversation);
    return { conversation, ran, folded, billed: lacking(random, billOf(conversation.turns, ran, folded)) };
  },
});

const ranOver = (
  conversation: Conversation,
  items: readonly Item[],
  out: Amount,
  name: { readonly context: string; readonly turn: number | null } | null = null,
): Ran => ({
  context: name?.context ?? null,
  turn: name?.turn ?? null,
  read: readOf(conversation, items),
  out,
  cached: none,
});

const asked = (random: Random): Item =>
  chance(random, 0.25)
    ? { kind: 'typed', text: between(random, 1, 80) }
    : { kind: 'spoken', audio: between(random, 12, 400), transcript: between(random, 3, 90) };

const anyTurn = (random: Random, { turns }: Conversation): number => between(random, 0, turns.length - 1);

/** The service calls a tool of its own for a turn, reads the result, and reports neither. */
function toolPass(random: Random, conversation: Conversation): Ran[] {
  const turn = anyTurn(random, conversation);
  const before = conversation.before[turn] ?? [];
  const call = functionCall(random);
  const result: Item = { kind: 'result', text: between(random, 1, 300) };
  const calls = ranOver(conversation, before, outOf(call), { context: 'retry', turn });
  const answers = ranOver(conversation, [...before, call, result], outOf(spokenAnswer(random, 800)));
  return chance(random, 0.5) ? [calls, answers] : [answers];
}

/** Further turns of the conversation that nobody recorded. */
function newTurns(random: Random, conversation: Conversation): Ran[] {
  const turn = anyTurn(random, conversation);
  let items = conversation.after[turn] ?? [];
  const answered = items.at(-1)?.kind !== 'call';
  return Array.from({ length: pick(random, [1, 1, 2]) }, (_, at) => {
    const question = asked(random);
    const answer = spokenAnswer(random, 800);
    const name = { context: question.kind === 'typed' ? 'finished+typed' : 'finished+spoken', turn };
    items = [...items, question];
    const ran = ranOver(conversation, items, outOf(answer), at === 0 && answered ? name : null);
    items = [...items, answer];
    return ran;
  });
}

const spoke = ({ turns }: Conversation): boolean => turns.some(({ audioOut }) => audioOut > 0);

/** An answer was cut where the person spoke over it, and a further inference read what was left of it. */
const truncated =
  (withTurn: boolean) =>
  (random: Random, conversation: Conversation): Ran[] => {
    const spoken = conversation.turns.flatMap(({ audioOut }, turn) => (audioOut > 0 ? [turn] : []));
    const turn = spoken[between(random, 0, spoken.length - 1)] ?? 0;
    const before = conversation.before[turn] ?? [];
    const heard = conversation.turns[turn]?.audioOut ?? 0;
    const left: Item = { kind: 'truncated', audio: between(random, 0, Math.max(0, heard - 1)) };
    const items = [...before, left, ...(withTurn ? [asked(random)] : [])];
    const name = { context: 'truncated', turn };
    return [ranOver(conversation, items, outOf(spokenAnswer(random, 800)), withTurn ? null : name)];
  };

/** A session with other instructions, none of it reported. */
function otherSession(random: Random, { prompt, family, service }: Conversation): Ran[] {
  const other = converse(random, { family });
  const own = other.prompt === prompt ? other.prompt + between(random, 1, 300) : other.prompt;
  const told = { ...other, prompt: own, service };
  return told.turns.map(({ audioOut, textOut }, turn) => ({
    ...ranOver(told, told.before[turn] ?? [], { audio: audioOut, text: textOut }),
  }));
}

const transcripts = ({ before }: Conversation): number =>
  (before.at(-1) ?? []).reduce((sum, item) => sum + ('transcript' in item ? item.transcript : 0), 0);

export const outsideKinds = {
  'session overhead': noInference('a fixed text overhead per session', (random) => ({ text_in: noise(random) })),
  'session overhead, both': noInference('a fixed overhead per session, text and audio', (random) => ({
    text_in: noise(random),
    audio_in: noise(random),
  })),
  'response overhead': noInference('a fixed text overhead per response', (random, _bill, { turns }) => ({
    text_in: anySize(random, 1, 400) * turns.length,
  })),
  'text +10 %': noInference('text +10 %', (random, { text_in, text_out, text_cached }) => ({
    text_in: share(random, text_in, 0.1),
    text_out: share(random, text_out, 0.1),
    text_cached: share(random, text_cached, 0.1),
  })),
  'all +7 %': noInference('all meters +7 %', (random, bill) =>
    Object.fromEntries(meterKinds.map((meter) => [meter, share(random, bill[meter], 0.07)])),
  ),
  moderation: noInference('moderation reads the transcripts again', (random, _bill, conversation) => ({
    text_in: Math.max(1, transcripts(conversation)) + pick(random, [0, 0, between(random, 1, 200)]),
  })),
  'noise, one input': noInference('noise on an input meter', (random) => ({
    [pick(random, ['audio_in', 'text_in'])]: noise(random),
  })),
  'noise, both inputs': noInference('noise on both input meters', (random) => ({
    audio_in: noise(random),
    text_in: noise(random),
  })),
  'noise, all': noInference('noise on all six meters', (random) =>
    Object.fromEntries(meterKinds.map((meter) => [meter, noise(random)])),
  ),
  'tool pass': another('a tool pass inside the service', toolPass),
  'new turn': another('a new turn that nobody recorded', newTurns),
  'truncated answer': another('a truncated answer read again', truncated(false), spoke),
  'truncated, new turn': another('a truncated answer and a new turn', truncated(true), spoke),
  'other session': another('a session with other instructions', otherSession),
} as const satisfies Readonly<Record<string, Kind>>;

export type OutsideKind = keyof typeof outsideKinds;
export const outsideNames = Object.keys(outsideKinds).filter((name): name is OutsideKind => name in outsideKinds);
