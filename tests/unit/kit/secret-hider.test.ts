import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tellingLength } from '../../../shared/kit/hiding/find-spellings.ts';
import { SecretHider } from '../../../shared/kit/hiding/secret-hider.ts';
import { hiddenSecret } from '../../../shared/kit/untrusted/secret-forms.ts';
import {
  anyKey,
  anyPassword,
  anyToken,
  escaped,
  holdsRun,
  letterWays,
  plain,
  readsOut,
  wholeSpellings,
} from './spell.ts';

const key = 'k3y-of-a-resource-0123456789';
const hiderOf = (...keys: string[]): SecretHider => new SecretHider({ keys, logins: [] });
const choices = fc.array(fc.nat(letterWays - 1), { minLength: 1, maxLength: 9 });

describe('a secret', () => {
  it.each(Object.entries(wholeSpellings))('is hidden as %s, and what stands beside it is kept', (_, spell) => {
    const text = `before ${spell(key)} behind`;
    const clean = hiderOf(key).hide(text);
    expect(clean).toMatch(/^before .*behind$/);
    expect(clean).toContain(hiddenSecret);
    expect(readsOut(clean, key, 8)).toBe(false);
  });

  it.each(Object.entries(wholeSpellings))('of any kind is hidden as %s', (_, spell) => {
    fc.assert(
      fc.property(fc.oneof(anyKey, anyPassword), plain, plain, (secret, before, behind) => {
        const clean = hiderOf(secret).hide(`${before}${spell(secret)}${behind}`);
        expect(readsOut(clean, secret.trim(), tellingLength(secret.trim()))).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('is hidden in any mixture of escapes, doubled ones too', () => {
    fc.assert(
      fc.property(anyKey, choices, plain, plain, (secret, ways, before, behind) => {
        const clean = hiderOf(secret).hide(`${before}${escaped(secret, ways)}${behind}`);
        expect(readsOut(clean, secret, tellingLength(secret))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('that looks like escapes is hidden in a part that is as long as it looks, and shorter than that without them', () => {
    const secret = String.raw`%a4\bKeyOfOneResource`;
    for (const value of [secret, secret.slice(0, 18), secret.slice(0, 16)]) {
      for (const text of [value, JSON.stringify({ value }), JSON.stringify(JSON.stringify({ [value]: 1 }))]) {
        expect(readsOut(hiderOf(secret).hide(text), secret, 16)).toBe(false);
      }
    }
  });

  it('that holds what begins an escape is hidden when all of it is escaped one way', () => {
    fc.assert(
      fc.property(anyPassword, fc.nat(letterWays - 1), plain, plain, (secret, way, before, behind) => {
        const clean = hiderOf(secret).hide(`${before}${escaped(secret, [way])}${behind}`);
        expect(readsOut(clean, secret.trim(), tellingLength(secret.trim()))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('is hidden in escapes around base64 and hexadecimal digits', () => {
    const inner = fc.constantFrom(...Object.values(wholeSpellings));
    fc.assert(
      fc.property(anyKey, inner, choices, (secret, spell, ways) => {
        const clean = hiderOf(secret).hide(escaped(spell(secret), ways));
        expect(readsOut(clean, secret, 16)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is hidden where only a piece of 16 letters is left of it, and a shorter piece is kept', () => {
    fc.assert(
      fc.property(anyKey, fc.nat(80), plain, (secret, start, beside) => {
        const from = Math.min(start, secret.length - 16);
        const piece = secret.slice(from, from + 16);
        expect(holdsRun(hiderOf(secret).hide(`${beside}${piece}${beside}`), secret, 16)).toBe(false);
        const shorter = `(${secret.slice(from, from + 12)})`;
        expect(hiderOf(secret).hide(shorter)).toBe(shorter);
      }),
      { numRuns: 500 },
    );
  });

  it('that is long is hidden where a sixth of it is left, and the head it shares with others is kept', () => {
    const head = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsIng1dCI6Ik';
    fc.assert(
      fc.property(anyToken, fc.nat(1500), plain, (letters, start, beside) => {
        const token = head + letters;
        const sixth = Math.ceil(token.length / 6);
        const from = Math.min(start, token.length - sixth);
        expect(holdsRun(hiderOf(token).hide(beside + token.slice(from, from + sixth) + beside), token, sixth)).toBe(
          false,
        );
        expect(hiderOf(token).hide(`${head}.another`)).toBe(`${head}.another`);
      }),
      { numRuns: 60 },
    );
  });

  it('of 12 to 16 letters is hidden whole', () => {
    fc.assert(
      fc.property(anyKey, fc.integer({ min: 12, max: 16 }), choices, (letters, length, ways) => {
        const secret = letters.slice(0, length);
        for (const text of [
          secret,
          escaped(secret, ways),
          Buffer.from(secret).toString('base64'),
          Buffer.from(secret).toString('hex'),
        ]) {
          expect(readsOut(hiderOf(secret).hide(`"${text}"`), secret, length)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that stands in a text again and again is hidden each time', () => {
    const clean = hiderOf(key).hide(`${key} and ${key}, ${key}${key}`);
    expect(clean).toBe(`${hiddenSecret} and ${hiddenSecret}, ${hiddenSecret}`);
  });

  it('is hidden among others', () => {
    const hider = new SecretHider({
      keys: [key, 'another-key-9876543210'],
      logins: [{ user: 'ada', password: 'a-password-of-hers' }],
    });
    const login = Buffer.from('ada:a-password-of-hers').toString('base64');
    expect(hider.hide(`${key} another-key-9876543210 a-password-of-hers Basic ${login}!`)).toBe(
      `${hiddenSecret} ${hiddenSecret} ${hiddenSecret} Basic ${hiddenSecret}==!`,
    );
  });

  it('with letters beyond ASCII is hidden in UTF-8 and in what reads that letter by letter', () => {
    const secret = 'paßwort-für-jörg-und-änne';
    for (const text of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('latin1'),
      Buffer.from(secret).toString('base64'),
    ]) {
      expect(hiderOf(secret).hide(`a ${text} b`)).toMatch(/^a •+[\w=]{0,3} b$/);
    }
  });
});

describe('a text without the secret', () => {
  it('is given back as it is', () => {
    fc.assert(
      fc.property(anyKey, fc.string(), (secret, text) => {
        fc.pre(!holdsRun(text, secret, 11));
        expect(hiderOf(secret).hide(text)).toBe(text);
        expect(hiderOf(secret).hideWords(text)).toBe(text);
      }),
      { numRuns: 1000 },
    );
    expect(new SecretHider({ keys: [], logins: [] }).hideWords(key)).toBe(key);
  });

  it('may be audio, of which nothing is lost', () => {
    const noise = fc.uint8Array({ minLength: 3000, maxLength: 6000 });
    fc.assert(
      fc.property(anyKey, noise, (secret, bytes) => {
        const audio = Buffer.from(bytes).toString('base64');
        expect(hiderOf(secret).hide(audio)).toBe(audio);
      }),
      { numRuns: 200 },
    );
  });
});

describe('audio whose bytes hold the secret', () => {
  it('loses them wherever they stand', () => {
    fc.assert(
      fc.property(
        anyKey,
        fc.uint8Array({ maxLength: 400 }),
        fc.uint8Array({ maxLength: 400 }),
        (secret, before, behind) => {
          const audio = Buffer.concat([before, Buffer.from(secret), behind]).toString('base64');
          const clean = Buffer.from(hiderOf(secret).hide(audio), 'base64').toString('latin1');
          expect(holdsRun(clean, secret, 16)).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Any JSON with the secret, or pieces of it, in names, texts and numbers. */
const jsonWith = (secret: fc.Arbitrary<string>): fc.Arbitrary<{ secret: string; value: unknown }> =>
  secret.chain((text) => {
    const held = fc.oneof(
      fc.string(),
      fc.tuple(fc.string(), fc.string()).map(([before, behind]) => `${before}${text}${behind}`),
      fc.constant(text.slice(0, 18)),
    );
    return fc
      .letrec<{ node: unknown }>((tie) => ({
        node: fc.oneof(
          { maxDepth: 3 },
          held,
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.constant(null),
          fc.array(tie('node'), { maxLength: 3 }),
          fc.dictionary(held, tie('node'), { maxKeys: 3 }),
        ),
      }))
      .node.map((value) => ({ secret: text, value }));
  });

describe('JSON', () => {
  it('stays JSON when the secret is taken out of it, and loses nothing else', () => {
    fc.assert(
      fc.property(jsonWith(fc.oneof(anyKey, anyPassword)), choices, fc.boolean(), ({ secret, value }, ways, more) => {
        const text = JSON.stringify(value, null, more ? 2 : 0).replaceAll(secret, (found) =>
          // In JSON only its own escapes are escapes; the others are letters like any.
          escaped(found, ways).replaceAll('\\x', '\\u00'),
        );
        let before: unknown;
        try {
          before = JSON.parse(text);
        } catch {
          fc.pre(false);
        }
        const clean = hiderOf(secret).hide(text);
        const after = JSON.parse(clean) as unknown;
        expect(readsOut(clean, secret.trim(), tellingLength(secret.trim()))).toBe(false);
        expect(Array.isArray(after)).toBe(Array.isArray(before));
        expect(typeof after).toBe(typeof before);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps its other members letter by letter', () => {
    const text = `{ "a": 1.50, "message":"bad key ${key}.", "a": [true, "x\\"${key}\\n"] }`;
    expect(hiderOf(key).hide(text)).toBe(
      `{ "a": 1.50, "message":"bad key ${hiddenSecret}.", "a": [true, "x\\"${hiddenSecret}\\n"] }`,
    );
  });

  it('has a text where a number was the secret, and whole escapes at both ends', () => {
    const digits = '12345678901234567890';
    expect(hiderOf(digits).hide(`{"id":${digits},"n":1}`)).toBe(`{"id":"${hiddenSecret}","n":1}`);
    expect(hiderOf('u0041bcdefghijklmnop').hide(String.raw`{"a":"\u0041bcdefghijklmnop"}`)).toBe(
      `{"a":"${hiddenSecret}"}`,
    );
    expect(JSON.parse(hiderOf('a","b":"cccccccccc').hide('{"x":"a","b":"cccccccccc"}'))).toEqual({
      x: hiddenSecret,
      [hiddenSecret]: hiddenSecret,
    });
  });
});

describe('a short secret', () => {
  const hider = new SecretHider({ keys: [], logins: [{ user: 'me', password: 'orange' }] });

  it('is hidden in a handshake where it is a word by itself, and let pass in a conversation', () => {
    expect(hider.hideWords('password=orange; oranges and blorange')).toBe(
      `password=${hiddenSecret}; oranges and blorange`,
    );
    expect(hider.hideWords('{"p":"%6frange"}')).toBe(`{"p":"${hiddenSecret}"}`);
    expect(hider.hide('I like an orange')).toBe('I like an orange');
  });

  it('is hidden everywhere in its login header', () => {
    const header = `Basic ${Buffer.from('me:orange').toString('base64')}`;
    expect(hider.hide(`it was ${header}`)).toMatch(/^it was Basic •+=*$/);
    expect(hider.hideWords(`it was ${header}`)).toMatch(/^it was Basic •+=*$/);
  });
});
