import type { ItemFact, ResponseFact, SessionFact } from './facts.ts';

export const families = ['preview', 'ga', 'reasoning'] as const;
/** Models that count alike. */
export type Family = (typeof families)[number];

/** By the name of the model, not by how its frames are shaped. */
export function familyOf({ model }: Pick<SessionFact, 'model'>): Family {
  const name = model ?? '';
  const dated = name.includes('2024') || name.includes('2025');
  if (name.startsWith('gpt-realtime-2') && !dated) return 'reasoning';
  return name.includes('gpt-4o') || name.includes('preview model') ? 'preview' : 'ga';
}

/**
 * How much of what was reported stands in the log: `visible`, all of it; `blind`, nothing, but for the input of the first
 * response where the prompt is not known from its instructions.
 */
export type Mode = 'visible' | 'blind';
export const modes: readonly Mode[] = ['visible', 'blind'];

/** What the output of a response is judged as. */
export type OutputKind = 'text' | 'audio' | 'call';

/** Which parts of a response's estimate can be held against its report. Told by the facts alone. */
export interface Coverage {
  readonly textIn: boolean;
  readonly audioIn: boolean;
  /** Both kinds of input together. */
  readonly input: boolean;
  readonly cached: boolean;
  readonly output: OutputKind | null;
}

export interface SessionCoverage {
  /** One entry a response. */
  readonly responses: readonly Coverage[];
  /** The response whose report tells the prompt, and which is therefore not judged; null: instructions tell it, or none can. */
  readonly anchor: number | null;
}

const nothing: Coverage = { textIn: false, audioIn: false, input: false, cached: false, output: null };

const known = (count: number | null | undefined): count is number => typeof count === 'number';

/** Instructions and tools are known. How a reasoning model writes its tools down is not. */
export function isPromptKnown(session: SessionFact): boolean {
  const tools = session.tools ?? [];
  if (!known(session.instructionsTokens)) return false;
  return (
    tools.length === 0 || (familyOf(session) !== 'reasoning' && tools.every(({ textTokens }) => known(textTokens)))
  );
}

/** The response reported something, and not only zeros. */
export const hasReport = ({ usage }: Pick<ResponseFact, 'usage'>): boolean =>
  ((usage?.total ?? usage?.outText) || 0) > 0;

const itemsAt = (session: SessionFact, indexes: readonly number[]): ItemFact[] =>
  indexes.flatMap((index) => session.items[index] ?? []);

/** The response that wrote an item. */
const writerOf = ({ responses }: SessionFact, { fromResponse }: ItemFact): ResponseFact | undefined =>
  known(fromResponse) ? responses[fromResponse] : undefined;

const isSpokenAnswer = (session: SessionFact, item: ItemFact): boolean =>
  item.kind === 'answer' && writerOf(session, item)?.modality === 'audio';

/** The texts of everything a response wrote have been counted. */
function isOutputCounted(session: SessionFact, { outItems }: Pick<ResponseFact, 'outItems'>): boolean {
  const items = itemsAt(session, outItems ?? []);
  return items.length > 0 && items.every(({ o200k }) => known(o200k));
}

/** Every item it read is one that a log can hold: its kind is known, and the length of what was typed into it. */
export const isInputTold = (session: SessionFact, { reads }: Pick<ResponseFact, 'reads'>): boolean =>
  known(reads?.length) &&
  itemsAt(
    session,
    (reads ?? []).map(({ item }) => item),
  ).every(({ kind, o200k }) => {
    if (kind === 'other') return false;
    return kind === 'user-audio' || kind === 'answer' || kind === 'function-call' || known(o200k);
  });

/** Whether the facts hold what it takes to know the size of everything that response `k` read. */
function isInputCounted(session: SessionFact, k: number, mode: Mode): boolean {
  const response = session.responses[k];
  if (response === undefined || !isInputTold(session, response)) return false;
  const reads = response.reads ?? [];
  const lastSpoken = reads.findLast(({ item }) => itemsAt(session, [item]).some((it) => isSpokenAnswer(session, it)));
  return reads.every((read) => {
    const item = session.items[read.item];
    if (item === undefined) return false;
    if (item.kind === 'user-audio') return known(item.audioMs) || known(item.audioTokensReported);
    if (item.kind !== 'answer' && item.kind !== 'function-call') return true;
    const writer = writerOf(session, item);
    // What no response finished, and what a later one wrote, was not there to be read.
    if (writer === undefined || (item.fromResponse ?? 0) >= k || known(read.truncatedAtMs)) return true;
    // Of an older spoken answer the report says how it was spoken, and later models keep its text.
    const older = isSpokenAnswer(session, item) && read !== lastSpoken && familyOf(session) !== 'preview';
    if (older) return known(item.o200k);
    return known(writer.usage?.outText) && (mode === 'visible' || isOutputCounted(session, writer));
  });
}

/** Some audio was read: a person's, or that of a spoken answer. */
const isAudioRead = (session: SessionFact, { reads }: ResponseFact): boolean =>
  (reads ?? []).some(({ item: index, truncatedAtMs }) => {
    const item = session.items[index];
    if (item === undefined) return false;
    return item.kind === 'user-audio' || (isSpokenAnswer(session, item) && truncatedAtMs !== 0);
  });

const judgedStatuses = ['completed', 'incomplete', '?'];

function outputOf(session: SessionFact, response: ResponseFact): OutputKind | null {
  const { usage, modality, status } = response;
  if (!known(usage?.outText) || !isOutputCounted(session, response)) return null;
  if (!judgedStatuses.includes(status ?? '')) return null;
  if ((usage.outAudio ?? 0) > 0 || modality === 'audio') return 'audio';
  return modality === 'tool' ? 'call' : 'text';
}

/** Which estimates of a session can be judged. */
export function coverageOf(session: SessionFact, mode: Mode): SessionCoverage {
  let anchor: number | null = null;
  let follows = false;
  const responses = session.responses.map((response, k): Coverage => {
    const { usage } = response;
    if (!hasReport(response)) return nothing;
    const output = outputOf(session, response);
    if (!known(usage?.inText) || !isInputCounted(session, k, mode)) return { ...nothing, output };
    const read = itemsAt(
      session,
      (response.reads ?? []).map(({ item }) => item),
    );
    const before = follows;
    follows = true;
    if (response.promptUnknown === true) return { ...nothing, output };
    if (!isPromptKnown(session)) anchor ??= k;
    const judged = anchor !== k;
    const audio = known(usage.inAudio) && !read.some(({ audioFromOwnUsage }) => audioFromOwnUsage === true);
    const images = (usage.inImage ?? 0) > 0 || read.some((item) => (item.images ?? 0) > 0);
    return {
      textIn: judged,
      audioIn: audio && ((usage.inAudio ?? 0) > 0 || isAudioRead(session, response)),
      input: judged && audio,
      cached: judged && before && !images && known(usage.cached),
      output,
    };
  });
  return { responses, anchor };
}
