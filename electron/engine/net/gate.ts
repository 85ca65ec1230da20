import type { BenchError } from '../../../shared/kit/errors.ts';
import { DeltaStreams } from '../../../shared/kit/hiding/delta-streams.ts';
import { merged, type Range } from '../../../shared/kit/hiding/find-spellings.ts';
import { replaced, SecretHider } from '../../../shared/kit/hiding/secret-hider.ts';
import { visibleLine } from '../../../shared/kit/untrusted/safe-text.ts';
import type { PlainHeaders, ProxyHop } from './route.ts';

/** More of a header, a name or a code than any person reads. */
const longestFact = 200;
/** Bytes of an answer that are held back, for each letter of the longest piece of a secret that may be shown. */
const heldBackALetter = 20;
/** What a byte of a secret becomes. */
const hiddenByte = '*'.charCodeAt(0);

/** The frames of one connection, in order: a secret may come in pieces. */
export interface FrameGate {
  /** A text frame. JSON stays JSON. */
  text(frame: string): string;
  /** A binary frame, as long as it was. */
  bytes(frame: Buffer): Buffer;
}

/**
 * What everything that comes from the network passes before anything else sees it: it takes out the secrets of the connection that
 * brought it, however they are spelled (`SecretHider` says how).
 */
export interface Gate {
  /** A text of a handshake or an answer: body, reason, words of an error. */
  text(text: string): string;
  /** A header or a name as a fact: one line, of 200 letters at most, with what is unseen written out. */
  fact(text: string): string;
  /** The same of every header. */
  facts(headers: PlainHeaders): PlainHeaders;
  /** An error that is handed on: the last look at sentences that were made of what came. */
  error(error: BenchError): BenchError;
  frames(): FrameGate;
  /** The bytes of an answer, as many as there were. */
  body(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
}

/** A copy with the bytes of each range overwritten; itself where there is none. */
function overwritten(bytes: Buffer, ranges: readonly Range[]): Buffer {
  if (ranges.length === 0) return bytes;
  const clean = Buffer.from(bytes);
  for (const { from, to } of ranges) clean.fill(hiddenByte, from, to);
  return clean;
}

const letterwise = (bytes: Buffer): string => bytes.toString('latin1');

async function* hiddenIn(chunks: AsyncIterable<Buffer>, hider: SecretHider): AsyncGenerator<Buffer> {
  const heldBack = hider.longestPiece * heldBackALetter;
  // As it came, which is searched with what follows, and without what is known of a secret in it.
  let held: Buffer = Buffer.alloc(0);
  let clean: Buffer = held;
  for await (const chunk of chunks) {
    const all = Buffer.concat([held, chunk]);
    const hidden = overwritten(Buffer.concat([clean, chunk]), hider.pieces(letterwise(all)));
    const ready = Math.max(0, all.length - heldBack);
    if (ready > 0) yield hidden.subarray(0, ready);
    held = all.subarray(ready);
    clean = hidden.subarray(ready);
  }
  if (clean.length > 0) yield clean;
}

/**
 * The gate of one connection or question.
 * @param keys keys and tokens that it carries
 * @param proxy the proxy on its way, whose login it carries
 */
export function gateFor(keys: readonly (string | null | undefined)[], proxy: ProxyHop | null): Gate {
  const login = proxy?.login ?? null;
  const hider = new SecretHider({
    keys: keys.flatMap((key) => (key === null || key === undefined ? [] : [key])),
    logins: login === null ? [] : [login],
  });
  const text = (given: string): string => hider.hideWords(given);
  const fact = (given: string): string => {
    const line = visibleLine(text(given));
    return line.length > longestFact ? `${line.slice(0, longestFact)}…` : line;
  };
  return {
    text,
    fact,
    facts: (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fact(value)])),
    error: ({ reason, message, nextStep, facts }) => ({
      reason,
      message: hider.hide(message),
      ...(nextStep === undefined ? {} : { nextStep: hider.hide(nextStep) }),
      ...(facts === undefined
        ? {}
        : { facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, hider.hide(fact)])) }),
    }),
    frames: () => {
      const deltas = new DeltaStreams(hider);
      return {
        text: (frame) => replaced(frame, merged([...hider.pieces(frame), ...deltas.pieces(frame)])),
        bytes: (frame) => overwritten(frame, hider.pieces(letterwise(frame))),
      };
    },
    body: (chunks) => (hider.longestPiece === 0 ? chunks : hiddenIn(chunks, hider)),
  };
}
