import { labelOf } from '../../billing/billed-models.ts';
import type { DayUsage } from '../../billing/day-usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { pricedModel } from '../../pricing/model.ts';
import type { SessionEvidence } from '../evidence/evidence.ts';
import { accountOf, meant, type Wanted } from '../scope/scope.ts';
import { columnOf, isTranscription } from './columns.ts';

/** One model in one scope on one resource, with its rows. */
export interface Block {
  readonly label: string;
  readonly model: string | null;
  readonly version: string | null;
  /** Whole id, in lower case; empty where the file names none. */
  readonly resource: string;
  readonly subscription: string;
  readonly rows: readonly DayUsage[];
}

/** Sessions on the blocks that they spoke to, and the rows that are in none. */
export interface Assigned {
  /** Blocks with a session, in the order of the file. */
  readonly blocks: readonly Block[];
  /** Index into `blocks` of each session, or why it has none. */
  readonly sessions: ReadonlyMap<string, { readonly block: number } | { readonly why: string }>;
  /** Rows of models and resources without a session. */
  readonly rest: readonly DayUsage[];
  /** Of these, transcription that sessions of several blocks report. */
  readonly shared: ReadonlySet<DayUsage>;
}

const isRealtimeColumn = (row: DayUsage): boolean => columnOf(row.meter) !== null && !isTranscription(row.meter);

const placeOf = ({ resource, subscription }: DayUsage): string => `${subscription}\n${resource}`;

function allBlocks(rows: readonly DayUsage[]): Block[] {
  const groups = new Map<string, DayUsage[]>();
  for (const row of rows.filter(isRealtimeColumn)) {
    const key = `${placeOf(row)}\n${labelOf(row.meter)}`;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [row]);
    else own.push(row);
  }
  return [...groups.values()].flatMap((own): Block[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { meter, resource, subscription } = first;
    return [{ label: labelOf(meter), model: meter.model, version: meter.version, resource, subscription, rows: own }];
  });
}

/** Blocks of the resources that a session spoke to; of all where the file or the session names none, or none of them is there. */
function onResource(blocks: readonly Block[], resources: readonly string[], wanted: string | null): readonly Block[] {
  const asked = wanted === null ? resources : [wanted.toLowerCase()];
  if (asked.length === 0) return blocks;
  const named = blocks.filter(({ resource }) => asked.some((one) => one === resource || one === accountOf(resource)));
  const places = new Set(blocks.map(({ resource, subscription }) => `${subscription}\n${resource}`));
  return named.length > 0 || wanted !== null || places.size > 1 ? named : blocks;
}

const listed = (blocks: readonly Block[], of: (block: Block) => string): string =>
  [...new Set(blocks.map(of))].join('; ');

type Found = { readonly found: Block } | { readonly why: string };

/** The one block of a session, or a sentence that says why there is none. */
function findBlock({ reported }: SessionEvidence, blocks: readonly Block[], wanted: Wanted, book: PriceBook): Found {
  const names = wanted.model === null ? reported.models : [wanted.model];
  const [name = 'a model that the record does not name'] = names;
  const byLabel = blocks.filter(({ label }) => label === wanted.model);
  const spoken = byLabel.length > 0 ? byLabel : [...new Set(names.flatMap((one) => meant(blocks, one, book)))];
  const ofModel = names.length === 0 ? blocks : spoken;
  if (ofModel.length === 0) {
    const has = blocks.length === 0 ? 'no Realtime model' : listed(blocks, ({ label }) => label);
    return { why: `The file holds no meter of ${name}; it holds ${has}.` };
  }
  const fitting = onResource(ofModel, reported.resources, wanted.resource);
  const onDay = fitting.filter(({ rows }) => rows.some(({ day }) => reported.days.some((one) => one.startsWith(day))));
  const [found, second] = onDay.length > 0 ? onDay : fitting;
  if (found === undefined) {
    return {
      why: `The file holds no meter of ${name} on ${reported.resources.join(', ')}; it holds those of ${listed(ofModel, ({ resource }) => accountOf(resource))}.`,
    };
  }
  if (second !== undefined) {
    return {
      why: `The file holds ${name} ${fitting.length} times: ${listed(fitting, ({ label, resource }) => `${label} on ${resource}`)}. Choose the resource and the model that were spoken to.`,
    };
  }
  return { found };
}

/** Whether a person who asks for a model and a resource means a block: by its label, its model, its name or its id. */
export const isMeant = ({ label, model, resource }: Block, wanted: Wanted): boolean =>
  (wanted.model === null || [label, model].includes(wanted.model)) &&
  (wanted.resource === null || [resource, accountOf(resource)].includes(wanted.resource.toLowerCase()));

/** A session stands where its own record puts it. What a person asks for picks among these, and decides where the record does not. */
function blockOf(session: SessionEvidence, blocks: readonly Block[], wanted: Wanted, book: PriceBook): Found {
  const own = findBlock(session, blocks, { days: [], model: null, resource: null }, book);
  if (wanted.model === null && wanted.resource === null) return own;
  if (!('found' in own)) return findBlock(session, blocks, wanted, book);
  const { label, resource } = own.found;
  return isMeant(own.found, wanted)
    ? own
    : {
        why: `It spoke to ${label}${resource === '' ? '' : ` on ${accountOf(resource)}`}, and another part of the bill was asked for.`,
      };
}

/** The blocks on whose resource a transcription meter lies and whose sessions transcribed by its model. */
function transcriptionBlocks(
  row: DayUsage,
  blocks: readonly Block[],
  transcribes: readonly (ReadonlySet<string | null> | undefined)[],
  book: PriceBook,
): number[] {
  const model = (name: string | null): string | null =>
    name === null ? null : (pricedModel(book, name)?.model ?? name);
  return blocks.flatMap((block, index) => {
    const used = `${block.subscription}\n${block.resource}` === placeOf(row) ? transcribes[index] : undefined;
    const isIts = [...(used ?? [])].some(
      (one) => one === null || row.meter.model === null || model(one) === model(row.meter.model),
    );
    return isIts ? [index] : [];
  });
}

/** Puts every session on its model and resource, and every row of the bill in one block or in none. */
export function assign(
  sessions: readonly SessionEvidence[],
  rows: readonly DayUsage[],
  wanted: Wanted,
  book: PriceBook,
): Assigned {
  const all = allBlocks(rows);
  const answers = sessions.map((session) => ({ session, answer: blockOf(session, all, wanted, book) }));
  const used = all.filter((block) => answers.some(({ answer }) => 'found' in answer && answer.found === block));
  const transcribes: (Set<string | null> | undefined)[] = used.map(() => undefined);
  const bySession = new Map<string, { block: number } | { why: string }>();
  for (const { session, answer } of answers) {
    if (!('found' in answer)) {
      bySession.set(session.id, answer);
      continue;
    }
    const block = used.indexOf(answer.found);
    bySession.set(session.id, { block });
    const usage = session.reported.log?.transcription ?? null;
    if (usage !== null) transcribes[block] = (transcribes[block] ?? new Set()).add(usage.model);
  }
  const more: DayUsage[][] = used.map(() => []);
  const taken = new Set<DayUsage>(used.flatMap((block) => block.rows));
  const rest: DayUsage[] = [];
  const shared = new Set<DayUsage>();
  for (const row of rows) {
    if (taken.has(row)) continue;
    // What the sessions of several models were charged together is no part of one of them.
    const [at, second] = isTranscription(row.meter) ? transcriptionBlocks(row, used, transcribes, book) : [];
    if (second !== undefined) shared.add(row);
    if (at === undefined || second !== undefined || columnOf(row.meter) === null) rest.push(row);
    else more[at]?.push(row);
  }
  const blocks = used.map((block, index) => ({ ...block, rows: [...block.rows, ...(more[index] ?? [])] }));
  return { blocks, sessions: bySession, rest, shared };
}
