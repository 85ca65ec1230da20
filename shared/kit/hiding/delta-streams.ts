import { atPath, isJsonObject, type Json, parseJson } from '../json.ts';
import { lettersOf, memberString } from './escapes.ts';
import { fold, foldedCode, type Range } from './find-spellings.ts';
import type { SecretHider } from './secret-hider.ts';

/** The members by which pieces of one text belong together. */
const idMembers = ['type', 'response_id', 'item_id', 'output_index', 'content_index', 'call_id'] as const;
/** Streams at once; the one that was silent longest is forgotten. */
const mostStreams = 256;
/** So many letters of a secret's beginning may be seen before it is known to go on. */
const seenBefore = 3;
/** An escape, doubled, has up to about this many letters for the one that it stands for. */
const lettersAnEscape = 20;
/** Base64 from this length on is audio and is cut out of the log; no speech has a piece of this length. */
const shortestAudio = 160;
const audioTypes = ['response.output_audio.delta', 'response.audio.delta'];

interface Stream {
  /** The last letters. */
  tail: string;
  /** For each secret, how many letters of its beginning stand at the end. */
  readonly begun: number[];
}

/** A secret with the table of Knuth, Morris and Pratt: after so many letters, how many still count when the next one differs. */
interface Beginning {
  readonly text: string;
  readonly fallback: readonly number[];
}

function beginningOf(secret: string): Beginning {
  const text = fold(secret);
  const fallback: number[] = [0];
  for (let at = 1, count = 0; at < text.length; at += 1) {
    while (count > 0 && text[at] !== text[count]) count = fallback[count - 1] ?? 0;
    if (text[at] === text[count]) count += 1;
    fallback.push(count);
  }
  return { text, fallback };
}

function goOn({ text, fallback }: Beginning, begun: number, code: number): number {
  let count = begun === text.length ? (fallback[begun - 1] ?? 0) : begun;
  while (count > 0 && text.charCodeAt(count) !== code) count = fallback[count - 1] ?? 0;
  return text.charCodeAt(count) === code ? count + 1 : count;
}

/**
 * Secrets that come in pieces, a few letters an event. One stream is the events of equal type, ids and place. From its fourth letter on
 * a secret that goes on from event to event is found, wherever it is cut; a piece from its middle, or in another spelling, from the
 * letter on that makes it too long to be shown.
 */
export class DeltaStreams {
  readonly #hider: SecretHider;
  readonly #beginnings: readonly Beginning[];
  readonly #streams = new Map<string, Stream>();
  readonly #tailLetters: number;

  constructor(hider: SecretHider) {
    this.#hider = hider;
    this.#beginnings = hider.whole.map(beginningOf);
    this.#tailLetters = hider.longestPiece * lettersAnEscape;
  }

  /** What of an event's `delta` belongs to a secret, in order, by where it stands in the frame. Nothing for any other frame. */
  pieces(frame: string): Range[] {
    if (this.#beginnings.length === 0 || !mayHoldDelta(frame) || isLongAudio(frame)) return [];
    const event = parseJson(frame);
    const type = atPath(event, 'type');
    if (!isJsonObject(event) || typeof event['delta'] !== 'string') return [];
    const string = memberString(frame, 'delta');
    if (string === null) return [];
    const letters = lettersOf(frame, string);
    const isAudio = typeof type === 'string' && audioTypes.includes(type);
    const found = this.#inStream(this.#stream(event), letters.text, isAudio);
    return found.map((range) => letters.source(range));
  }

  #inStream(stream: Stream, text: string, isAudio: boolean): Range[] {
    const before = stream.tail.length;
    const joined = stream.tail + text;
    const found = this.#hider
      .pieces(joined)
      .filter(({ to }) => to > before)
      .map(({ from, to }) => ({ from: Math.max(0, from - before), to: to - before }));
    stream.tail = joined.slice(-this.#tailLetters);
    // A few letters of base64 are like the beginning of a secret now and then.
    if (isAudio) return found;
    for (const [index, beginning] of this.#beginnings.entries()) {
      let begun = stream.begun[index] ?? 0;
      for (let at = 0; at < text.length; at += 1) {
        begun = goOn(beginning, begun, foldedCode(text.charCodeAt(at)));
        const goesOn = begun === beginning.text.length || at === text.length - 1;
        const from = Math.max(0, at + 1 - begun + seenBefore);
        if (goesOn && begun > seenBefore && from <= at) found.push({ from, to: at + 1 });
      }
      stream.begun[index] = begun;
    }
    return found;
  }

  #stream(event: { readonly [key: string]: Json }): Stream {
    const key = JSON.stringify(idMembers.map((member) => event[member] ?? null));
    const stream = this.#streams.get(key) ?? { tail: '', begun: [] };
    this.#streams.delete(key);
    this.#streams.set(key, stream);
    const [oldest] = this.#streams.keys();
    if (this.#streams.size > mostStreams && oldest !== undefined) this.#streams.delete(oldest);
    return stream;
  }
}

/** Whether a member of that name may be there: its letters could be escaped. */
const mayHoldDelta = (frame: string): boolean => frame.includes('"delta"') || frame.includes(String.raw`\u00`);

/** Told without reading it as JSON, since a hundred of them come in a second. */
function isLongAudio(frame: string): boolean {
  if (frame.length < shortestAudio) return false;
  const member = frame.indexOf('"delta"');
  if (member < 0 || frame.includes('\\') || frame.includes('"delta"', member + 1)) return false;
  const open = frame.indexOf('"', member + '"delta"'.length);
  const length = frame.indexOf('"', open + 1) - open;
  return length > shortestAudio && audioTypes.some((type) => frame.includes(`"${type}"`));
}
