import { z } from 'zod';
import { atPath, type Json, parseJson } from '../kit/json.ts';

/** One line of the table: which calls it answers, and with what. */
export const toolRuleSchema = z.object({
  /** Name of the function. */
  name: z.string().min(1).max(200),
  /** Only calls whose argument at this dotted path is this value; null: every call of the function. */
  when: z.object({ path: z.string().min(1).max(200), is: z.string().max(2000) }).nullable(),
  /** What the model is given back; JSON, usually. */
  output: z.string().max(100_000),
});

/** How calls of functions are answered while nobody types a result. */
export const toolAnswersSchema = z.object({
  on: z.boolean(),
  rules: z.array(toolRuleSchema).max(100),
  /** Given back for a call that no rule fits; null: such a call waits for a person. */
  otherwise: z.string().max(100_000).nullable(),
});
export type ToolRule = z.infer<typeof toolRuleSchema>;
export type ToolAnswers = z.infer<typeof toolAnswersSchema>;

/** A value as a person would write it in the table: a string without its quotes, anything else as JSON. */
const written = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : value === undefined ? undefined : JSON.stringify(value);

const fits = (rule: ToolRule, call: { readonly name: string; readonly arguments: string }): boolean =>
  rule.name === call.name &&
  (rule.when === null || written(atPath(parseJson(call.arguments), rule.when.path)) === rule.when.is);

/** What a call is answered with, and by which part of the table; null: it waits for a person. The first rule that fits wins. */
export function answerFor(
  call: { readonly name: string; readonly arguments: string },
  { on, rules, otherwise }: ToolAnswers,
): { readonly output: string; readonly by: 'rule' | 'otherwise' } | null {
  if (!on) return null;
  const rule = rules.find((candidate) => fits(candidate, call));
  if (rule !== undefined) return { output: rule.output, by: 'rule' };
  return otherwise === null ? null : { output: otherwise, by: 'otherwise' };
}
