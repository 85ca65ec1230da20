import { ok, type Result } from '../../kit/errors.ts';
import { badFile, damaged } from './container.ts';
import { FileBytes } from './bytes.ts';

/** The packets of the first stream of an Ogg file. */
export interface OggPackets {
  readonly packets: readonly Uint8Array[];
  /** Position that the last page of the stream says it ends at, in samples; null: none does. */
  readonly lastGranule: number | null;
  /** Packets that the page with the first position ends, and that position: what came before it is known by that. */
  readonly first: { readonly packets: number; readonly granule: number } | null;
}

const pageHeaderBytes = 27;
/** A page says with this that no packet ends in it. */
const noGranule = 0xffff_ffff;

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

/**
 * Takes an Ogg file apart. Other streams beside the first are passed over; a second one after it is refused, for its sound would be
 * lost, and a page that is cut off ends the file.
 */
export function oggPackets(bytes: Uint8Array, name: string): Result<OggPackets> {
  const file = new FileBytes(bytes, true);
  const joiner = new PacketJoiner();
  let serial: number | null = null;
  let ended = false;
  let lastGranule: number | null = null;
  let first: OggPackets['first'] = null;
  let at = 0;
  while (at + pageHeaderBytes <= bytes.byteLength) {
    if (file.text(at, 4) !== 'OggS')
      return badFile(name, `is damaged at byte ${at}: no page of Ogg begins there.`, damaged);
    const flags = file.u8(at + 5);
    const segments = file.u8(at + 26);
    const table = bytes.subarray(at + pageHeaderBytes, at + pageHeaderBytes + segments);
    const from = at + pageHeaderBytes + segments;
    const size = table.reduce((sum, segment) => sum + segment, 0);
    if (from + size > bytes.byteLength) break;
    const own = file.u32(at + 14);
    serial ??= own;
    if (own !== serial && ended && (flags & 2) !== 0) {
      return badFile(name, 'holds several recordings one after the other.', 'Save each as a file of its own.');
    }
    if (own === serial) {
      addPage(joiner, bytes, table, from, (flags & 1) !== 0);
      const unsaid = file.u32(at + 6) === noGranule && file.u32(at + 10) === noGranule;
      if (!unsaid) {
        lastGranule = file.u64(at + 6);
        if (lastGranule > 0) first ??= { packets: joiner.packets.length, granule: lastGranule };
      }
      ended ||= (flags & 4) !== 0;
    }
    at = from + size;
  }
  return ok({ packets: joiner.packets, lastGranule: ended ? lastGranule : null, first });
}
