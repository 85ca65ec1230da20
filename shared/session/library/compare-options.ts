import { asString, type Json, type JsonObject } from '../../kit/json.ts';
import { count } from '../../kit/numbers.ts';
import {
  applies,
  optionsFromSession,
  type OptionSpec,
  optionSpecs,
  sameValue,
  shortText,
  valueOf,
} from '../../protocol/options/options.ts';
import type { SessionView } from '../view.ts';

/** What was in effect for an option in one session. */
export interface OptionValue {
  /** As people read it; null: it is none of that session's options. */
  readonly text: string | null;
  /** It is another than in session 1. */
  readonly differs: boolean;
}

/** An option that was set differently in effect, with a value for each of them, in order. */
export interface OptionDifference {
  readonly id: string;
  readonly label: string;
  readonly values: readonly OptionValue[];
}

export interface OptionComparison {
  readonly different: readonly OptionDifference[];
  /** How many others there were: the same, or the service's default wherever they exist beside the options that differ. */
  readonly equal: number;
  /** False: a service never said what was in effect, so what was asked for stands in for it. */
  readonly told: boolean;
}

/** What was in effect when the session ended. */
const valuesOf = ({ effective, header }: SessionView): JsonObject =>
  effective === null ? (header?.requested ?? {}) : optionsFromSession(effective);

/** What was in effect for one option; undefined: it does not exist beside the others. */
const valueIn = (spec: OptionSpec, values: JsonObject): Json | undefined =>
  applies(spec, values) ? valueOf(spec, values) : undefined;

function textOf(spec: OptionSpec, value: Json | undefined): string | null {
  if (value === undefined) return null;
  const text = asString(value);
  return spec.kind.type === 'text' && text !== undefined && text !== ''
    ? `${count(text.length)} characters`
    : shortText(spec, value);
}

/** Said before the second, third and fourth of values that read alike when they are cut short. */
const others = ['', 'another, ', 'a third, ', 'a fourth, '] as const;

function differenceIn(spec: OptionSpec, values: readonly (Json | undefined)[]): OptionDifference {
  const texts = values.map((value) => textOf(spec, value));
  const shown = values.map((value, index): OptionValue => {
    const text = texts[index] ?? null;
    const differs = !sameValue(value, values[0]);
    if (text === null) return { text, differs };
    const alike = values.filter((_, at) => texts[at] === text);
    const distinct = alike.filter((one, at) => alike.findIndex((first) => sameValue(first, one)) === at);
    const which = distinct.findIndex((one) => sameValue(one, value));
    return { text: `${others[which] ?? ''}${text}`, differs };
  });
  return { id: spec.id, label: spec.label, values: shown };
}

interface OptionLine {
  readonly spec: OptionSpec;
  /** By session; undefined: it does not exist beside the others there. */
  readonly values: readonly (Json | undefined)[];
}

/** One that only another's choice takes away, and that is the default elsewhere, tells nothing that the other does not. */
function isDifferent({ spec, values }: OptionLine): boolean {
  const existing = values.filter((value) => value !== undefined);
  const [first] = existing;
  if (existing.some((value) => !sameValue(value, first))) return true;
  return existing.length < values.length && !sameValue(first, spec.default);
}

/** Which options were set differently in effect at the end of some sessions. */
export function compareOptions(views: readonly SessionView[]): OptionComparison {
  const all = views.map(valuesOf);
  const lines = optionSpecs
    .map((spec): OptionLine => ({ spec, values: all.map((values) => valueIn(spec, values)) }))
    .filter(({ values }) => values.some((value) => value !== undefined));
  const different = lines.filter(isDifferent);
  return {
    different: different.map(({ spec, values }) => differenceIn(spec, values)),
    equal: lines.length - different.length,
    told: views.every(({ effective }) => effective !== null),
  };
}
