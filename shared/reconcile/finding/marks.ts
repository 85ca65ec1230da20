import { serviceNames } from '../../usage/rules/rules.ts';
import type { RuleOf, Service } from '../../usage/rules/schema.ts';
import type { Mark, RulesUsed } from '../stories/answer-types.ts';
import { cacheWords, furtherInputOf } from '../stories/cached-tokens.ts';
import { sumOfTerms } from '../stories/phrases.ts';
import { oneAnswer, type Place } from '../stories/places.ts';
import type { Space } from '../stories/space.ts';
import { isPoint, single, spanText } from '../../kit/span.ts';
import { baseTotals, type FurtherInference, type Story } from '../stories/story.ts';
import { predictMeters } from './predicted-meters.ts';
import { count } from '../../kit/numbers.ts';

const modalities = ['audio', 'text'] as const;

/** Whether a rule was seen on a service, or on one that is made of it. */
const isSeenOn = ({ seenOn }: RuleOf<'reads'>, service: Service): boolean =>
  seenOn.some((name) => name.startsWith(serviceNames[service]));

/** The rule by which an answer is read again at a place. */
const readRule = ({ wrote }: Place, { rules }: Space): RuleOf<'reads'> =>
  rules.reads(wrote === 'spoken' ? 'last spoken answer' : wrote === 'called' ? 'function call' : 'written answer');

/** Input of a modality beyond the report, as the story splits it: `audio in 530 = 110 + 420, to the token`. */
function inputMark(story: Story, space: Space, modality: 'audio' | 'text'): Mark | null {
  const meter = predictMeters(story, space).find((line) => line.meter === `${modality}_in`);
  const { tokens: wanted } = furtherInputOf(story, modality, space);
  if (meter === undefined || wanted === null) return null;
  const beyond = spanText(wanted);
  if (story.open === modality) {
    return {
      certainty: 'free',
      text: `${modality} in ${beyond} beyond the report: as this bill has it, predicted by nothing`,
    };
  }
  const terms = story.further.flatMap(({ words }) => words[modality]).filter(({ tokens }) => tokens !== 0);
  const sum = sumOfTerms(terms.map(({ formula }) => formula));
  const reads = story.further.map((one) => one.reads[modality]);
  const exact = reads.every(isPoint) && terms.reduce((total, { tokens }) => total + tokens, 0) === single(wanted);
  if (exact)
    return {
      certainty: 'measured',
      text: `${modality} in ${beyond}${sum === '' || sum === beyond ? '' : ` = ${sum}`}, to the token`,
    };
  if (!isPoint(wanted)) {
    return {
      certainty: 'assumed',
      text: `${modality} in ${beyond}, as far as the bill\u2019s rounding tells, which holds ${sum === '' ? '0' : sum}`,
    };
  }
  const half = reads.reduce((total, { low, high }) => total + (high - low) / 2, 0);
  return {
    certainty: 'assumed',
    text: `${modality} in ${beyond}, where ${sum === '' ? '0' : sum} \u00b1 ${count(Math.ceil(half))} is read: ${story.further.some((one) => one.workedOut) ? 'a transcript was worked out from its answer' : 'the rules leave so much open'}`,
  };
}

/** What is known of the rule by which an answer at a place is read again. `text` is a clause. */
interface RuleKnown {
  readonly certainty: Mark['certainty'];
  readonly text: string;
  /** It was measured, and never on the service of this bill. */
  readonly elsewhere: boolean;
}

function ruleAt(place: Place, space: Space): RuleKnown {
  const { service } = space.counting;
  const rule = readRule(place, space);
  const { seenOn, text } = rule;
  const what = `+ ${text.plus} for an answer read again`;
  if (place.borneOut) {
    return { certainty: 'measured', text: `${what}, as the next response reports`, elsewhere: false };
  }
  if (seenOn.length === 0) return { certainty: 'open', text: `${what}, which no recording shows`, elsewhere: false };
  const where = seenOn.join(' and ');
  const here = isSeenOn(rule, service);
  return {
    certainty: 'measured',
    text: here ? `${what}, on ${where}` : `${what}, so far at ${where} and never on ${serviceNames[service]}`,
    elsewhere: !here,
  };
}

/** The rules by which a story reads answers again, each once. */
function rulesOf({ further }: Story, space: Space): RuleKnown[] {
  const known = further
    .filter(({ when, turn }) => when === 'after' && turn !== null)
    .flatMap(({ turn }) => space.places[turn ?? 0] ?? [])
    .map((place) => ruleAt(place, space));
  return known.filter(({ text }, index) => known.findIndex((one) => one.text === text) === index);
}

/** Where the rules were measured, and whether that is here. */
function ruleMarks(story: Story, space: Space): Mark[] {
  const { family, certain } = space.counting;
  const marks = rulesOf(story, space).map(({ certainty, text }): Mark => ({ certainty, text }));
  const guess: Mark = {
    certainty: 'assumed',
    text: `the rules of the ${family} family, for the model\u2019s name does not tell its own`,
  };
  return marks.length === 0 || certain ? marks : [...marks, guess];
}

/** Whether what was put out beyond the report is one answer, by the rules. */
function outputMark({ further, events }: Story, { billed, turns, rules }: Space): Mark | null {
  const [spoken, written] = [single(billed.audio_out), single(billed.text_out)];
  if (further.length === 0 || spoken === null || written === null) return null;
  const base = baseTotals(events, turns);
  const [audio, text] = [spoken - base.audio_out, written - base.text_out];
  if (further.length > 1) {
    return {
      certainty: 'free',
      text: `${count(audio)} audio and ${count(text)} text out, between ${further.length} answers as this bill has them`,
    };
  }
  if (audio === 0 && text === 0) return { certainty: 'free', text: 'nothing was put out' };
  const { lawful } = oneAnswer(rules, audio, text);
  return lawful
    ? { certainty: 'measured', text: `${count(audio)} and ${count(text)} out are lawful for one answer` }
    : { certainty: 'open', text: `${count(audio)} and ${count(text)} out are not what one whole answer puts out` };
}

function cacheMarkTexts({ cache }: Story): string[] {
  const said = modalities.map((one) => cacheWords[cache[one]].mark);
  if (said[0] === said[1]) return said[0] === null || said[0] === undefined ? [] : [said[0]];
  return modalities.flatMap((one, index) => {
    const text = said[index];
    return text === null || text === undefined ? [] : [text.replace('cached tokens', `cached ${one}`)];
  });
}

function seenMark({ response }: FurtherInference, { log }: Space): Mark[] {
  if (response === null) return [];
  const text =
    log?.responsesCreated === null
      ? `response ${response} was pasted, and its usage reports nothing`
      : `the log saw response ${response} begin, and no usage of it`;
  return [{ certainty: 'measured', text }];
}

/** What a story rests on, told apart by how it is known. */
export function marksOf(story: Story, space: Space): Mark[] {
  const { further, events } = story;
  const unknown = further.filter(({ outside }) => outside);
  const output = outputMark(story, space);
  const rules = ruleMarks(story, space);
  // That something is on these meters, or is not, fits: the log knows what it is, and not where it was billed.
  const assumed = [...cacheMarkTexts(story), ...events.map(({ title }) => title)];
  const trigger = further.some(({ response }) => response === null);
  return [
    ...further.flatMap((one) => seenMark(one, space)),
    ...(further.length === 0 ? [] : modalities.flatMap((one) => inputMark(story, space, one) ?? [])),
    ...(output === null ? [] : [output]),
    ...rules,
    ...unknown.map((): Mark => ({ certainty: 'open', text: 'no measured rule knows such a context' })),
    ...assumed.map((text): Mark => ({ certainty: 'assumed', text })),
    ...(trigger ? [{ certainty: 'open', text: 'the trigger, such as a second response.create' } as const] : []),
  ];
}

/** Why a rule holds only so far, as the words under a finding say it; null: all of it was seen on this service. */
export const unseenRule = (story: Story, space: Space): string | null =>
  rulesOf(story, space).find(({ elsewhere }) => elsewhere)?.text ?? null;

/** Which measured rules the stories go by, and how far these were seen on this service. */
export function rulesUsed({ counting, rules, places }: Pick<Space, 'counting' | 'rules' | 'places'>): RulesUsed {
  const { family, service, certain } = counting;
  const spoken = places.some(({ wrote }) => wrote === 'spoken');
  const rule = rules.reads(spoken ? 'last spoken answer' : 'written answer');
  const where = rule.seenOn.join(' and ');
  const here = isSeenOn(rule, service);
  const guess = certain ? '' : ' The family is a guess: the model\u2019s name does not tell it.';
  const sentence =
    where === ''
      ? `Rules of the ${family} family; how an answer is read again was never recorded for it.`
      : `Rules of the ${family} family; the + ${rule.text.plus} for an answer read again was measured on ${where}${here ? '' : ` and never on ${serviceNames[service]}`}.`;
  return { family, service, certain, sentence: `${sentence}${guess}` };
}
