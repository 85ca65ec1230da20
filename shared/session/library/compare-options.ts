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

/** What was in effect for an option in one column: a session, or a group of them. */
export interface OptionValue {
  /** As people read it; null: it is none of the options there. */
  readonly text: string | null;
  /** It is another than in column 1. */
  readonly differs: boolean;
  /** What it was within a group where it was not the same in all of it; empty: it was. */
  readonly among: readonly string[];
}

/** An option that was set differently in effect, with a value for each column, in order. */
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

/** The options in effect in one column: in its one session, or in each of its group. */
export interface SideOptions {
  readonly all: readonly JsonObject[];
  /** False: what was asked for stands in for what was in effect somewhere. */
  readonly told: boolean;
}

/** What was in effect when the session ended; what was asked for where the service did not say. */
export const optionsInEffect = ({ effective, header }: SessionView): JsonObject =>
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

interface OptionLine {
  readonly spec: OptionSpec;
  /** By column, then by session; undefined: it does not exist beside the others there. */
  readonly columns: readonly (readonly (Json | undefined)[])[];
}

const isSame = (values: readonly (Json | undefined)[]): boolean => values.every((value) => sameValue(value, values[0]));

/** Each of some values once, in order. */
const distinctOf = (values: readonly (Json | undefined)[]): (Json | undefined)[] =>
  values.filter((one, at) => values.findIndex((first) => sameValue(first, one)) === at);

function differenceIn({ spec, columns }: OptionLine): OptionDifference {
  const distinct = distinctOf(columns.flat());
  const texts = distinct.map((value) => textOf(spec, value));
  const read = (value: Json | undefined): string | null => {
    const at = distinct.findIndex((one) => sameValue(one, value));
    const text = texts[at] ?? null;
    // Values that read alike when they are cut short are counted through.
    const which = texts.slice(0, at).filter((one) => one === text).length;
    return text === null ? null : `${others[which] ?? `number ${which + 1}, `}${text}`;
  };
  const [first = []] = columns;
  const values = columns.map((column, index): OptionValue => {
    const varies = !isSame(column);
    const differs = index > 0 && (varies || !isSame([...first, ...column]));
    return varies
      ? { text: 'varies', differs, among: distinctOf(column).map((value) => read(value) ?? 'none') }
      : { text: read(column[0]), differs, among: [] };
  });
  return { id: spec.id, label: spec.label, values };
}

/** One that only another's choice takes away, and that is the default elsewhere, tells nothing that the other does not. */
function isDifferent({ spec, columns }: OptionLine): boolean {
  const all = columns.flat();
  const existing = all.filter((value) => value !== undefined);
  const [first] = existing;
  if (!isSame(existing)) return true;
  return existing.length < all.length && !sameValue(first, spec.default);
}

/** Which options were set differently in effect at the end of some sessions, or in the groups they are in. */
export function compareOptions(sides: readonly SideOptions[]): OptionComparison {
  const lines = optionSpecs
    .map((spec): OptionLine => ({ spec, columns: sides.map(({ all }) => all.map((values) => valueIn(spec, values))) }))
    .filter(({ columns }) => columns.flat().some((value) => value !== undefined));
  const different = lines.filter(isDifferent);
  return {
    different: different.map(differenceIn),
    equal: lines.length - different.length,
    told: sides.every(({ told }) => told),
  };
}
