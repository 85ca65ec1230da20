import type { Claim, ClaimedInference, Explanation, Finding } from '../../shared/reconcile/stories/answer-types.ts';
import { reportedBy, type Ran } from './bill.ts';
import type { Conversation } from './conversation.ts';
import { leastRead, openMeter, type PlantedCase, type PlantedContext } from './planted.ts';

/* Whether an answer is right, worked out apart from the code that gave it. */

const isContext = (name: string): name is PlantedContext => name in openMeter;

/** A claimed or an actual inference by what it read, so that two names of the same reading are one; by its name where a number is open. */
function reading(conversation: Conversation, { context, turn }: ClaimedInference): string {
  const name = `${context} ${turn ?? 'elsewhere'}`;
  if (!isContext(context) || openMeter[context] !== null) return name;
  const read = leastRead(conversation, context, turn);
  return read === null ? name : `${read.audio} audio, ${read.text} text`;
}

const namesOf = (conversation: Conversation, ran: readonly Ran[]): string[] =>
  ran.flatMap(({ context, turn }) => (context === null ? [] : [reading(conversation, { context, turn })]));

/** Everything in the one list stands in the other as often at least. */
function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const left = [...all];
  return some.every((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

export const statesInference = ({ kind }: Claim): boolean =>
  kind === 'further' || kind === 'seen' || kind === 'seen among';

/** What is wrong with a claim of further inferences; null: nothing, or it claims none. No log saw any of them. */
export function falseInference(claim: Claim, conversation: Conversation, ran: readonly Ran[]): string | null {
  if (claim.kind === 'seen' || claim.kind === 'seen among')
    return `responses ${claim.responses.join(', ')} were never logged`;
  if (claim.kind !== 'further') return null;
  if (claim.atLeast > ran.length) return `at least ${claim.atLeast} claimed, ${ran.length} ran`;
  const claimed = (claim.contexts ?? []).map((one) => reading(conversation, one));
  if (isWithin(claimed, namesOf(conversation, ran))) return null;
  const truly = ran.map(({ context, turn }) => `${context ?? 'no name'} ${turn ?? 'elsewhere'}`);
  const said = (claim.contexts ?? []).map(({ context, turn }) => `${context} ${turn ?? 'elsewhere'}`);
  return `${said.join(', ')} claimed, ${truly.join(', ')} ran`;
}

/** What is wrong with a finding about a bill that a story of the model made; null: nothing. To claim nothing is never wrong. */
export function falseOfPlanted({ claim }: Pick<Finding, 'claim'>, { conversation, ran }: PlantedCase): string | null {
  switch (claim.kind) {
    case 'undecided':
      return null;
    case 'as reported':
      return ran.length === 0 ? null : `called as reported, and ${ran.length} more ran`;
    case 'no bill':
    case 'nothing fits':
    case 'as reported in part':
    case 'ratio':
      return `called "${claim.kind}"`;
    case 'seen':
    case 'seen among':
    case 'further':
      return falseInference(claim, conversation, ran);
  }
}

const furtherOf = ({ inferences }: Explanation): ClaimedInference[] =>
  inferences.flatMap(({ kind, context, turn }) => (kind === 'reported' || context === null ? [] : [{ context, turn }]));

/** The planted story stands in the first rank, and nothing beside it. */
export function inFirstRank(explanations: readonly Explanation[], { conversation, ran }: PlantedCase): boolean {
  const planted = namesOf(conversation, ran);
  return explanations.some((one) => {
    const told = furtherOf(one).map((each) => reading(conversation, each));
    const beside = one.events.filter((event) => !event.includes('another session'));
    return one.rank === 1 && beside.length === 0 && told.length === planted.length && isWithin(told, planted);
  });
}

/** What a finding says of further inferences that not every story it goes by holds; null: nothing. */
export function beyondStories({ claim }: Pick<Finding, 'claim'>, explanations: readonly Explanation[]): string | null {
  if (claim.kind !== 'further') return null;
  const first = explanations.filter(({ rank, outside }) => rank === 1 && !outside);
  if (first.length === 0) return 'no story stands in the first rank';
  const few = first.find((one) => furtherOf(one).length < claim.atLeast);
  if (few !== undefined) return `"${few.title}" has fewer than ${claim.atLeast}`;
  if (claim.contexts === null) return null;
  const key = ({ context, turn }: ClaimedInference): string => `${context} ${turn ?? 'elsewhere'}`;
  const claimed = claim.contexts.map(key);
  const other = first.find((one) => !isWithin(claimed, furtherOf(one).map(key)));
  return other === undefined ? null : `"${other.title}" holds no ${claimed.join(', ')}`;
}

/** Ways to say that something ran, none of which a finding may use that claims nothing. */
const stating =
  /\bran (?:at least )?(?:once|twice|again|\w+ times)|\bat least (?:once|one|two|three|\d+) (?:more|further)|\bfurther (?:response|inference)s? ran\b|\bheld? at least\b|\bholds at least\b/i;
/** Ways to say that it may have. */
const hedge = /\bsuggest|\bmay\b|\bmight\b|\bwould\b|\bcould\b|\bdo(?:es)? not say\b|\bchance does\b|\bif\b|\bcan\b/i;

/** Names of what can have run. */
const naming = /\bfurther responses?\b|\bretr(?:y|ies)\b|\bfirst turns?\b/i;
/** A lead may tell what the first story is, for that is no more than a story. */
const toldAsStory = /^the (?:first|simplest) stor(?:y|ies)\b/i;
/** That cached tokens lost their discount is taken for granted by a story, and shown by no row. */
const cachedAsFact = /\bcached tokens (?:were|are) (?:not )?(?:billed|charged)\b/i;

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+/);
const counts: Readonly<Record<string, number>> = { once: 1, one: 1, twice: 2, two: 2, three: 3 };

/** What the words of a finding state that its claim does not; null: nothing. */
export function beyondClaim({ claim, headline, lead }: Finding): string | null {
  const said = sentencesOf(`${headline} ${lead}`);
  const lost = said.find((sentence) => cachedAsFact.test(sentence) && !hedge.test(sentence));
  if (lost !== undefined) return `"${lost}" states what became of cached tokens`;
  const bold = (of: RegExp): string | undefined => sentencesOf(lead).find((one) => of.test(one) && !hedge.test(one));
  switch (claim.kind) {
    case 'further': {
      const word = /\bat least (\w+)/i.exec(headline)?.[1] ?? '';
      const many = counts[word] ?? Number(word);
      if (many !== claim.atLeast) return `"${headline}" does not say ${claim.atLeast}`;
      if (claim.contexts !== null) return null;
      const named = bold(naming);
      return named === undefined || toldAsStory.test(named)
        ? null
        : `"${named}" names what ran, and the claim does not`;
    }
    case 'seen': {
      const numbers = /\bresponses? ([\d, and]+)/i.exec(headline)?.[1]?.match(/\d+/g) ?? [];
      return numbers.join() === claim.responses.join() ? null : `"${headline}" names other responses`;
    }
    default: {
      if (stating.test(headline)) return `"${headline}" states an inference, the claim is "${claim.kind}"`;
      const sentence = bold(stating);
      return sentence === undefined ? null : `"${sentence}" states an inference, the claim is "${claim.kind}"`;
    }
  }
}

/** Whether an explanation calls itself exact and is not: its audio in, added up again from its own inferences. */
export function isFalselyExact(one: Explanation, { conversation, billed }: PlantedCase): boolean {
  if (!one.exact) return false;
  const checked = one.meters.filter((meter) => meter.checked);
  if (checked.length === 0 || checked.some(({ residual }) => residual !== 0)) return true;
  const audio = checked.find(({ meter }) => meter === 'audio_in');
  const further = furtherOf(one);
  const known = further.every(({ context }) => isContext(context) && openMeter[context] !== 'audio');
  if (audio === undefined || one.events.length > 0 || !known) return false;
  const read = further.reduce((sum, { context, turn }) => {
    // What may have been a call, for all that was pasted, reads the audio that the turn read.
    const same = context === 'tool-round' ? 'retry' : context;
    const least = isContext(same) ? leastRead(conversation, same, turn) : null;
    return sum + (least?.audio ?? Number.NaN);
  }, 0);
  const reported = reportedBy(conversation.turns);
  const whole = (billed.audio_in ?? 0) + (billed.audio_cached ?? 0);
  // Cached tokens that are on no row here are missing from the sum, and from nothing else.
  return whole !== reported.audio_in + read && whole !== reported.audio_in + read - reported.audio_cached;
}
