import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newMeterNote, parseMeterName, usualBlock } from '../../../shared/billing/meter-name.ts';
import { meterKindOf } from '../../../shared/billing/meter-kind.ts';
import { readPastedTable } from '../../../shared/billing/pasted-table.ts';
import { priceBookSchema } from '../../../shared/pricing/price-book.ts';

const blockOf = (name: string): number | null => {
  const meter = parseMeterName(name);
  if (meter.kind !== 'classified') throw new Error(meter.reason);
  return usualBlock(meter);
};

describe('tokens in one priced unit of a meter', () => {
  it.each([
    ['gpt rt aud mn in gl 1215', 1_000_000],
    ['gpt rt 1.5 aud opt Gl', 1_000_000],
    ['gpt rt 2 aud opt Gl', 1_000_000],
    ['gpt-realtime-2.1-mini Audio cd inp DZ', 1_000_000],
    ['gpt rt aud 0828 Inp glbl', 1000],
    ['gpt 4o aud 1217 rt prvw in gl', 1000],
    ['gpt rt aud mini Inp glbl', 1000],
    ['gpt4o mn trscb aud in gl 1215', 1_000_000],
    ['gpt rt 3 aud opt Gl', null],
    ['gpt rt 2.5 aud mn opt Gl', null],
    ['gpt rt 3 aud 1217 opt Gl', null],
    ['gpt-realtime-3 0828 aud in gl', null],
    ['gpt rt 2 aud 1215 opt Gl', 1_000_000],
    ['gpt rt aud mn in gl 0601', null],
    ['audio in', null],
  ])('of %s without a word of it: %s', (name, block) => {
    expect(blockOf(name)).toBe(block);
  });

  it('is what the name says before anything else', () => {
    expect(blockOf('gpt rt aud mn in gl 1215 1K Tokens')).toBe(1000);
    expect(blockOf('gpt rt aud 0828 Inp glbl 1M Tokens')).toBe(1_000_000);
  });

  it('is that of every Realtime meter of the price lists, if its name did not say so', () => {
    const folder = new URL('../../../assets/prices/', import.meta.url);
    const lists = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const meters = lists
      .map((name) => priceBookSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
      .flatMap(({ models }) => models.flatMap(({ prices }) => prices))
      .flatMap(({ meter, unit }) => (meter === undefined ? [] : [{ meter, unit }]));
    const blocks: Readonly<Record<string, number>> = { '1M tokens': 1_000_000, '1K tokens': 1000 };
    const judged = meters.flatMap(({ meter, unit }) => {
      const read = parseMeterName(meter);
      if (read.kind !== 'classified' || read.family !== 'realtime' || meterKindOf(read) === null) return [];
      return [[meter, usualBlock({ ...read, block: null }), blocks[unit]] as const];
    });
    expect(judged.length).toBeGreaterThan(20);
    for (const [meter, usual, listed] of judged) expect([meter, usual]).toEqual([meter, listed]);
  });

  it.each([
    ['gpt rt 1.5 aud opt Gl', '12.5'],
    ['gpt rt 2 aud opt Gl', '12.5'],
    ['gpt-realtime-2.1 Audio opt Gl', '12.5'],
  ])('makes 12.5 of %s into 12,500,000 tokens where the table counts in blocks', (name, quantity) => {
    const table = readPastedTable(`Meter\tQuantity\n${name}\t${quantity}`);
    expect(table.ok ? table.rows.map(({ tokens }) => tokens) : table.error.message).toEqual([12_500_000]);
  });

  it('is not guessed at for a generation that is new: a table in blocks is asked for its unit, and the name is said to be new', () => {
    const inBlocks = readPastedTable('Meter\tQuantity\ngpt rt 3 aud opt Gl\t12.5');
    expect(inBlocks.ok ? '' : inBlocks.error.message).toMatch(/Line 2 does not say how many tokens one unit holds/);
    const inTokens = readPastedTable('Meter\tQuantity\ngpt rt 3 aud opt Gl\t12500');
    expect(inTokens.ok && inTokens.rows.map(({ tokens }) => tokens)).toEqual([12_500]);
    expect(inTokens.ok && inTokens.notes.join(' ')).toMatch(
      /generation 3 is new to this version of Voxtally.*not known unless its row says so/,
    );
    const named = readPastedTable('Meter\tQuantity\ngpt-realtime-3 Audio opt Gl 1M Tokens\t12.5');
    expect(named.ok && named.rows.map(({ tokens }) => tokens)).toEqual([12_500_000]);
  });

  it('is not spoken of where a meter counts no tokens', () => {
    const meter = parseMeterName('gpt-realtime-3 Audio inp Gl Unit');
    expect(meter).toMatchObject({ kind: 'classified', unit: 'hours' });
    expect(meter.kind === 'classified' && newMeterNote(meter)).toMatch(/is read like those before it\.$/);
  });

  it('is said to be new for no meter of the price lists', () => {
    const names = readFileSync(new URL('../../fixtures/billing/meter-names.csv', import.meta.url), 'utf8');
    const told = names
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const meter = parseMeterName(line.split(',')[0] ?? '');
        return meter.kind === 'classified' ? (newMeterNote(meter) ?? []) : [];
      });
    expect(told).toEqual([]);
  });
});
