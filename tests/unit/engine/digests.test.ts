import { describe, expect, it } from 'vitest';
import { type DigestCheck, DigestChain, digestsIn } from '../../../electron/engine/record/digests.ts';

/** A log with digests where it may have them: behind its header, two of them side by side, and the one that closes it. */
function sealedLog(): Buffer {
  const chain = new DigestChain();
  const parts: Buffer[] = [];
  const add = (text: string): void => {
    const bytes = Buffer.from(text);
    chain.take(bytes);
    parts.push(bytes);
  };
  add('{"voxtally":1}\n');
  parts.push(chain.seal({ seq: 0 }));
  add('{"seq":1,"event":"a {\\"digest\\":{ in a text"}\nno entry {"digest":{"seq":7}\n');
  parts.push(chain.seal({ seq: 1 }), chain.seal({ seq: 1, end: true, audio: {} }));
  return Buffer.concat(parts);
}

/** Everything of a check that can be compared. */
const told = ({ tail, has: _has, ...rest }: DigestCheck) => ({ ...rest, tail: tail.copy().digest('hex') });

/** The pieces of a log that is cut at these bytes. */
const cut = (log: Buffer, ...places: number[]): Buffer[] =>
  [0, ...places].map((from, at) => log.subarray(from, places[at] ?? log.length));

describe('the digests of a log', () => {
  const log = sealedLog();

  it('are found as they were written', () => {
    expect(digestsIn([log])).toMatchObject({
      lines: 3,
      damaged: null,
      closed: true,
      seq: 1,
      sealedBytes: log.length,
      tornBytes: 0,
    });
  });

  it('are the same wherever a piece of the file ends, two adjacent ones included', () => {
    const whole = told(digestsIn([log]));
    for (let at = 1; at < log.length; at += 1)
      expect({ at, ...told(digestsIn(cut(log, at))) }).toEqual({ at, ...whole });
    for (let at = 1; at < log.length - 9; at += 1)
      expect({ at, ...told(digestsIn(cut(log, at, at + 1, at + 9))) }).toEqual({ at, ...whole });
    expect(told(digestsIn(cut(log, ...Array.from({ length: log.length - 1 }, (_, n) => n + 1))))).toEqual(whole);
  });

  it('end where a line of them was torn, wherever that is', () => {
    const last = log.lastIndexOf('\n{"digest":', log.length - 2) + 1;
    for (let length = last; length < log.length; length += 1) {
      const check = digestsIn(cut(log.subarray(0, length), last));
      expect(check).toMatchObject({ lines: 2, closed: false, sealedBytes: last, tornBytes: length - last });
    }
  });
});
