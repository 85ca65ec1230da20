import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { countablePieces, makeTokenCounter } from '../../../electron/engine/session/token-counter.ts';
import { TokenCounting } from '../../../electron/engine/session/token-counting.ts';
import type { BenchEvent } from '../../../shared/session/bench-events.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { header, LogWriter } from '../../unit/session/log.ts';
import { builtFolder } from '../support/bundle.ts';

let built: string;
beforeAll(async () => {
  built = await builtFolder();
}, 120_000);

const script = (): string => join(built, 'token-worker.js');

describe('the token counter', () => {
  it('counts in a thread what it counts in the process, in whatever order texts are given', async () => {
    const thread = makeTokenCounter(script());
    const local = makeTokenCounter(null);
    const texts = [
      'You are welcome.',
      '',
      'Où est mon colis ?',
      '<|endoftext|> is text like any other.',
      'x '.repeat(4000),
    ];
    const counted = await Promise.all(texts.map((text) => thread.count(text)));
    expect(counted).toEqual(await Promise.all(texts.map((text) => local.count(text))));
    expect(counted.slice(0, 2)).toEqual([4, 0]);
    await thread.close();
    await expect(thread.count('more')).rejects.toThrow('closed');
  });

  it('refuses a text beyond all measure by itself, and counts what comes after it', async () => {
    const thread = makeTokenCounter(script());
    const endless = thread.count('word '.repeat(1_000_000));
    const after = thread.count('You are welcome.');
    await expect(endless).rejects.toThrow('a text of 5000000 characters is too long to be counted');
    expect(await after).toBe(4);
    await thread.close();
  });

  it('counts a run without a blank in pieces, off by a token a cut at most, and any other text as one', async () => {
    const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
    const local = makeTokenCounter(null);
    for (const letters of ['w', 'QUJD', '😀', 'aé日', '=-', '\u2028', ' ', '1234567890']) {
      const text = `Look: ${letters.repeat(3000 / letters.length)} and so on.`;
      const cuts = countablePieces(text).length;
      expect(cuts).toBeGreaterThan(3);
      expect(countablePieces(text).join('')).toBe(text);
      expect(Math.abs((await local.count(text)) - countTokens(text))).toBeLessThanOrEqual(cuts);
    }
    const plain = 'Words of usual length, and a link of 900: '.repeat(50) + 'x'.repeat(900);
    expect(countablePieces(plain)).toEqual([plain]);
    expect(countablePieces('😀'.repeat(2000)).every((piece) => !/\p{Cs}/u.test(piece))).toBe(true);
    // Uncut, this one alone would take hours.
    expect(countablePieces('w'.repeat(3_000_000))).toHaveLength(3000);
  });

  it('that cannot start leaves the session without counts, says so once, and holds up nothing', async () => {
    const log = new LogWriter()
      .server('session.created', { session: { instructions: 'Be brief.' } })
      .server('session.updated', { session: { instructions: 'Be very brief.' } });
    const recorded: BenchEvent[] = [];
    const lines: string[] = [];
    let seen = 0;
    const counting = new TokenCounting({
      counter: makeTokenCounter(join(built, 'no-such-thread.js')),
      view: () => foldSession(header, log.entries.slice(0, seen)),
      bench: (event) => void recorded.push(event),
      log: (line) => void lines.push(line),
    });
    for (const entry of log.entries) {
      seen += 1;
      counting.saw(entry);
    }
    await counting.settle();
    expect(recorded).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^Tokens are not counted: .*no-such-thread/);
  });
});
