import { ok, type Result } from '../../kit/errors.ts';
import { badFile, damaged } from './container.ts';
import { FileBytes, isTrailer } from './bytes.ts';

/** The packets of the first stream of an Ogg file. */
export interface OggPackets {
  readonly packets: readonly Uint8Array[];
  /** Position that the last page of the stream says it ends at, in samples; null: none does. */
  readonly lastGranule: number | null;
  /** Packets that the page with the first position ends, and that position: what came before it is known by that. */
  readonly first: { readonly packets: number; readonly granule: number } | null;
  /** Sound is missing at an end: a page is cut off, none says it is the last, or pages are missing behind the headers. */
  readonly cutOff: boolean;
}

const pageHeaderBytes = 27;
/** A page says with this that no packet ends in it. */
const noGranule = 0xffff_ffff;

const crcAt = 22;
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c1_1db7 : value << 1;
  return value;
});

/** The checksum of a page, whose own four bytes count as zeros. */
function pageCrc(page: Uint8Array): number {
  let crc = 0;
  for (let at = 0; at < page.byteLength; at += 1) {
    const byte = at >= crcAt && at < crcAt + 4 ? 0 : (page[at] as number);
    crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] as number);
  }
  return crc >>> 0;
}

/** Puts the pieces of packets together that pages are made of. */
class PacketJoiner {
  readonly packets: Uint8Array[] = [];
  #open: Uint8Array[] = [];

  /** @param whole the packet ends with this piece */
  add(piece: Uint8Array, whole: boolean): void {
    if (whole && this.#open.length === 0) {
      this.packets.push(piece);
      return;
    }
    this.#open.push(piece);
    if (!whole) return;
    const joined = new Uint8Array(this.#open.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    for (const part of this.#open) {
      joined.set(part, at);
      at += part.byteLength;
    }
    this.packets.push(joined);
    this.#open = [];
  }

  /** What had begun has no end: pages are missing. */
  drop(): void {
    this.#open = [];
  }
}

/** Adds the packets of one page; each run of segments ends with one below 255 bytes. */
function addPage(joiner: PacketJoiner, bytes: Uint8Array, table: Uint8Array, from: number, continued: boolean): void {
  if (!continued) joiner.drop();
  let at = from;
  let size = 0;
  for (const segment of table) {
    size += segment;
    if (segment === 255) continue;
    joiner.add(bytes.subarray(at, at + size), true);
    at += size;
    size = 0;
  }
  if (size > 0) joiner.add(bytes.subarray(at, at + size), false);
}

/** One page, as its header says. */
interface Page {
  readonly at: number;
  readonly flags: number;
  /** Position that it ends at, in samples; null: no packet ends in it. */
  readonly granule: number | null;
  readonly serial: number;
  readonly number: number;
  readonly table: Uint8Array;
  readonly bodyAt: number;
  /** Of the next page. */
  readonly end: number;
}

function pageAt(file: FileBytes, at: number): Page {
  const bodyAt = at + pageHeaderBytes + file.u8(at + 26);
  const table = file.bytes.subarray(at + pageHeaderBytes, bodyAt);
  const unsaid = file.u32(at + 6) === noGranule && file.u32(at + 10) === noGranule;
  return {
    at,
    flags: file.u8(at + 5),
    granule: unsaid ? null : file.u64(at + 6),
    serial: file.u32(at + 14),
    number: file.u32(at + 18),
    table,
    bodyAt,
    end: bodyAt + table.reduce((sum, segment) => sum + segment, 0),
  };
}

/** The pages of the first stream one after the other, checked against their numbers. */
class Stream {
  readonly joiner = new PacketJoiner();
  readonly #headers: number;
  #number: number | null = null;
  ended = false;
  beheaded = false;
  lastGranule: number | null = null;
  first: OggPackets['first'] = null;

  constructor(headers: number) {
    this.#headers = headers;
  }

  /** Returns false where pages are missing before this one. */
  add(bytes: Uint8Array, { flags, granule, number, table, bodyAt }: Page): boolean {
    if (this.#number !== null && number !== this.#number) {
      // One that listens to a broadcast gets the headers, then what is on air.
      if (this.joiner.packets.length !== this.#headers || number < this.#number) return false;
      this.beheaded = true;
    }
    this.#number = number + 1;
    addPage(this.joiner, bytes, table, bodyAt, (flags & 1) !== 0);
    if (granule !== null) {
      this.lastGranule = granule;
      if (granule > 0) this.first ??= { packets: this.joiner.packets.length, granule };
    }
    this.ended ||= (flags & 4) !== 0;
    return true;
  }
}

/**
 * Takes an Ogg file apart. Other streams beside the first are passed over; a second one after it is refused, for its sound would be
 * lost. A page that is cut off ends the file; one that was changed, or is missing in the middle, is refused.
 * @param headers packets before the sound
 */
export function oggPackets(bytes: Uint8Array, name: string, headers: number): Result<OggPackets> {
  const file = new FileBytes(bytes, true);
  const stream = new Stream(headers);
  let serial: number | null = null;
  let at = 0;
  while (at + pageHeaderBytes <= bytes.byteLength) {
    if (file.text(at, 4) !== 'OggS') {
      if (at > 0 && isTrailer(bytes, at)) break;
      return badFile(name, `is damaged at byte ${at}: no page of Ogg begins there.`, damaged);
    }
    const page = pageAt(file, at);
    if (page.end > bytes.byteLength) break;
    serial ??= page.serial;
    if (page.serial !== serial && stream.ended && (page.flags & 2) !== 0) {
      return badFile(name, 'holds several recordings one after the other.', 'Save each as a file of its own.');
    }
    if (pageCrc(bytes.subarray(at, page.end)) !== file.u32(at + crcAt))
      return badFile(name, `is damaged in the page of Ogg at byte ${at}: its checksum is another.`, damaged);
    if (page.serial === serial && !stream.add(bytes, page))
      return badFile(name, `is damaged at byte ${at}: pages of Ogg are missing before it.`, damaged);
    at = page.end;
  }
  const { joiner, ended, lastGranule, first, beheaded } = stream;
  const cutOff = !ended || beheaded;
  return ok({ packets: joiner.packets, lastGranule: ended ? lastGranule : null, first, cutOff });
}
