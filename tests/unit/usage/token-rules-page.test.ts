import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Rule, RuleOf } from '../../../shared/usage/rules/schema.ts';
import { tokenRules } from '../../../shared/usage/rules/table.ts';

const page = readFileSync('docs/token-rules.md', 'utf8');

const plus = (tokens: number): string => (tokens === 0 ? '' : ` + ${tokens}`);

function textWords({ text }: RuleOf<'reads'>): string {
  if (text.from === 'nothing') return String(text.plus);
  return `${text.from === 'count' ? 'its tokens' : 'as reported'}${plus(text.plus)}`;
}

function audioWords({ audio }: RuleOf<'reads'>): string {
  switch (audio.from) {
    case 'nothing':
      return '0';
    case 'report':
      return 'as reported';
    case 'length':
      return `whole ${audio.msPerToken} ms${audio.lessMs === 0 ? '' : `, ${audio.lessMs} ms taken off`}`;
  }
}

const cells = (rule: Rule): string[] => [
  rule.families.length === 3 ? 'all' : rule.families.join(', '),
  rule.service ?? 'any',
];
const evidence = (rule: Rule): string[] => [rule.sure, rule.seenOn.join(', '), rule.source];
const row = (all: readonly string[]): string => `| ${all.join(' | ')} |`.replaceAll('|  |', '| |');

/** One rule as the page writes it; null: a rule that the page tells in prose, by its numbers. */
function rowOf(rule: Rule): string | null {
  switch (rule.rule) {
    case 'reads':
      return row([rule.of, ...cells(rule), textWords(rule), audioWords(rule), ...evidence(rule)]);
    case 'prompt':
      return row([
        'instructions and tools',
        ...cells(rule),
        `their tokens${plus(rule.instructionsPlus)}; with tools + ${rule.toolsPlus}`,
        '0',
        ...evidence(rule),
      ]);
    case 'image':
      return row(['image', ...cells(rule), String(rule.text), `0, and ${rule.image} image tokens`, ...evidence(rule)]);
    default:
      return null;
  }
}

it.each(tokenRules.flatMap((rule) => rowOf(rule) ?? []))('the page on token rules has: %s', (line) => {
  expect(page).toContain(`${line}\n`);
});

it('has every other rule by its numbers and its source', () => {
  for (const rule of tokenRules) {
    if (rowOf(rule) !== null) continue;
    expect(page, rule.source).toContain(rule.source);
    expect(page, rule.source).toContain(
      `(${rule.sure}${rule.seenOn.length === 0 ? '' : `; ${rule.seenOn.join(', ')}`})`,
    );
  }
});
