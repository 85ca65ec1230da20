import { meterKinds, type WholeTokens, type MeterKind } from '../../shared/billing/meter-kind.ts';
import { billOf, droppedRows, none, without, type Ran } from './bill.ts';
import { converse, type Conversation } from './conversation.ts';
import { between, chance, pick, type Random } from './random.ts';
import { callAndResult, outOf, plus, readOf, spokenAnswer, spokenItem, typedItem, type Amount } from './service.ts';

/** What a further inference of a planted story read. */
export type PlantedContext =
  'finished' | 'retry' | 'finished+spoken' | 'finished+typed' | 'first-turn' | 'tool-round' | 'truncated';

export interface PlantedRun extends Ran {
  readonly context: PlantedContext;
}

/** A bill with a known story in it. */
export interface PlantedCase {
  readonly conversation: Conversation;
  readonly ran: readonly PlantedRun[];
  /** Cached tokens on the meters of uncached ones. */
  readonly folded: boolean;
  readonly billed: WholeTokens;
  readonly dropped: readonly MeterKind[];
}

/** The meter whose number such an inference leaves open. */
export const openMeter: Readonly<Record<PlantedContext, 'audio' | 'text' | null>> = {
  finished: null,
  retry: null,
  'finished+spoken': 'audio',
  'finished+typed': 'text',
  'first-turn': 'audio',
  'tool-round': 'text',
  truncated: 'audio',
};

/** What an inference after turn t has read at least: an open number at its smallest. null: there is none such. */
export function leastRead(conversation: Conversation, context: PlantedContext, turn: number | null): Amount | null {
  const { family, service, prompt, turns } = conversation;
  if (context === 'first-turn') return { audio: 0, text: prompt + spokenItem };
  const reported = turns[turn ?? -1];
  const before = conversation.before[turn ?? -1];
  const after = conversation.after[turn ?? -1];
  if (reported === undefined || before === undefined || after === undefined) return null;
  const read = readOf(conversation, before);
  const wrote = after.at(-1)?.kind;
  const finished = readOf(conversation, after);
  switch (context) {
    case 'retry':
      return read;
    case 'finished':
      return finished;
    case 'finished+spoken':
      return plus(finished, { audio: 0, text: spokenItem });
    case 'finished+typed':
      return plus(finished, { audio: 0, text: typedItem + 1 });
    case 'tool-round': {
      const { call, result } = callAndResult[service];
      return wrote === 'call' ? plus(read, { audio: 0, text: reported.textOut + call + result }) : null;
    }
    case 'truncated':
      return family === 'preview' && wrote === 'spoken answer' ? plus(read, { audio: 0, text: 8 }) : null;
  }
  const never: never = context;
  return never;
}

/** One inference as it ran, with numbers for what the story leaves open. */
function run(
  random: Random,
  conversation: Conversation,
  context: PlantedContext,
  turn: number | null,
): PlantedRun | null {
  const least = leastRead(conversation, context, turn);
  if (least === null) return null;
  const spoken = conversation.turns[turn ?? -1]?.audioOut ?? 0;
  const open: Readonly<Record<PlantedContext, Amount>> = {
    finished: none,
    retry: none,
    'finished+spoken': { audio: between(random, 1, 400), text: 0 },
    'finished+typed': { audio: 0, text: between(random, 0, 120) },
    'first-turn': { audio: between(random, 1, 400), text: 0 },
    'tool-round': { audio: 0, text: between(random, 1, 120) },
    truncated: { audio: between(random, 0, spoken), text: 0 },
  };
  const read = plus(least, open[context]);
  // Some are cancelled before they put out anything.
  const out = chance(random, 0.12) ? none : outOf(spokenAnswer(random, 800));
  const hits = chance(random, 0.15)
    ? {
        audio: 64 * between(random, 0, Math.floor(read.audio / 64)),
        text: 64 * between(random, 0, Math.floor(read.text / 64)),
      }
    : none;
  return { context, turn: context === 'first-turn' ? null : turn, read, out, cached: hits };
}

/** With this row gone nothing of the story could be told from anything else. */
const needed: Readonly<Record<'audio' | 'text', MeterKind>> = { audio: 'text_in', text: 'audio_in' };

/** A row of input stays, one that a story with an open number is checked by, and those of what nobody knows to be cached. */
function rows(random: Random, ran: readonly PlantedRun[], folded: boolean): MeterKind[] {
  const kept = ran.flatMap(({ context, cached }): MeterKind[] => {
    const open = openMeter[context];
    return [
      ...(open === null ? [] : [needed[open]]),
      ...(folded || cached.audio === 0 ? [] : (['audio_cached'] as const)),
      ...(folded || cached.text === 0 ? [] : (['text_cached'] as const)),
    ];
  });
  const dropped = droppedRows(random, 0.07).filter((meter) => !kept.includes(meter));
  return dropped.includes('audio_in') && dropped.includes('text_in')
    ? dropped.filter((meter) => meter !== 'audio_in')
    : dropped;
}

/** A bill with none, one or two further inferences of contexts that the measured rules know. */
export function plant(random: Random): PlantedCase {
  const endsInCall = chance(random, 0.08);
  const conversation = converse(random, endsInCall ? { endsInCall } : {});
  const { turns, family, logged, before } = conversation;
  const count = pick(random, [0, 1, 1, 1, 2]);
  const ran: PlantedRun[] = [];
  while (ran.length < count) {
    const contexts: [PlantedContext, ...PlantedContext[]] = [
      'finished',
      'finished',
      'retry',
      'finished+spoken',
      'finished+typed',
      // The prompt is told by the log, or by a first turn that was spoken.
      ...(logged || before[0]?.[0]?.kind === 'spoken' ? (['first-turn'] as const) : []),
      ...(family === 'preview' ? (['truncated'] as const) : []),
    ];
    const last = endsInCall && chance(random, 0.7);
    const context = last ? 'tool-round' : pick(random, contexts);
    const turn = last ? turns.length - 1 : between(random, 0, turns.length - 1);
    // Two open numbers would leave nothing to find.
    const open = ran.some((one) => openMeter[one.context] !== null);
    if (open && openMeter[context] !== null) continue;
    // A call is followed by its result, or by nothing.
    const called = conversation.after[turn]?.at(-1)?.kind === 'call';
    if (called && context !== 'tool-round' && context !== 'retry' && context !== 'first-turn') continue;
    const one = run(random, conversation, context, turn);
    if (one !== null) ran.push(one);
  }
  const folded = chance(random, 0.5);
  const bill = billOf(turns, ran, folded);
  const lacking = rows(random, ran, folded);
  // What ran is on a row that the bill has.
  const asReported = billOf(turns, [], folded);
  const isSeen = meterKinds.some((meter) => !lacking.includes(meter) && bill[meter] !== asReported[meter]);
  const dropped = ran.length === 0 || isSeen ? lacking : [];
  return { conversation, ran, folded, dropped, billed: without(bill, dropped) };
}
