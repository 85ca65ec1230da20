import { describe, expect, it } from 'vitest';
import { noToolAnswers } from '../../../shared/contract/default-preferences.ts';
import { answerFor, toolAnswersSchema, type ToolAnswers } from '../../../shared/session/tool-answers.ts';

const table: ToolAnswers = {
  on: true,
  rules: [
    { name: 'weather', when: { path: 'place.city', is: 'Oslo' }, output: '{"degrees":-4}' },
    { name: 'weather', when: { path: 'days', is: '3' }, output: '[1,2,3]' },
    { name: 'weather', when: null, output: '{"degrees":12}' },
  ],
  otherwise: null,
};
const call = (args: string, name = 'weather'): { name: string; arguments: string } => ({ name, arguments: args });

describe('the table of answers', () => {
  it('gives the output of the first rule that fits name and argument', () => {
    expect(answerFor(call('{"place":{"city":"Oslo"}}'), table)?.output).toBe('{"degrees":-4}');
    expect(answerFor(call('{"days":3}'), table)?.output).toBe('[1,2,3]');
    expect(answerFor(call('{"place":{"city":"Rome"}}'), table)?.output).toBe('{"degrees":12}');
  });

  it('takes arguments that are no JSON for arguments without members', () => {
    expect(answerFor(call('not json'), table)).toEqual({ output: '{"degrees":12}', by: 'rule' });
  });

  it('leaves a call that no rule fits to a person, unless something fixed is given back', () => {
    expect(answerFor(call('{}', 'time'), table)).toBeNull();
    expect(answerFor(call('{}', 'time'), { ...table, otherwise: '{"ok":true}' })).toEqual({
      output: '{"ok":true}',
      by: 'otherwise',
    });
  });

  it('answers nothing while it is off', () => {
    expect(answerFor(call('{}'), { ...table, on: false, otherwise: '{}' })).toBeNull();
    expect(answerFor(call('{}'), noToolAnswers)).toBeNull();
  });

  it('refuses a rule without a name', () => {
    expect(toolAnswersSchema.safeParse({ ...table, rules: [{ name: '', when: null, output: '' }] }).success).toBe(
      false,
    );
  });
});
