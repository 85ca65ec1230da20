import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';
import { type OptionKind, optionSpec, type OptionSpec } from '../../../shared/protocol/options/options.ts';

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());

function ofKind(kind: OptionKind): fc.Arbitrary<Json> {
  switch (kind.type) {
    case 'choice':
      return fc.oneof(
        fc.constantFrom(...kind.values),
        ...(kind.free === true ? [word] : []),
        ...(kind.named === undefined
          ? []
          : [word.map((name) => ({ ...kind.named?.with, [kind.named?.key ?? '']: name }))]),
      );
    case 'number': {
      const steps = fc.integer({ min: 0, max: Math.floor((kind.max - kind.min) / kind.step) });
      const number = steps.map((n) => Number((kind.min + n * kind.step).toFixed(6)));
      return kind.inf === true ? fc.oneof(number, fc.constant('inf')) : number;
    }
    case 'boolean':
      return fc.boolean();
    case 'text':
      return fc.stringMatching(/^[A-Za-z][A-Za-z .]{0,30}[a-z]$/);
    case 'list':
      return fc.array(word, { minLength: 1, maxLength: 5 });
    case 'json':
      return kind.shape === 'array'
        ? fc.array(fc.dictionary(word, scalar), { minLength: 1, maxLength: 3 })
        : fc.dictionary(word, scalar, { minKeys: 1, maxKeys: 4 });
  }
}

/** Any value that can be sent for an option, off not among them. */
export const valueFor = (spec: OptionSpec): fc.Arbitrary<Json> => ofKind(spec.kind);

/** The values that must stand beside an option for it to exist. */
export function companions(spec: OptionSpec): JsonObject {
  const { onlyWhen } = spec;
  const owner = onlyWhen === undefined ? undefined : optionSpec(onlyWhen.id);
  if (onlyWhen === undefined || owner === undefined) return {};
  const { kind } = owner;
  const goes = (value: Json): boolean => onlyWhen.notIn?.includes(value) !== true;
  const first = onlyWhen.in[0] ?? (kind.type === 'choice' ? (kind.values.find(goes) ?? null) : 'some_id');
  return { [owner.id]: first };
}
