import type { LogEntry } from '../../../shared/session/entry.ts';
import { codeOfEntry, codeOfKind } from '../../../shared/session/entry-kind.ts';
import { audioTypes } from '../../../shared/session/entry-type.ts';
import { regularFacts } from '../data/regular-file.ts';
import { EntryOrder, type PlacedEntry } from './entry-order.ts';
import type { Line } from './line-cutter.ts';
import { parseEntry } from './log-lines.ts';
import { readEntries, readLines } from './read-log.ts';

/** One remembered place a so many entries: a 60-minute log has about a thousand. */
const everyEntries = 256;

/** Where the line of an entry begins, and the code of its kind. */
interface Place {
  readonly seq: number;
  readonly byte: number;
  readonly code: number;
}

const text = String.raw`"[^"\\\u0000-\u001f]*"`;
const whole = String.raw`(?:0|[1-9]\d*)`;
const number = String.raw`-?${whole}(?:\.\d+)?`;
const reference = String.raw`\{"\$audio":\{"file":${text},"offset":${whole},"length":${whole}\}\}`;
const members = `(?:,(?!"type":)${text}:(?:${text}|${number}|${reference}))*`;
const names = audioTypes.map((type) => type.replaceAll('.', String.raw`\.`)).join('|');

/**
 * A whole line of an audio frame as the recorder writes it of a frame as services print it. What fits is an entry of this number and
 * kind: nine lines of ten, which need not be parsed for that.
 */
const audioLine = new RegExp(
  `^\\{"seq":([1-9]\\d{0,14}),"at":${text},"t":${number},"from":"(client|server)"(?:,"bytes":${whole})?,"event":\\{"type":"(?:${names})"${members}\\}\\}$`,
);

const clientAudio = codeOfKind({ origin: 'client', audio: true });
const serverAudio = codeOfKind({ origin: 'server', audio: true });

/** A frame whose sound was cut out is shorter; of what is longer the pattern would have to remember every letter. */
const mostAudioLine = 1000;

/** The place of the entry in a line; null: it is none. */
function placeIn({ text: line, startByte: byte }: Line): Place | null {
  const match = line.length > mostAudioLine ? null : audioLine.exec(line);
  if (match !== null) return { seq: Number(match[1]), byte, code: match[2] === 'client' ? clientAudio : serverAudio };
  const entry = parseEntry(line);
  return entry === null ? null : { seq: entry.seq, byte, code: codeOfEntry(entry) };
}

/** Codes in one piece of memory. A number out of all measure in a damaged record costs one piece. */
const pieceSize = 16_384;
const zero = '0'.charCodeAt(0);

/**
 * Finds the entries of one log that are folded by their numbers, without reading it all: remembers where every 256th begins, and what
 * kind each is. Grows with a log that is still being written.
 */
export class LogIndex {
  readonly #path: string;
  readonly #places: Place[] = [];
  readonly #order = new EntryOrder<Place>();
  readonly #kinds = new Map<number, Uint8Array>();
  #scannedBytes = 0;
  #scannedEntries = 0;
  #scanning: Promise<void> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Entries with `fromSeq <= seq <= toSeq`, at most `most`. Rejects when the file cannot be read. */
  async read(fromSeq: number, toSeq: number, most: number): Promise<LogEntry[]> {
    await this.#scan();
    const found: LogEntry[] = [];
    const { seq: first, byte } = this.#placeBefore(fromSeq);
    for await (const entries of readEntries(this.#path, new EntryOrder(first - 1), byte)) {
      for (const entry of entries) {
        if (entry.seq > toSeq || found.length >= most) return found;
        if (entry.seq >= fromSeq) found.push(entry);
      }
    }
    return found;
  }

  /** The kinds of the entries with `fromSeq <= seq <= toSeq`, a digit each; 0: there is none. Rejects when the file cannot be read. */
  async kinds(fromSeq: number, toSeq: number): Promise<string> {
    await this.#scan();
    const codes = Buffer.alloc(Math.max(0, toSeq - fromSeq + 1));
    for (let at = 0; at < codes.length;) {
      const within = (fromSeq + at - 1) % pieceSize;
      const known =
        this.#kinds.get(Math.floor((fromSeq + at - 1) / pieceSize))?.subarray(within) ??
        new Uint8Array(pieceSize - within);
      const some = known.subarray(0, codes.length - at);
      codes.set(some, at);
      at += some.length;
    }
    const { held } = this.#order;
    if (held !== null && held.seq >= fromSeq && held.seq <= toSeq) codes[held.seq - fromSeq] = held.code;
    return Buffer.from(codes.map((code) => code + zero)).toString('latin1');
  }

  /** The last remembered place at or before an entry. */
  #placeBefore(seq: number): Place {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#places[low - 1] ?? { seq: 1, byte: 0, code: 0 };
  }

  #scan(): Promise<void> {
    this.#scanning ??= this.#scanNew().finally(() => {
      this.#scanning = null;
    });
    return this.#scanning;
  }

  async #scanNew(): Promise<void> {
    const { size } = await regularFacts(this.#path);
    if (size <= this.#scannedBytes) return;
    for await (const lines of readLines(this.#path, this.#scannedBytes)) {
      const placed: PlacedEntry<Place>[] = [];
      for (const line of lines) {
        const entry = placeIn(line);
        if (entry !== null) placed.push({ entry, byte: entry.byte });
      }
      // The places of what a reader is shown: one that lies behind a wrong number would hide all before it.
      for (const place of this.#order.take(placed)) {
        if (this.#scannedEntries % everyEntries === 0) this.#places.push(place);
        this.#scannedEntries += 1;
        this.#keep(place);
      }
      this.#scannedBytes = lines.at(-1)?.endByte ?? this.#scannedBytes;
    }
  }

  #keep({ seq, code }: Place): void {
    const number = Math.floor((seq - 1) / pieceSize);
    let codes = this.#kinds.get(number);
    if (codes === undefined) {
      codes = new Uint8Array(pieceSize);
      this.#kinds.set(number, codes);
    }
    codes[(seq - 1) % pieceSize] = code;
  }
}
