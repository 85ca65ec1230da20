import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gate, gateFor } from '../../../electron/engine/net/gate.ts';
import { benchError } from '../../../shared/kit/errors.ts';
import { hiddenSecret } from '../../../shared/kit/untrusted/secret-forms.ts';
import { anyKey, anyToken, escaped, holdsRun, letterWays } from '../kit/spell.ts';

const key = 'k3y-of-a-resource-0123456789';
const gate = gateFor([key], null);
const withPassword = (password: string): Gate =>
  gateFor([null, undefined], { url: 'http://p:1', host: 'p:1', login: { user: 'ada', password }, from: 'settings' });

/** An answer cut into pieces of these lengths, over and over. */
async function through(gate: Gate, bytes: Buffer, lengths: readonly number[]): Promise<Buffer> {
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
      const length = lengths[turn % lengths.length] ?? 1;
      yield bytes.subarray(at, at + length);
      at += length;
      await Promise.resolve();
    }
  }
  const parts: Buffer[] = [];
  for await (const part of gate.body(pieces())) parts.push(part);
  return Buffer.concat(parts);
}

const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });
/** What stands between secrets holds no letter that a secret can: beside one, such a letter completes a piece of another. */
const filling = fc.string({ unit: fc.constantFrom(...Array.from(' ,;{"\n')), maxLength: 900 });

describe('an answer that comes in pieces', () => {
  it('loses the secret wherever it is cut, keeps its length and every other byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, filling, filling, lengths, async (secret, before, behind, cuts) => {
        const bytes = Buffer.from(`${before}${secret}${behind}${secret}${before}`);
        const clean = (await through(gateFor([secret], null), bytes, cuts)).toString();
        const stars = '*'.repeat(secret.length);
        expect(clean).toBe(`${before}${stars}${behind}${stars}${before}`);
      }),
      { numRuns: 300 },
    );
  });

  it('loses a long token and an escaped key, too', async () => {
    const ways = fc.array(fc.nat(letterWays - 1), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(anyToken, anyKey, ways, filling, lengths, async (token, secret, choices, beside, cuts) => {
        const bytes = Buffer.from(`${beside}${token}${beside}${escaped(secret, choices)}${beside}`);
        const clean = await through(gateFor([token, secret], null), bytes, cuts);
        expect(clean.toString()).toMatch(/^[^*]*\*+[^*]*\*+[^*]*$/);
        expect(clean.length).toBe(bytes.length);
        expect(holdsRun(clean.toString(), token, 30)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('is handed on as it came where there is no secret', async () => {
    const bytes = Buffer.from('nothing of the kind '.repeat(200));
    expect(await through(gate, bytes, [7, 300])).toEqual(bytes);
    expect(await through(gateFor([], null), bytes, [7, 300])).toEqual(bytes);
  });
});

describe('a binary frame', () => {
  it('keeps its length, and itself where there is no secret', () => {
    const frames = gate.frames();
    const bytes = Buffer.concat([Buffer.of(0, 255), Buffer.from(key), Buffer.of(1, 254)]);
    expect(frames.bytes(bytes)).toEqual(
      Buffer.concat([Buffer.of(0, 255), Buffer.alloc(key.length, '*'), Buffer.of(1, 254)]),
    );
    expect(bytes.includes(key)).toBe(true);
    const wide = frames.bytes(Buffer.from(`ab${key}cd`, 'utf16le')).toString('utf16le');
    expect([wide.slice(0, 2), wide.slice(-2), holdsRun(wide, key, 2)]).toEqual(['ab', 'cd', false]);
    const other = Buffer.of(1, 2, 3);
    expect(frames.bytes(other)).toBe(other);
  });
});

describe('a fact', () => {
  it('is one line of bounded length, with what is unseen written out and no secret', () => {
    expect(gate.fact(`a\r\nb \u001b[2J ${key}`)).toBe(`a b [U+001B][2J ${hiddenSecret}`);
    expect(gate.fact('x'.repeat(5000))).toBe(`${'x'.repeat(200)}…`);
    // It is hidden before it is cut, or a piece would be left.
    expect(holdsRun(gate.fact(`${'x'.repeat(190)}${key}`), key, 4)).toBe(false);
  });
});

describe('an error', () => {
  it('holds no secret in its sentences and facts', () => {
    const error = benchError('refused', `It said ${key}.`, {
      nextStep: `Not ${key}.`,
      facts: { one: key, two: 'kept' },
    });
    expect(gate.error(error)).toEqual({
      reason: 'refused',
      message: `It said ${hiddenSecret}.`,
      nextStep: `Not ${hiddenSecret}.`,
      facts: { one: hiddenSecret, two: 'kept' },
    });
    expect(gate.error(benchError('refused', 'Plain.'))).toEqual(benchError('refused', 'Plain.'));
  });
});

describe('a short password', () => {
  it('is hidden in what a proxy says, not in the bench’s own sentences nor in a conversation', () => {
    const short = withPassword('orange');
    expect(short.fact('realm="orange"')).toBe(`realm="${hiddenSecret}"`);
    expect(short.error(benchError('refused', 'The orange light is on.')).message).toContain('orange');
    expect(short.frames().text('{"type":"x","text":"an orange"}')).toContain('an orange');
    const login = Buffer.from('ada:orange').toString('base64');
    for (const text of [
      short.text(login),
      short.frames().text(login),
      short.error(benchError('refused', login)).message,
    ]) {
      expect(text).not.toContain(login.slice(0, 8));
    }
  });
});
