import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { readTokens } from '../../../shared/billing/quantity-to-tokens.ts';
import { readUsageText } from '../../../shared/reconcile/evidence/pasted-usage.ts';
import { assemble } from '../../../shared/reconcile/case/assemble.ts';
import { shipped } from '../pricing/books.ts';

const refusalOf = (text: string): string => {
  const table = readPastedTable(text);
  return table.ok ? 'read' : `${table.error.message} ${table.error.nextStep}`;
};

describe('a quantity', () => {
  const read = (quantity: string, cost: string | null = null): string => {
    const answer = readTokens({ quantity, block: 1_000_000, price: cost === null ? null : '10', cost });
    return answer.kind === 'tokens'
      ? String(answer.reading.tokens)
      : answer.kind === 'unreadable'
        ? answer.sentence
        : answer.kind;
  };

  it('of more tokens than a number holds exactly is refused as such, not called broken', () => {
    expect(read('9007199255', '90071992550')).toContain(
      'is more than the 9,007,199,254,740,991 tokens that can be counted exactly',
    );
    expect(read('90071992547.409931')).toContain('more than the 9,007,199,254,740,991 tokens');
    expect(read('9007199254.740991', '90071992547.40991')).toBe('9007199254740991');
  });

  it('of twelve decimals is read to the token, and half a token is none', () => {
    expect(read('0.000640000000', '0.0064')).toBe('640');
    expect(read('0.000640000001', '0.0064')).toBe('640');
    expect(read('0.000640500000', '0.006405')).toContain('640.5 is not a whole number of tokens');
  });
});

describe('a table of meters', () => {
  const once = 'audio in 640\naudio out 631\ntext in 357';

  it('that was pasted twice is refused with the line at which it begins again', () => {
    expect(refusalOf(`${once}\n${once}`)).toContain('Line 4 begins the same meters and quantities again');
    expect(refusalOf(`${once}\n${once}\n${once}`)).toContain('Line 4 begins');
    expect(refusalOf(once)).toBe('read');
    expect(refusalOf(`${once}\naudio in 640\naudio out 631\ntext in 358`)).toBe('read');
    expect(refusalOf('audio in 640\naudio in 640')).toBe('read');
  });

  it('whose rows together are more than can be added exactly is refused', () => {
    const usage = readUsageText(
      readFileSync(new URL('../../fixtures/billing/thread-usage.json', import.meta.url), 'utf8'),
    );
    const table = readPastedTable('audio in 9007199254740991\naudio in 2');
    if (!usage.ok || !table.ok) throw new Error('the texts of this test cannot be read');
    const answer = assemble({
      reported: { ...usage, sessions: [], days: [], resources: [], models: [], log: null },
      bill: { kind: 'table', name: 'The bill', table },
      wanted: { days: [], resource: null, model: null },
      books: [shipped('2026-10-09')],
    });
    expect(answer.ok ? '' : answer.error.message).toBe(
      'The bill: The compared rows hold 9,007,199,254,740,993 tokens, more than can be added exactly.',
    );
  });
});
