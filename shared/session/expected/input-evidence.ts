import { detailsOf, responseCount } from '../../usage/fields.ts';
import { at, values } from '../../kit/chunk-list.ts';
import { asString, isJsonObject } from '../../kit/json.ts';
import {
  type EstimateRules,
  type InputEvidence,
  type OwnInput,
  roughTokens,
  roughWidth,
  type TextCount,
  type UnknownRule,
} from '../../usage/expected.ts';
import {
  audioTokens,
  cachedTokens,
  type Counting,
  familyOf,
  isLaterModel,
  type ModalityTokens,
  noTokens,
  type RuleSet,
  rulesFor,
} from '../../usage/rules/rules.ts';
import { vendorOfHeader } from '../service-of-session.ts';
import type { PromptView, ResponseView, SessionView } from '../view.ts';
import { groundOf, isGround, type ItemRead, kindsRead, type ReadingGround, readItems } from './items-read.ts';

/** More different values than this are not remembered: they are no few that repeat. */
const mostKnown = 2000;

/**
 * One object for values that are alike, for what thousands of responses hold and nearly all hold alike.
 * @returns gives the first value that was like the one it is given
 */
export function oneOfEach<T extends object>(): (value: T) => T {
  const known = new Map<string, T>();
  return (value) => {
    const key = JSON.stringify(value);
    const have = known.get(key);
    if (have !== undefined) return have;
    if (known.size >= mostKnown) known.clear();
    known.set(key, value);
    return value;
  };
}

const oneOf = oneOfEach<Counting>();

/**
 * Under which rules a session counts: the family by the model as the service names it, else as a person did; the service
 * by its address. A name that tells no family is taken for `ga`, or for `reasoning` where the session can reason; of a later
 * generation than the rules nothing makes the family certain.
 */
export function countingOf({ header, effective }: Pick<SessionView, 'header' | 'effective'>): Counting {
  const service = vendorOfHeader(header);
  const names = [asString(effective?.['model']), header?.pricing?.model, header?.endpoint.deployment];
  let isLater = false;
  for (const name of names) {
    if (name === undefined || name === null) continue;
    isLater ||= isLaterModel(name);
    const family = familyOf(name);
    if (family !== null) return oneOf({ family, service, certain: !isLater });
  }
  const thinks = isJsonObject(effective?.['reasoning']);
  return oneOf({ family: thinks ? 'reasoning' : 'ga', service, certain: thinks && !isLater });
}

/** What a response reads and with what prompt. */
export interface Reading {
  /** Sequence number of the `response.created`. */
  readonly seq: number;
  readonly prompt: PromptView;
  /** Null: the conversation. */
  readonly ownInput: OwnInput | null;
  readonly outOfBand: boolean;
  /** It has reported itself: then only what was known before it may speak for its estimate. */
  readonly reported: boolean;
  readonly counting: Counting;
}

type View = Pick<SessionView, 'items' | 'responses'>;

const isUncounted = (text: TextCount | null): boolean => text !== null && text.tokens === null;
const tokensOf = (text: TextCount): number => text.tokens ?? roughTokens(text.characters);
const widthOfText = (text: TextCount | null): number =>
  text !== null && text.tokens === null ? roughWidth(text.characters) : 0;

/** How many tokens an image makes is not known; what it adds to the text is. */
const hasKnownText = (unknown: UnknownRule | null): boolean => unknown === null || unknown === 'image';

/** Texts that stand in the same entry are the same text. */
const isSamePrompt = (one: PromptView, other: PromptView): boolean =>
  one.instructions?.seq === other.instructions?.seq && one.tools?.seq === other.tools?.seq;

/** Behind the session's own prompt, over the conversation: what other responses can be compared with. */
const isOrdinary = ({ outOfBand, expected }: ResponseView): boolean =>
  !outOfBand && expected.evidence.input.ownInput === null;

interface Prompt {
  readonly tokens: number;
  readonly from: InputEvidence['prompt']['from'];
  readonly width: number;
  readonly unknown: readonly UnknownRule[];
}

/*
 * What a report tells of the prompt is asked again by every response behind it. It is remembered with all that it was worked out
 * from, so that nothing remembered can differ from what would be worked out anew.
 */
const told = new WeakMap<ResponseView, { readonly ground: ReadingGround; readonly prompt: Prompt | null }>();

function promptIn(view: View, response: ResponseView): Prompt | null {
  const { createdSeq } = response;
  const known = told.get(response);
  if (known !== undefined && isGround(known.ground, view, createdSeq)) return known.prompt;
  const prompt = promptFrom(view, response);
  told.set(response, { ground: groundOf(view, createdSeq), prompt });
  return prompt;
}

/** What one response's report tells of its prompt: what it read, less every item before it. Null: nothing. */
function promptFrom(view: View, response: ResponseView): Prompt | null {
  const { createdSeq, expected } = response;
  if (expected.basis !== 'reported') return null;
  const text = responseCount(expected.usage, 'textIn');
  const items = readItems(view, createdSeq, null, expected.evidence.input.counting);
  const isCounted = items.every(({ counted }) => counted);
  const tokens = (text ?? -1) - items.reduce((sum, item) => sum + item.text, 0);
  const isTold = tokens >= 0 && isCounted && items.every(({ unknown }) => hasKnownText(unknown));
  const width = items.reduce((sum, item) => sum + item.width.text, 0);
  return isTold ? { tokens, from: 'report', width, unknown: [] } : null;
}

/** More reports than this are not asked for the prompt: they would say the same. */
const mostAsked = 12;

/**
 * The prompt as reports have it: what most of the first ones agree on, so that one wrong report misleads nobody for long;
 * of those that leave something open, the one that leaves least. Null where none has reported yet, or where something
 * before each counts by no known rule.
 */
function reportedPrompt(view: View, { seq, prompt, reported }: Reading): Prompt | null {
  const prompts: Prompt[] = [];
  let asked = 0;
  for (const response of values(view.responses)) {
    const { createdSeq, expected } = response;
    // An estimate that its own report is held against knows nothing of what came after.
    if (asked === mostAsked || (reported && createdSeq >= seq)) break;
    if (createdSeq === seq || expected.basis !== 'reported') continue;
    if (!isOrdinary(response) || !isSamePrompt(prompt, expected.evidence.input)) continue;
    asked += 1;
    const one = promptIn(view, response);
    if (one !== null) prompts.push(one);
  }
  const sure = prompts.filter(({ width }) => width === 0);
  const votes = (tokens: number): number => sure.filter((one) => one.tokens === tokens).length;
  if (sure.length > 0) return sure.reduce((best, one) => (votes(one.tokens) > votes(best.tokens) ? one : best));
  return prompts.length === 0 ? null : prompts.reduce((best, one) => (one.width < best.width ? one : best));
}

function countedPrompt({ prompt: { instructions, tools } }: Reading, rules: RuleSet): Prompt {
  const { defaultInstructions, instructionsPlus, toolsPlus, halfWidth } = rules.prompt;
  const unknown: UnknownRule[] = [];
  let tokens = instructions === null ? defaultInstructions : tokensOf(instructions) + instructionsPlus;
  // Instructions that the service does not name may be anything; its default is as good a guess as none.
  let width = instructions === null ? defaultInstructions : widthOfText(instructions) + halfWidth.instructions;
  if (tools !== null) {
    tokens += tokensOf(tools) + toolsPlus;
    width += widthOfText(tools) + halfWidth.oneTool * Math.max(1, tools.functions);
    if (tools.functions > 1) unknown.push('several tools');
    if (tools.others > 0) {
      unknown.push('other tools');
      width += tokensOf(tools) + toolsPlus;
    }
  }
  return { tokens, from: instructions === null ? 'default' : 'count', width, unknown };
}

/** The prompt as reports have it; as counted where the two agree and the count leaves less open. */
function promptOf(view: View, reading: Reading, rules: RuleSet): Prompt {
  const reported = reportedPrompt(view, reading);
  if (reported === null) return countedPrompt(reading, rules);
  if (reported.width === 0) return reported;
  const counted = countedPrompt(reading, rules);
  const agree = Math.abs(reported.tokens - counted.tokens) <= reported.width + counted.width;
  return agree && counted.width < reported.width ? counted : reported;
}

/** The response before, of those that ran: one that ended with nothing was never read by anything. */
function before(view: View, { seq, prompt }: Reading): ResponseView | null {
  for (let index = view.responses.length - 1; index >= 0; index -= 1) {
    const response = at(view.responses, index);
    if (response === undefined || response.createdSeq >= seq || !isOrdinary(response)) continue;
    const ran =
      response.itemIds.length > 0 || response.status === 'in_progress' || response.expected.basis === 'reported';
    if (ran) return isSamePrompt(prompt, response.expected.evidence.input) ? response : null;
  }
  return null;
}

/** A long conversation is summed at every response, so nothing is made for each item. */
function sumOf<T>(all: readonly T[], tokensOfOne: (one: T) => ModalityTokens): ModalityTokens {
  let text = 0;
  let audio = 0;
  for (const one of all) {
    const tokens = tokensOfOne(one);
    text += tokens.text;
    audio += tokens.audio;
  }
  return { text, audio };
}

const added = (read: ItemRead): ModalityTokens => read;
const widthOf = (read: ItemRead): ModalityTokens => read.width;

/**
 * What a response thought does not come back, so its own output is not the same text any more. One of a model that thinks
 * and that has not reported is taken to have thought.
 */
function hasThought({ expected: { basis, usage, evidence } }: ResponseView): boolean {
  const saysKinds = basis === 'reported' && isJsonObject(usage[detailsOf.output]);
  if (!saysKinds) return evidence.input.counting.family === 'reasoning';
  return (responseCount(usage, 'reasoning') ?? 0) > 0;
}

/** How much of what is read, from its beginning, the response before had in front of it or put out. */
function sharedWith(view: View, previous: ResponseView, reads: readonly ItemRead[], counting: Counting): ItemRead[] {
  const had = kindsRead(view, previous.createdSeq, counting);
  const own = hasThought(previous) ? [] : previous.itemIds;
  let shared = 0;
  for (const read of reads) {
    const one = had[shared];
    const same =
      one === undefined
        ? own.includes(read.itemId) && read.of !== 'truncated answer'
        : one.item.id === read.itemId && one.of === read.of;
    if (!same) break;
    shared += 1;
  }
  return reads.slice(0, shared);
}

const unpredicted = { text: 0, audio: 0 } as const;

function cachedOf(
  view: View,
  reading: Reading,
  rules: RuleSet,
  prompt: number,
  reads: readonly ItemRead[],
): InputEvidence['cached'] {
  const { text: readText, audio: readAudio } = sumOf(reads, added);
  const whole = { text: prompt + readText, audio: readAudio };
  const most = cachedTokens(rules, whole);
  const { blockTokens } = rules.cached;
  const limits = {
    mostText: Math.min(most.text, whole.text - (whole.text % blockTokens)),
    mostAudio: most.audio,
  };
  if (reading.ownInput !== null || reading.outOfBand) return { ...unpredicted, by: 'none', ...limits };
  const previous = before(view, reading);
  // What other sessions ran decides over the first response, and nothing here knows of them.
  if (previous === null) return { ...unpredicted, by: 'first', ...limits };
  const { text, audio } = sumOf(sharedWith(view, previous, reads, reading.counting), added);
  const hit = cachedTokens(rules, { text: prompt + text, audio });
  const bound = { text: Math.min(hit.text, limits.mostText), audio: hit.audio };
  return rules.cached.as === 'at most'
    ? { ...unpredicted, by: 'at most', mostText: bound.text, mostAudio: bound.audio }
    : { ...bound, by: 'expected', ...limits };
}

interface Own extends ModalityTokens {
  readonly width: number;
}

/** What the request itself brings beside the items it refers to. */
function ownOf(own: OwnInput | null, rules: RuleSet): Own {
  if (own === null) return { ...noTokens, width: 0 };
  const typed = own.messages === 0 ? 0 : tokensOf(own.text) + own.messages * rules.reads('typed message').text.plus;
  const spoken = rules.reads('spoken turn');
  const heard = own.audioMs > 0;
  return {
    text: typed + (heard ? spoken.text.plus : 0),
    audio: heard ? audioTokens(spoken, own.audioMs, 0) : 0,
    width: widthOfText(own.text),
  };
}

/**
 * Input by the measured rules: prompt, and everything said before, read again. Earlier answers count as they were
 * reported, the prompt as reports have it.
 */
export function inputEvidence(view: View, reading: Reading): InputEvidence {
  const { seq, prompt: texts, ownInput, outOfBand, counting } = reading;
  const rules = rulesFor(counting);
  const reads = readItems(view, seq, ownInput, counting);
  const prompt = promptOf(view, reading, rules);
  const own = ownOf(ownInput, rules);
  const { text, audio } = sumOf(reads, added);
  const images = reads.reduce((sum, read) => sum + read.images, 0);
  const unknown = new Set<UnknownRule>(prompt.unknown);
  for (const read of reads) if (read.unknown !== null) unknown.add(read.unknown);
  if (!counting.certain) unknown.add('model');
  const apart = ownInput !== null || outOfBand;
  if (apart) unknown.add('out of band');
  const total: ModalityTokens = { text: prompt.tokens + text + own.text, audio: audio + own.audio };
  const widths = sumOf(reads, widthOf);
  return {
    counting,
    instructions: texts.instructions,
    tools: texts.tools,
    ownInput,
    prompt: { tokens: prompt.tokens, from: prompt.from, width: prompt.width },
    items: reads.length,
    images,
    ...total,
    imageTokens: images * rules.image.image,
    width: {
      text:
        prompt.width +
        widths.text +
        own.width +
        (apart ? rules.outOfBand.halfWidth.text : 0) +
        guessed(counting, reads),
      audio: widths.audio + (apart ? total.audio : 0),
      image: images * rules.image.halfWidth.image,
    },
    cached: cachedOf(view, reading, rules, prompt.tokens, reads),
    unknown: [...unknown],
    uncounted:
      reads.filter(({ counted }) => !counted).length +
      Number(prompt.from !== 'report' && isUncounted(texts.instructions)) +
      Number(prompt.from !== 'report' && isUncounted(texts.tools)) +
      Number(ownInput !== null && ownInput.text.characters > 0 && isUncounted(ownInput.text)),
  };
}

/** Where the family itself is a guess, each item may count a few tokens more or less. */
const guessed = ({ certain }: Counting, reads: readonly ItemRead[]): number => (certain ? 0 : reads.length * 2);

/** Rules behind the input of an estimate, as errors are compared by. */
export function inputRule({ unknown, prompt }: Pick<InputEvidence, 'unknown' | 'prompt'>): EstimateRules['input'] {
  const isKnown = unknown.every((why) => why === 'model' || why === 'several tools' || hasKnownText(why));
  return isKnown ? `${prompt.from} prompt` : 'unknown';
}

/** Whether a response's prompt is another by now than its estimate has. */
export function isPromptChanged(view: View, reading: Reading, { prompt }: Pick<InputEvidence, 'prompt'>): boolean {
  const now = promptOf(view, reading, rulesFor(reading.counting));
  return now.tokens !== prompt.tokens || now.from !== prompt.from || now.width !== prompt.width;
}
