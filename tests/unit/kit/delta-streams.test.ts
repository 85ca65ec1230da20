import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeltaStreams } from '../../../shared/kit/hiding/delta-streams.ts';
import { merged } from '../../../shared/kit/hiding/find-spellings.ts';
import { replaced, SecretHider } from '../../../shared/kit/hiding/secret-hider.ts';
import { hiddenSecret } from '../../../shared/kit/untrusted/secret-forms.ts';
import { anyKey, escaped, holdsRun, letterWays, readsOut, wholeSpellings } from './spell.ts';

const key = 'k3y-of-a-resource-0123456789';

/** What is left of the deltas of frames that come one after another. */
function through(secret: string, frames: readonly string[]): string[] {
  const hider = new SecretHider({ keys: [secret], logins: [] });
  const streams = new DeltaStreams(hider);
  return frames.map((frame) => {
    const clean = replaced(frame, merged([...hider.pieces(frame), ...streams.pieces(frame)]));
    return (JSON.parse(clean) as { delta: string }).delta;
  });
}

const frame = (delta: string, more: object = {}): string =>
  JSON.stringify({ type: 'response.output_text.delta', item_id: 'i', content_index: 0, delta, ...more });

/** The text in pieces, cut where `cuts` say. */
function split(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((one, other) => one - other);
  return [0, ...at].map((from, index) => text.slice(from, at[index] ?? text.length));
}

const cuts = fc.array(fc.nat(10_000), { maxLength: 60 });
/** No letter of theirs stands in a key, however it is spelled, so that none can seem to belong to a piece of one. */
const words = fc.string({ unit: fc.constantFrom(...Array.from(',;\u20ac')), maxLength: 12 });
const shown = (pieces: readonly string[]): string => pieces.join('').replaceAll('•', '');

describe('a secret over many deltas', () => {
  it('is hidden from its fourth letter on, wherever it is cut', () => {
    fc.assert(
      fc.property(anyKey, words, words, cuts, (secret, before, behind, at) => {
        const left = through(
          secret,
          split(before + secret + behind, at).map((piece) => frame(piece)),
        );
        expect(holdsRun(shown(left), secret, 4 + 3)).toBe(false);
        expect(shown(left).startsWith(before)).toBe(true);
        expect(shown(left).endsWith(behind)).toBe(true);
        expect(shown(left).length).toBeLessThanOrEqual(before.length + behind.length + 3);
      }),
      { numRuns: 1500 },
    );
  });

  it('is hidden letter by letter, and three letters at a time', () => {
    expect(
      through(
        key,
        Array.from(key, (letter) => frame(letter)),
      )
        .join('')
        .replaceAll('•', ''),
    ).toBe('k3y');
    const threes = key.match(/.{1,3}/g) ?? [];
    expect(
      through(
        key,
        threes.map((piece) => frame(piece)),
      ),
    ).toEqual(['k3y', ...threes.slice(1).map(() => hiddenSecret)]);
  });

  it('shows no 16 letters in a row of its middle', () => {
    fc.assert(
      fc.property(anyKey, fc.nat(50), words, cuts, (secret, start, before, at) => {
        const left = through(
          secret,
          split(before + secret.slice(start % secret.length), at).map((piece) => frame(piece)),
        );
        expect(holdsRun(shown(left), secret, 16)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('is hidden in other spellings', () => {
    const spell = fc.constantFrom(...Object.values(wholeSpellings).slice(2));
    const ways = fc.array(fc.nat(letterWays - 1), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(anyKey, spell, ways, fc.boolean(), cuts, (secret, whole, choice, letterwise, at) => {
        const text = letterwise ? escaped(secret, choice) : whole(secret);
        const left = through(
          secret,
          split(text, at).map((piece) => frame(piece)),
        );
        // What was taken out parts what stands beside it: padding behind it does not go on what came before.
        expect(readsOut(left.join(''), secret, 16)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is hidden in each of several streams whose events mix', () => {
    const pieces = key.match(/.{1,5}/g) ?? [];
    const kinds = [
      { item_id: 'a' },
      { item_id: 'b' },
      { type: 'response.function_call_arguments.delta', call_id: 'c' },
      { content_index: 1 },
    ];
    const left = through(
      key,
      pieces.flatMap((piece) => kinds.map((kind) => frame(piece, kind))),
    );
    for (const [index] of kinds.entries()) {
      expect(shown(left.filter((_, at) => at % kinds.length === index))).toBe('k3y');
    }
  });

  it('is found where names and letters are escaped', () => {
    const left = through(key, [
      `{"type":"t.delta","\\u0064elta":"${key.slice(0, 9)}"}`,
      `{"delta":7,"type":"t.delta", "x":{"delta":"no"}, "delta" : "\\u00${key.charCodeAt(9).toString(16)}${key.slice(10, 15)}"}`,
      `{"type":"t.delta","delta":"${key.slice(15)} and more"}`,
    ]);
    expect(left).toEqual([`k3y${hiddenSecret}`, hiddenSecret, `${hiddenSecret} and more`]);
  });
});

describe('deltas without a secret', () => {
  it('stay as they are', () => {
    fc.assert(
      fc.property(anyKey, fc.array(fc.string(), { maxLength: 20 }), (secret, deltas) => {
        fc.pre(!holdsRun(deltas.join('\n'), secret, 4));
        expect(
          through(
            secret,
            deltas.map((delta) => frame(delta)),
          ),
        ).toEqual(deltas);
      }),
      { numRuns: 500 },
    );
  });

  it('stay as they are where a word begins like one and ends otherwise in the same delta', () => {
    expect(through(key, [frame('k3y-of-another kind'), frame('k3y-'), frame('chain')])).toEqual([
      'k3y-of-another kind',
      `k3y${hiddenSecret}`,
      'chain',
    ]);
  });

  it('may be audio, long and short, of which nothing is lost', () => {
    const audio = { type: 'response.output_audio.delta', delta: '' };
    const noise = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyKey, noise, (secret, parts) => {
        const deltas = parts.map((bytes) => Buffer.from(bytes).toString('base64'));
        expect(
          through(
            secret,
            deltas.map((delta) => JSON.stringify({ ...audio, delta })),
          ),
        ).toEqual(deltas);
      }),
      { numRuns: 300 },
    );
    // Base64 that ends as the secret begins.
    expect(through('AAAAkeykeykeykeykeykey', [JSON.stringify({ ...audio, delta: 'AAAA' })])).toEqual(['AAAA']);
  });

  it('of any other form are passed over', () => {
    const streams = new DeltaStreams(new SecretHider({ keys: [key], logins: [] }));
    for (const text of [
      '',
      'no JSON',
      '[1]',
      '{"delta":1}',
      '{"delta":{"delta":"x"}}',
      '{"delta',
      '{"delta":"a"',
      `"delta"`,
    ]) {
      expect(streams.pieces(text)).toEqual([]);
    }
  });
});
