import { asArray, asObject, asString, type Json, type JsonObject } from '../../../shared/kit/json.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import type { Family } from '../../../shared/usage/rules/schema.ts';
import { type Item, spokenPart, textOf } from '../model/conversation.ts';
import {
  type CallPlan,
  limitPlan,
  type PartPlan,
  planSpoken,
  planTokens,
  planWritten,
  type ReplyPlan,
  type ScriptedPart,
  usualRuns,
} from '../model/reply-plan.ts';
import type { ResponseSettings, RunningResponse } from '../model/response.ts';
import { recognise, type Saying, type SpeechLibrary } from '../model/speech.ts';
import { changeSpeed, samplesOf } from '../wire/audio.ts';
import type { Session } from './session-state.ts';

/** Tokens a model thinks before it answers, by effort. The simulator's own: the service publishes none. */
const thoughtTokens = lookup<number>({ minimal: 8, low: 32, medium: 96, high: 256, xhigh: 640 });
const usualEffort = 'low';

/** How much the model thinks; null for one that does not. */
const reasoningTokens = (family: Family, effort: string | undefined): number | null =>
  family === 'reasoning' ? (thoughtTokens(effort ?? usualEffort) ?? 0) : null;

const functions = (tools: readonly Json[]): JsonObject[] =>
  tools.map((tool) => asObject(tool) ?? {}).filter((tool) => tool['type'] === 'function');

/** `get_order-state`, `getOrderState`: get, order, state. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 3);

/** A value that fits a parameter's schema, without any understanding of what was said. */
function sample(schema: JsonObject): Json {
  const [first] = asArray(schema['enum']);
  if (first !== undefined) return first;
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return sampleOf(schema);
    default:
      return 'sample';
  }
}

const sampleOf = (schema: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(asObject(schema['properties']) ?? {}).map(([key, of]) => [key, sample(asObject(of) ?? {})]),
  );

function said(items: readonly Item[], library: SpeechLibrary): string {
  const last = items.findLast((item) => item.type === 'message' && item.role === 'user');
  if (last === undefined) return '';
  const spoken = spokenPart(last);
  return (spoken === null ? textOf(last) : recognise(spoken.pcm24k, library.known).text).toLowerCase();
}

/**
 * Which function a response calls, if any: the forced one; the first where one is required; else one whose name has a word
 * in what the user said last. Once a result has come, the answer follows.
 */
function chooseCall(
  { tools, toolChoice }: ResponseSettings,
  items: readonly Item[],
  library: SpeechLibrary,
): CallPlan | null {
  const all = functions(tools);
  const forced = asString(asObject(toolChoice)?.['name']);
  const answered = items.at(-1)?.type === 'function_call_output';
  const text = toolChoice === 'auto' && !answered ? said(items, library) : '';
  const chosen =
    forced !== undefined
      ? all.find((tool) => tool['name'] === forced)
      : toolChoice === 'required'
        ? all[0]
        : all.find((tool) => wordsOf(asString(tool['name']) ?? '').some((word) => text.includes(word)));
  if (chosen === undefined) return null;
  const parameters = asObject(chosen['parameters']) ?? {};
  return { kind: 'called', name: asString(chosen['name']) ?? '', arguments: JSON.stringify(sampleOf(parameters)) };
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The sample question that an item asks, spoken or typed; null for anything else. */
function questionOf(item: Item, library: SpeechLibrary): string | null {
  const spoken = spokenPart(item);
  if (spoken !== null) return recognise(spoken.pcm24k, library.known).questionId;
  const text = plain(textOf(item));
  return library.known.find((known) => plain(known.text) === text)?.questionId ?? null;
}

const lastFromUser = (items: readonly Item[]): Item | undefined =>
  items.findLast((item) => item.type === 'message' && item.role === 'user');

/** The answer to the last thing the user said: the one made for that question, else the next of the others. */
function answer(session: Session, items: readonly Item[]): Saying {
  const { library } = session.deployment;
  const last = lastFromUser(items);
  const question = last === undefined ? null : questionOf(last, library);
  const fitting = library.replies.find((reply) => reply.answers !== null && reply.answers === question);
  const others = library.replies.filter((reply) => reply.answers === null);
  const reply = fitting ?? others[session.smallTalk % Math.max(1, others.length)];
  if (fitting === undefined) session.smallTalk += 1;
  if (reply === undefined) throw new Error('The speech library holds no reply.');
  return { text: reply.transcript, pcm24k: reply.pcm24k };
}

/** The last thing the user said, in the user's own voice; null when nothing was spoken. */
function echo(session: Session, items: readonly Item[]): Saying | null {
  const last = items.findLast((item) => item.type === 'message' && item.role === 'user' && spokenPart(item) !== null);
  const spoken = last === undefined ? null : spokenPart(last);
  if (spoken === null) return null;
  return { text: recognise(spoken.pcm24k, session.deployment.library.known).text, pcm24k: spoken.pcm24k };
}

function planned(session: Session, settings: ResponseSettings, { text, pcm24k }: Saying): ReplyPlan {
  if (settings.modality === 'text') return planWritten(text);
  const voice = changeSpeed(pcm24k, settings.speed);
  return planSpoken(text, voice, usualRuns(text, voice, session.rules, session.deployment.count), session.rules);
}

/** Decides what a response over `items` says. */
const chooseReply = (session: Session, settings: ResponseSettings, items: readonly Item[]): ReplyPlan =>
  planned(
    session,
    settings,
    (session.switches.mode === 'echo' ? echo(session, items) : null) ?? answer(session, items),
  );

/** What a response puts out of itself: a call, which a model that thinks announces unless it is made to call, or a reply. */
function chooseParts(session: Session, settings: ResponseSettings, items: readonly Item[]): PartPlan[] {
  const { library } = session.deployment;
  const call = chooseCall(settings, items, library);
  if (call === null) return [chooseReply(session, settings, items)];
  const announced = session.family === 'reasoning' && settings.toolChoice === 'auto';
  return announced ? [planned(session, settings, library.announcement), call] : [call];
}

function scripted({ rules, deployment }: Session, part: ScriptedPart): PartPlan {
  switch (part.kind) {
    case 'called':
      return part;
    case 'written':
      return planWritten(part.text);
    case 'spoken': {
      const pcm24k = new Int16Array(samplesOf(part.audioMs));
      return planSpoken(part.text, pcm24k, part.runs ?? usualRuns(part.text, pcm24k, rules, deployment.count), rules);
    }
  }
}

/** The parts as far as a number of tokens carries them; a call is never cut. */
function limited({ rules, deployment }: Session, parts: readonly PartPlan[], maxTokens: number): PartPlan[] {
  const fitting: PartPlan[] = [];
  let left = maxTokens;
  for (const part of parts) {
    const plan = part.kind === 'called' ? part : limitPlan(part, left, rules, deployment.count);
    fitting.push(plan);
    if (plan.kind === 'called') continue;
    if (plan.limited) break;
    left -= planTokens(plan, rules, deployment.count);
  }
  return fitting;
}

/** Decides what a response over `items` thinks and puts out: what the script says, a call, or a reply. */
export function chooseAnswer(
  session: Session,
  settings: ResponseSettings,
  items: readonly Item[],
): Pick<RunningResponse, 'toCome' | 'thoughts' | 'staysOpen'> {
  const written = session.deployment.script.next();
  const usual = reasoningTokens(session.family, settings.reasoningEffort);
  const thoughts = usual === null ? null : (written?.reasoningTokens ?? usual);
  const parts: PartPlan[] =
    written?.parts.map((part) => scripted(session, part)) ?? chooseParts(session, settings, items);
  const { maxOutputTokens } = settings;
  return {
    toCome: maxOutputTokens === 'inf' ? parts : limited(session, parts, maxOutputTokens - (thoughts ?? 0)),
    thoughts,
    staysOpen: written?.staysOpen === true,
  };
}
