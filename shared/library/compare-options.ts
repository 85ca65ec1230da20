import { asString, type Json, type JsonObject } from '../json.ts';
import { applies, optionsFromSession, sameValue, valueOf } from '../protocol/build-session.ts';
import { optionSpecs, type OptionSpec } from '../protocol/options.ts';
import { shortText } from '../protocol/options/text.ts';
import type { SessionView } from '../session/view.ts';

/** An option that was not the same in effect, as people read it. Null: it is none of that session's options. */
export interface OptionDifference {
  readonly id: string;
  readonly label: string;
  readonly one: string | null;
  readonly other: string | null;
}

export interface OptionComparison {
  readonly different: readonly OptionDifference[];
  /** How many options both had, the same. */
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
    ? `${text.length} characters`
    : shortText(spec, value);
}

function differenceIn(spec: OptionSpec, one: Json | undefined, other: Json | undefined): OptionDifference {
  const [a, b] = [textOf(spec, one), textOf(spec, other)];
  const { id, label } = spec;
  // Two long values may read alike when they are cut short.
  return a === b ? { id, label, one: `${a}`, other: `another, ${b}` } : { id, label, one: a, other: b };
}

/** Which options were not the same in effect at the end of two sessions. */
export function compareOptions(one: SessionView, other: SessionView): OptionComparison {
  const [a, b] = [valuesOf(one), valuesOf(other)];
  const pairs = optionSpecs
    .map((spec) => ({ spec, one: valueIn(spec, a), other: valueIn(spec, b) }))
    .filter((pair) => pair.one !== undefined || pair.other !== undefined);
  const different = pairs.filter((pair) => !sameValue(pair.one, pair.other));
  return {
    different: different.map((pair) => differenceIn(pair.spec, pair.one, pair.other)),
    equal: pairs.length - different.length,
    told: one.effective !== null && other.effective !== null,
  };
}
