import { at, findLastIndex, replace } from '../../kit/chunk-list.ts';
import {
  errorOf,
  type EstimateRules,
  type ExpectedResponse,
  type InputEvidence,
  noWidth,
  type OutputEvidence,
  roughTokens,
  roughWidth,
  splitReport,
  type UsageBasis,
  type UsageWidth,
} from '../../usage/expected.ts';
import { usageOf } from '../../usage/fields.ts';
import { isEmptyUsage } from '../../usage/ledger.ts';
import { noTokens, type RuleSet, rulesFor, spokenTokens, writtenTokens } from '../../usage/rules/rules.ts';
import { itemOf, type ItemView, type ResponseView, type SessionView } from '../view.ts';
import { inputEvidence, inputRule, isPromptChanged, oneOfEach, type Reading } from './input-evidence.ts';
import { writtenItem } from './items-read.ts';

export const nothingProduced: OutputEvidence = {
  audioBytes: 0,
  audioMs: 0,
  characters: 0,
  contentTokens: 0,
  textTokens: 0,
  runs: 0,
  rule: 'nothing',
  uncounted: 0,
};

type Ended = Pick<ResponseView, 'status' | 'understood' | 'problems' | 'itemIds' | 'doneSeq'>;

/** Cancelled before it had begun an item: the service counts nothing then, and neither does the estimate. */
const neverBegan = ({ status, itemIds, problems }: Ended): boolean =>
  status === 'cancelled' && itemIds.length === 0 && problems.length === 0;

function basisOf(response: Ended): UsageBasis {
  const { status, understood, problems, doneSeq } = response;
  if (understood !== null && !isEmptyUsage(understood)) return 'reported';
  if (status === 'in_progress') return 'live';
  // Something was reported that nobody can read: as good as lost.
  if (problems.some(({ kind }) => kind === 'not-understood' || kind === 'impossible')) return 'estimated';
  // The service ended it and said nothing of its usage, which is not the same as a report lost on the way.
  return doneSeq === null ? 'estimated' : 'if billed';
}

const nothingRead = { text: 0, audio: 0, image: 0 } as const;

function textWidth({ writes: { halfWidth } }: RuleSet, rule: EstimateRules['textOut']): number {
  switch (rule) {
    case 'written':
      return halfWidth.written;
    case 'called':
      return halfWidth.called;
    case 'spoken':
    case 'cut':
      return halfWidth.spoken;
    case 'several':
      return halfWidth.spoken + halfWidth.called;
    case 'nothing':
    case 'transcript':
      return 0;
  }
}

function widthBy(rules: RuleSet, input: InputEvidence, output: OutputEvidence, cut: boolean): UsageWidth {
  const { cached, width } = input;
  const { halfWidth } = rules.writes;
  const { by, mostText, mostAudio } = cached;
  // What the cache gives beyond the rules is luck, and a first response may find all of it.
  const luck = (most: number): number =>
    by === 'none' ? 0 : by === 'expected' ? Math.min(most, rules.cached.halfWidth.tokens) : most;
  const [textAt, audioAt] = [luck(mostText), luck(mostAudio)];
  return {
    textIn: width.text,
    audioIn: width.audio,
    imageIn: width.image,
    cached: textAt + audioAt,
    cachedText: textAt,
    cachedAudio: audioAt,
    textOut: textWidth(rules, output.rule) + (output.uncounted > 0 ? roughWidth(output.characters) : 0),
    audioOut: output.audioMs === 0 ? 0 : cut ? halfWidth.audioCut : halfWidth.audio,
    reasoning: rules.reasoning?.atMost ?? 0,
    seconds: 0,
  };
}

const oneWidth = oneOfEach<UsageWidth>();
const oneOfRules = oneOfEach<EstimateRules>();
const onePrompt = oneOfEach<InputEvidence['prompt']>();
const oneInputWidth = oneOfEach<InputEvidence['width']>();
const oneUnknown = oneOfEach<InputEvidence['unknown']>();
const oneCached = oneOfEach<InputEvidence['cached']>();

/** What has ended is kept for as long as the session is shown; what is alike in it is kept once. */
const ended = (expected: ExpectedResponse): ExpectedResponse => ({
  ...expected,
  ruleWidth: oneWidth(expected.ruleWidth),
  rules: oneOfRules(expected.rules),
  evidence: {
    ...expected.evidence,
    input: {
      ...expected.evidence.input,
      prompt: onePrompt(expected.evidence.input.prompt),
      width: oneInputWidth(expected.evidence.input.width),
      unknown: oneUnknown(expected.evidence.input.unknown),
      cached: oneCached(expected.evidence.input.cached),
    },
  },
});

/** What a response probably used, by its evidence and by what it has reported so far. */
export function expectedResponse(
  response: Ended,
  input: InputEvidence,
  output: OutputEvidence,
  before: ExpectedResponse | null = null,
): ExpectedResponse {
  const expected = workOut(response, input, output, before);
  return response.status === 'in_progress' ? expected : ended(expected);
}

/** Nothing that decides widths and rules differs: of the pieces of an answer nearly every one is such. */
const isSameFrame = (one: OutputEvidence, other: OutputEvidence): boolean =>
  one.rule === other.rule &&
  one.characters === other.characters &&
  one.uncounted === other.uncounted &&
  one.audioMs > 0;

/** @param before the estimate of the same running response one piece earlier; null: there is none to go by */
function workOut(
  response: Ended,
  input: InputEvidence,
  output: OutputEvidence,
  before: ExpectedResponse | null,
): ExpectedResponse {
  const rules = rulesFor(input.counting);
  const basis = basisOf(response);
  const evidence = { input, output };
  const audio = spokenTokens(rules, output.audioMs);
  const cut = response.status !== 'completed' && response.status !== 'in_progress';
  const nothing = neverBegan(response);
  const estimate = nothing
    ? usageOf(nothingRead, noTokens, noTokens)
    : usageOf({ text: input.text, audio: input.audio, image: input.imageTokens }, input.cached, {
        text: output.textTokens,
        audio,
      });
  if (before !== null && basis === 'live' && isSameFrame(before.evidence.output, output)) {
    return { ...before, usage: estimate, estimate, evidence };
  }
  const ruleWidth = nothing ? noWidth : widthBy(rules, input, output, cut);
  const by: EstimateRules = {
    input: inputRule(input),
    cached: nothing ? 'none' : input.cached.by,
    textOut: output.rule,
    audioOut: output.audioMs === 0 ? 'nothing' : cut ? 'cut' : 'whole',
  };
  const { understood: usage } = response;
  if (basis === 'reported' && usage !== null) {
    const added = splitReport(usage, estimate);
    const whole = added === null ? usage : { ...usage, ...added };
    return { basis, usage: whole, added, estimate, ruleWidth, rules: by, evidence, error: errorOf(estimate, usage) };
  }
  return { basis, usage: estimate, added: null, estimate, ruleWidth, rules: by, evidence, error: null };
}

type Counting = InputEvidence['counting'];

/** What the service counts around an output that is still coming, as far as it has come. */
function soFar(output: OutputEvidence, counting: Counting): OutputEvidence {
  const { rule, contentTokens, audioMs, runs } = output;
  if (rule !== 'spoken' && rule !== 'written' && rule !== 'called') return output;
  const rules = rulesFor(counting);
  const item = {
    kind: rule,
    contentTokens,
    audioTokens: spokenTokens(rules, audioMs),
    runsSeen: runs,
    unfinished: false,
  };
  return { ...output, textTokens: writtenTokens(rules, [item]) };
}

/** The output so far with more audio. */
export const withAudio = (output: OutputEvidence, bytes: number, ms: number, counting: Counting): OutputEvidence =>
  soFar({ ...output, audioBytes: output.audioBytes + bytes, audioMs: output.audioMs + ms }, counting);

/** The output so far with more text, which nobody has counted. */
export function withText(
  output: OutputEvidence,
  characters: number,
  rule: 'spoken' | 'written' | 'called',
  counting: Counting,
  newRun = false,
): OutputEvidence {
  const total = output.characters + characters;
  const runs = output.runs + (newRun ? 1 : 0);
  return soFar({ ...output, characters: total, contentTokens: roughTokens(total), runs, rule, uncounted: 1 }, counting);
}

function ruleOf(items: readonly ItemView[]): EstimateRules['textOut'] {
  const kinds = new Set(items.map(({ kind, medium }) => (kind === 'function_call' ? 'called' : medium)));
  if (items.some(({ unfinished }) => unfinished)) return 'cut';
  if (kinds.size > 1) return 'several';
  return kinds.has('called') ? 'called' : kinds.has('audio') ? 'spoken' : 'written';
}

/** The output as its items hold it: their texts whole, and counted where the engine has counted them. */
export function outputOfItems(output: OutputEvidence, items: readonly ItemView[], counting: Counting): OutputEvidence {
  const rules = rulesFor(counting);
  const held = items.filter(({ text, audioMs }) => text !== '' || audioMs > 0);
  const written = held.map((item) => writtenItem(rules, item));
  return {
    ...output,
    characters: held.reduce((sum, { text }) => sum + text.length, 0),
    contentTokens: written.reduce((sum, { contentTokens }) => sum + contentTokens, 0),
    textTokens: writtenTokens(rules, written),
    runs: held.reduce((sum, { transcriptRuns }) => sum + transcriptRuns, 0),
    rule: held.length === 0 ? 'nothing' : ruleOf(held),
    uncounted: held.filter(({ textTokens, text }) => textTokens === null && text !== '').length,
  };
}

/** The items a response has put out, as far as they are known. */
export function itemsOf(view: Pick<SessionView, 'items'>, response: Pick<ResponseView, 'itemIds'>): ItemView[] {
  return response.itemIds.flatMap((id) => itemOf(view, id) ?? []);
}

/** Report and counts of a response are in: nothing about its estimate will change any more. */
export const isSettled = ({ doneSeq, expected }: ResponseView): boolean =>
  doneSeq !== null && expected.evidence.input.uncounted + expected.evidence.output.uncounted === 0;

/** Something may still speak for its estimate: a count, or a prompt that is known better. */
export const isOpen = ({ expected: { basis, evidence } }: ResponseView): boolean =>
  basis !== 'reported' ||
  evidence.input.uncounted > 0 ||
  evidence.input.prompt.from !== 'report' ||
  evidence.input.prompt.width > 0;

/** The texts that a response read and that are no items. */
export type PromptTexts = Pick<InputEvidence, 'instructions' | 'tools' | 'ownInput'>;

const readingOf = (response: ResponseView, texts: PromptTexts): Reading => ({
  seq: response.createdSeq,
  prompt: { instructions: texts.instructions, tools: texts.tools },
  ownInput: texts.ownInput,
  outOfBand: response.outOfBand,
  reported: response.expected.basis === 'reported',
  counting: response.expected.evidence.input.counting,
});

/** What a response read, worked out anew. */
export const readAnew = (view: SessionView, response: ResponseView, texts: PromptTexts): InputEvidence =>
  inputEvidence(view, readingOf(response, texts));

/** The view after a report came: responses that have not reported take their prompt from it, where it is another now. */
export function withPromptReported(view: SessionView): SessionView {
  let { responses } = view;
  for (let index = 0; index < responses.length; index += 1) {
    const response = at(responses, index);
    if (response === undefined || response.expected.basis === 'reported') continue;
    const { input, output } = response.expected.evidence;
    const now = { ...view, responses };
    if (!isPromptChanged(now, readingOf(response, input), input)) continue;
    const expected = expectedResponse(response, readAnew(now, response, input), output);
    responses = replace(responses, index, { ...response, expected });
  }
  return responses === view.responses ? view : { ...view, responses };
}

/**
 * The view after a response ended: those that began while it ran read its answer as it now stands. There is nearly never
 * one.
 */
export function withReadersAnew(view: SessionView, id: string): SessionView {
  const ended = findLastIndex(view.responses, (response) => response.id === id);
  if (ended < 0) return view;
  let { responses } = view;
  for (let index = ended + 1; index < responses.length; index += 1) {
    const response = at(responses, index);
    if (response === undefined) continue;
    const { input, output } = response.expected.evidence;
    const expected = expectedResponse(response, readAnew({ ...view, responses }, response, input), output);
    responses = replace(responses, index, { ...response, expected });
  }
  return responses === view.responses ? view : { ...view, responses };
}
