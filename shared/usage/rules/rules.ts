import type { Family, ReadKind, Rule, RuleOf, Service } from './schema.ts';
import { tokenRules } from './table.ts';

/** An amount of tokens by modality. */
export interface ModalityTokens {
  readonly text: number;
  readonly audio: number;
}

export const noTokens: ModalityTokens = { text: 0, audio: 0 };

/** Services by the names that people know. */
export const serviceNames: Readonly<Record<Service, string>> = { azure: 'Azure', openai: 'OpenAI' };

/** Under which rules a session counts. `certain` is false where the family is a guess. */
export interface Counting {
  readonly family: Family;
  readonly service: Service;
  readonly certain: boolean;
}

/** Models that think: gpt-realtime-2, -2.1, -2.1-mini, and not gpt-realtime-2025-08-28. */
const reasoningModel = /gpt-realtime-2(?:\.\d+)?(?![\d.])/i;
/** A generation that no rule was measured on: gpt-realtime-3, and not gpt-realtime-1.5. */
const laterModel = /gpt-realtime-(?!1(?:\.\d+)?(?![\d.]))\d{1,2}(?:\.\d+)?(?![\d.])/i;
const previewModel = /gpt-4o|realtime-preview|preview model/i;

/** The family a model's name tells; null: it tells none, as the name of a deployment may, or one that is new. */
export function familyOf(model: string): Family | null {
  if (previewModel.test(model)) return 'preview';
  if (reasoningModel.test(model)) return 'reasoning';
  if (laterModel.test(model)) return null;
  return /gpt-realtime/i.test(model) ? 'ga' : null;
}

/** The name of a model that no rule was measured on, whatever else is known of it. */
export const isLaterModel = (model: string): boolean => familyOf(model) === null && laterModel.test(model);

/** The rules that hold for one family on one service. */
export interface RuleSet {
  readonly reads: (of: ReadKind) => RuleOf<'reads'>;
  readonly prompt: RuleOf<'prompt'>;
  readonly image: RuleOf<'image'>;
  readonly writes: RuleOf<'writes'>;
  readonly runs: RuleOf<'runs'>;
  readonly cached: RuleOf<'cached'>;
  readonly transcription: RuleOf<'transcription'>;
  readonly outOfBand: RuleOf<'out of band'>;
  /** Null: the family does not think. */
  readonly reasoning: RuleOf<'reasoning'> | null;
}

const any = (): boolean => true;
const isOf = <Kind extends Rule['rule']>(rule: Rule, kind: Kind): rule is RuleOf<Kind> => rule.rule === kind;

/** The rules of a table for a family on a service. @throws Error where the table lacks one: a fault of the table. */
export function pickRules(table: readonly Rule[], family: Family, service: Service): RuleSet {
  const fitting = table
    .filter((rule) => rule.families.includes(family) && (rule.service === null || rule.service === service))
    // The one made for this service comes before the one for any.
    .toSorted((one, other) => Number(one.service === null) - Number(other.service === null));
  const find = <Kind extends Rule['rule']>(kind: Kind, fits: (rule: RuleOf<Kind>) => boolean): RuleOf<Kind> | null =>
    fitting.find((rule): rule is RuleOf<Kind> => isOf(rule, kind) && fits(rule)) ?? null;
  const need = <Kind extends Rule['rule']>(kind: Kind, fits: (rule: RuleOf<Kind>) => boolean): RuleOf<Kind> => {
    const found = find(kind, fits);
    if (found === null) throw new Error(`No rule says "${kind}" for ${family} on ${service}.`);
    return found;
  };
  const byKind = new Map<ReadKind, RuleOf<'reads'>>();
  return {
    reads: (of) => {
      const known = byKind.get(of) ?? need('reads', (rule) => rule.of === of);
      byKind.set(of, known);
      return known;
    },
    prompt: need('prompt', any),
    image: need('image', any),
    writes: need('writes', any),
    runs: need('runs', any),
    cached: need('cached', any),
    transcription: need('transcription', any),
    outOfBand: need('out of band', any),
    reasoning: find('reasoning', any),
  };
}

const picked = new Map<string, RuleSet>();
/** Asked for with every piece of an answer: a session has one such object. */
const pickedFor = new WeakMap<object, RuleSet>();

/** The measured rules for a family on a service. */
export function rulesFor(counting: Pick<Counting, 'family' | 'service'>): RuleSet {
  const have = pickedFor.get(counting);
  if (have !== undefined) return have;
  const { family, service } = counting;
  const key = `${family} ${service}`;
  const known = picked.get(key) ?? pickRules(tokenRules, family, service);
  picked.set(key, known);
  pickedFor.set(counting, known);
  return known;
}

/** Milliseconds that come from sums of frames miss a whole one by rounding. */
const wholeMs = (ms: number): number => Math.round(ms * 1000) / 1000;

/** Tokens of audio that the input holds, by the length of it. */
export function audioTokens(rule: RuleOf<'reads'>, audioMs: number, reported: number): number {
  const { audio } = rule;
  switch (audio.from) {
    case 'nothing':
      return 0;
    case 'report':
      return reported;
    case 'length':
      return Math.max(0, Math.floor(wholeMs(audioMs - audio.lessMs) / audio.msPerToken));
  }
}

/** Tokens of audio that a response of this length puts out: every started one. */
export const spokenTokens = ({ writes }: RuleSet, audioMs: number): number =>
  audioMs <= 0 ? 0 : Math.ceil(wholeMs(audioMs) / writes.audioMsPerToken);

/** Stretches of transcript between stretches of audio, where no stream shows them. */
export function estimatedRuns({ runs }: RuleSet, textTokens: number, audio: number): number {
  const { belowAudio, everyAudio, upToText } = runs;
  const limit = belowAudio.findIndex((below) => audio < below);
  const most = belowAudio.length + 1 + Math.floor((audio - (belowAudio.at(-1) ?? 0)) / everyAudio);
  const byAudio = limit < 0 ? most : limit + 1;
  const byText = upToText.findIndex((upTo) => textTokens <= upTo);
  return byText < 0 ? byAudio : Math.min(byAudio, byText + 1);
}

/** One item of a response's output, as its text tokens are counted. */
export interface WrittenItem {
  readonly kind: 'spoken' | 'written' | 'called';
  /** Content: the transcript, the text, or the arguments with `functions.NAME`. */
  readonly contentTokens: number;
  /** Audio tokens of a spoken one. */
  readonly audioTokens: number;
  /** Stretches of transcript that the stream showed; 0: it showed none. */
  readonly runsSeen: number;
  readonly unfinished: boolean;
}

/** Text tokens that the items of one response come to, without reasoning. */
export function writtenTokens(rules: RuleSet, items: readonly WrittenItem[]): number {
  const { written, spoken, called } = rules.writes;
  const called1 = items.some(({ kind }) => kind === 'called');
  const spoke = items.some(({ kind }) => kind !== 'called');
  const lastMessage = items.findLastIndex(({ kind }) => kind === 'written');
  return items.reduce((sum, item, index) => {
    const { kind, contentTokens, audioTokens: audio, runsSeen, unfinished } = item;
    switch (kind) {
      case 'written': {
        const last = index === lastMessage && !called1;
        return sum + contentTokens + (last ? written.plus : written.plusBeforeAnother);
      }
      case 'called':
        return sum + contentTokens + (spoke ? called.plusBesideMessage : called.plus);
      case 'spoken': {
        // A stream can hide a run, its neighbours arriving as one; it never shows one that is not there.
        const runs = Math.max(runsSeen, estimatedRuns(rules, contentTokens, audio));
        const frame = spoken.plus + spoken.plusPerRun * runs - (unfinished ? spoken.lessUnfinished : 0);
        return sum + contentTokens + Math.max(0, frame);
      }
    }
  }, 0);
}

/** Cached tokens that a context gives of which so much was read before; the text with its prompt. */
export function cachedTokens({ cached }: RuleSet, shared: ModalityTokens): ModalityTokens {
  const whole = (tokens: number): number => Math.floor(tokens / cached.blockTokens) * cached.blockTokens;
  return { text: shared.text === 0 ? 0 : whole(cached.frameTokens + shared.text), audio: whole(shared.audio) };
}

const usual = rulesFor({ family: 'ga', service: 'openai' });
const spokenTurn = usual.reads('spoken turn');

/** Text tokens that a spoken turn adds beside its audio. */
export const spokenTurnPlus = spokenTurn.text.plus;
/** Cached tokens come in whole blocks of this size, each modality by itself. */
export const cacheBlockTokens = usual.cached.blockTokens;
/** Milliseconds of an answer's audio in one token, as output and again as input. */
export const msPerAnswerToken = usual.writes.audioMsPerToken;
/** Milliseconds of a person's audio in one token. */
export const msPerSpokenToken = spokenTurn.audio.from === 'length' ? spokenTurn.audio.msPerToken : 0;
/** Audio tokens of a turn that somebody spoke; alike in every family. */
export const turnTokens = (audioMs: number): number => audioTokens(spokenTurn, audioMs, 0);
