import { repeatable } from '../kit/untrusted/quoting.ts';
import { cachedUnsplitOf, fitsCached } from './cached-tokens.ts';
import {
  cachedPath,
  type CountSource,
  detailsOf,
  inputPath,
  modalities,
  readSide,
  responsePath,
  type Side,
  sumOf,
  type UsageCounts,
} from './fields.ts';
import { sideOf } from './spelling.ts';
import { count } from '../kit/numbers.ts';

const cachedTotal = responsePath('cached');

/**
 * What is wrong with a report, or has to be said of it. `spelled`: read under another spelling. `as-text`: a number was
 * written as a text. `elsewhere`: the usage stood in another place than the protocol's. `not-understood`: a number that no
 * price or known field takes. `impossible`: no count, or counts that contradict one another. `totals-only`: tokens whose
 * kind is not told, so that no price fits. `cached-unsplit`: cached tokens that can be split by kind in more than one way.
 */
export type UsageProblemKind =
  'spelled' | 'as-text' | 'elsewhere' | 'not-understood' | 'impossible' | 'totals-only' | 'cached-unsplit';

export interface UsageProblem {
  readonly kind: UsageProblemKind;
  /** Dotted path in the report as it came; where it is about counts that were read, their path on the wire. */
  readonly path: string;
  readonly sentence: string;
}

/** What a kind of problem is called, and how much it matters: an alarm is doubt about the amounts, a notice only a remark. */
export const problemWords: Readonly<
  Record<UsageProblemKind, { readonly title: string; readonly level: 'alarm' | 'notice' }>
> = {
  spelled: { title: 'Usage in another spelling', level: 'notice' },
  'as-text': { title: 'Usage written as text', level: 'notice' },
  elsewhere: { title: 'Usage in another place', level: 'notice' },
  'not-understood': { title: 'Usage not understood', level: 'alarm' },
  impossible: { title: 'Usage that cannot be', level: 'alarm' },
  'totals-only': { title: 'Usage in totals alone', level: 'notice' },
  'cached-unsplit': { title: 'Cached tokens of no stated kind', level: 'notice' },
};

/** The problems of a report, those that put its amounts in doubt first. */
export const worstFirst = (problems: readonly UsageProblem[]): UsageProblem[] => [
  ...problems.filter(({ kind }) => problemWords[kind].level === 'alarm'),
  ...problems.filter(({ kind }) => problemWords[kind].level === 'notice'),
];

const longestName = 80;

/** A foreign name or value as a sentence holds it: on one line, and cut where it is long. */
export function shortName(text: string): string {
  return repeatable(text, longestName);
}

const impossible = (path: string, sentence: string): UsageProblem => ({ kind: 'impossible', path, sentence });
const totalsOnly = (path: string, sentence: string): UsageProblem => ({ kind: 'totals-only', path, sentence });

/** Amounts of unknown fields, which may or may not be a part of the sum they stand beside. */
type Unassigned = ReadonlyMap<string, number>;

const within = (unassigned: Unassigned, side: 'input' | 'output' | null): number =>
  [...unassigned].reduce((sum, [path, amount]) => sum + (sideOf(path) === side && /token/i.test(path) ? amount : 0), 0);

/** One side's total beside the kinds it is made of. A kind that is not stated may hold what the others leave. */
function ofSide(counts: UsageCounts, unassigned: Unassigned, side: Side, source: CountSource): UsageProblem[] {
  const { path, total, sum, stated, kinds } = readSide(counts, side, source);
  // A side of one kind has no details to be held against.
  if (total === undefined || kinds.length === 0) return [];
  const left = total - sum;
  if (left === 0 || (left > 0 && left <= within(unassigned, side))) return [];
  if (!stated) {
    return [
      totalsOnly(
        path,
        `The usage counts ${count(total)} ${side} tokens, and not how many of them are audio and how many text.`,
      ),
    ];
  }
  const { audio, text } = billedOn[side];
  const open = counts.get(responsePath(audio)) === undefined || counts.get(responsePath(text)) === undefined;
  if (left > 0 && open) {
    return [
      totalsOnly(
        path,
        `Of ${count(total)} ${side} tokens in the usage, ${count(left)} are of a kind that it does not tell.`,
      ),
    ];
  }
  return [impossible(path, `The ${side} tokens are ${count(total)}, and their details add up to ${count(sum)}.`)];
}

/** The kinds that every side of a response is made of. */
const billedOn = {
  input: { audio: 'audioIn', text: 'textIn' },
  output: { audio: 'audioOut', text: 'textOut' },
} as const;

const readingsOf = (counts: UsageCounts, side: Side): number[] => {
  const { total, sum, stated } = readSide(counts, side);
  return [total ?? sum, ...(stated ? [sum] : [])];
};

const agrees = (counts: UsageCounts, total: number): boolean =>
  readingsOf(counts, 'input').some((input) => readingsOf(counts, 'output').some((output) => input + output === total));

function ofTotal(counts: UsageCounts, unassigned: Unassigned): UsageProblem[] {
  const path = responsePath('total');
  const total = counts.get(path);
  if (total === undefined) return [];
  const [input, output] = [readSide(counts, 'input').tokens, readSide(counts, 'output').tokens];
  if (input === undefined && output === undefined) {
    if (total === 0) return [];
    return [
      totalsOnly(
        path,
        `The usage counts ${count(total)} tokens in total, and not how many of them are input and how many output.`,
      ),
    ];
  }
  const sum = (input ?? 0) + (output ?? 0);
  const left = total - sum;
  // A side that is not the sum of its details is said once: the total may agree with either.
  if (input !== undefined && output !== undefined && agrees(counts, total)) return [];
  if (left === 0 || (left > 0 && left <= within(unassigned, null))) return [];
  if (left > 0 && (input === undefined || output === undefined)) {
    const missing = input === undefined ? 'input' : 'output';
    return [
      totalsOnly(
        path,
        `The usage leaves ${count(left)} of its ${count(total)} tokens for the ${missing}, and does not tell them by kind.`,
      ),
    ];
  }
  return [impossible(path, `The total is ${count(total)} tokens, and input and output add up to ${count(sum)}.`)];
}

function ofReasoning(counts: UsageCounts): UsageProblem[] {
  const path = responsePath('reasoning');
  const reasoning = counts.get(path) ?? 0;
  const text = counts.get(responsePath('textOut')) ?? readSide(counts, 'output').tokens;
  if (text === undefined || reasoning <= text) return [];
  return [
    impossible(
      path,
      `${count(reasoning)} reasoning tokens are reported, more than the ${count(text)} tokens of text out they are part of.`,
    ),
  ];
}

function ofCached(counts: UsageCounts): UsageProblem[] {
  const cached = counts.get(cachedTotal);
  const parts = sumOf(counts, modalities.map(cachedPath));
  const input = readSide(counts, 'input').tokens;
  const above = modalities.flatMap((kind) => {
    const [part, whole] = [counts.get(cachedPath(kind)) ?? 0, counts.get(inputPath(kind))];
    return whole === undefined || part <= whole
      ? []
      : [
          impossible(
            cachedPath(kind),
            `${count(part)} cached ${kind} tokens are reported, more than the ${count(whole)} ${kind} tokens of input they are part of.`,
          ),
        ];
  });
  const most = Math.max(cached ?? 0, parts.sum);
  if (input !== undefined && most > input && above.length === 0) {
    const path = cached === undefined ? detailsOf.cached : cachedTotal;
    above.push(
      impossible(
        path,
        `${count(most)} cached tokens are reported, more than the ${count(input)} tokens of input they are part of.`,
      ),
    );
  }
  if (cached === undefined || cached === parts.sum) return above;
  if (parts.sum > cached || (above.length === 0 && !fitsCached(counts))) {
    return [
      ...above,
      impossible(
        cachedTotal,
        parts.stated
          ? `The cached tokens are ${count(cached)}, and their details add up to ${count(parts.sum)}.`
          : `${count(cached)} cached tokens are reported, more than the input they can be part of.`,
      ),
    ];
  }
  const split = above.length > 0 ? null : cachedUnsplitOf(counts);
  const sure = split === null || [split.audio, split.text, split.image ?? [0, 0]].every(([low, high]) => low === high);
  if (sure || split === null) return above;
  const kinds = modalities.flatMap((kind) => {
    const [low, high] = split[kind] ?? [0, 0];
    return high === 0 ? [] : [`${low === high ? count(low) : `${count(low)} to ${count(high)}`} ${kind}`];
  });
  return [
    {
      kind: 'cached-unsplit',
      path: cachedTotal,
      sentence: `${count(split.tokens)} cached tokens are reported, and not how many of each kind. Possible are ${kinds.join(', ')}.`,
    },
  ];
}

/**
 * What the counts of one report say against each other, and what they leave open. A total, details or a kind that is not
 * stated contradicts nothing; reasoning is a part of text out.
 */
export function contradictions(counts: UsageCounts, unassigned: Unassigned, source: CountSource): UsageProblem[] {
  return [
    ...ofSide(counts, unassigned, 'input', source),
    ...ofSide(counts, unassigned, 'output', source),
    ...ofTotal(counts, unassigned),
    ...ofReasoning(counts),
    ...ofCached(counts),
  ];
}
