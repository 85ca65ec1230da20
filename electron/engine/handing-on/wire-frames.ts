import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { wireHeaderBytes } from '../../../shared/audio/wire-format.ts';
import { isJsonObject, parseJson } from '../../../shared/kit/json.ts';
import { mostRecordedSoundBytes, openRegular } from '../data/regular-file.ts';
import { audioFileKinds } from '../record/audio-files.ts';
import { restoreFrame, type storedFrame } from '../record/log-lines.ts';

type StoredFrame = NonNullable<ReturnType<typeof storedFrame>>;

/** A frame as it stood on the wire. */
export type WireFrame =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly base64: string }
  /** It cannot be put together any more, and why not, as a sentence; `text` is what the log holds of it. */
  | { readonly kind: 'incomplete'; readonly text: string; readonly why: string };

interface Stretch {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

const wholeNumber = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Stretches of sound that an event refers to. */
function stretchesIn(event: string): Stretch[] {
  const value = parseJson(event);
  if (!isJsonObject(value)) return [];
  return Object.values(value).flatMap((member) => {
    const ref = isJsonObject(member) ? member['$audio'] : undefined;
    if (!isJsonObject(ref)) return [];
    const { file, offset, length } = ref;
    return typeof file === 'string' && wholeNumber(offset) && wholeNumber(length) ? [{ file, offset, length }] : [];
  });
}

const stretchKey = ({ file, offset, length }: Stretch): string => `${file} ${offset} ${length}`;

/** No frame of a service, and none that the bench sends, holds so much sound. */
const mostStretchBytes = 96 * 1024 * 1024;

/** Puts the frames of one session together again, from its lines and its sound. Nothing is held but the frame at hand. */
export class WireFrames {
  readonly #folder: string;
  readonly #files = new Map<string, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async frameOf(stored: StoredFrame): Promise<WireFrame> {
    const { event, raw, bytes } = stored;
    if (stored.binary) {
      const base64 = parseJson(event);
      return typeof base64 === 'string'
        ? { kind: 'binary', base64 }
        : { kind: 'incomplete', text: event, why: 'Its bytes are not in the log.' };
    }
    const sounds = new Map<string, string>();
    for (const stretch of stretchesIn(raw ?? event)) {
      const read = await this.#read(stretch);
      if (typeof read === 'string') return { kind: 'incomplete', text: raw ?? event, why: read };
      sounds.set(stretchKey(stretch), read.toString('base64'));
    }
    const text = restoreFrame(
      { event, bytes, ...(raw === undefined ? {} : { raw }) },
      ({ $audio }) => sounds.get(stretchKey($audio)) ?? '',
      (part) => Buffer.byteLength(part),
    );
    if (Buffer.byteLength(text) === bytes) return { kind: 'text', text };
    return { kind: 'incomplete', text, why: `It had ${bytes} bytes, and the log holds another number of them.` };
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
    this.#files.clear();
  }

  /** The bytes of a stretch; a sentence says why they are not there. */
  async #read({ file: name, offset, length }: Stretch): Promise<Buffer | string> {
    const kind = audioFileKinds.find((one) => one.name === name);
    if (kind === undefined) return 'It refers to a file that is no sound of a session.';
    if (length > mostStretchBytes) return 'It refers to more sound than a frame holds.';
    if (offset < wireHeaderBytes(kind.format)) return `It refers to the header of ${name}.`;
    let file = this.#files.get(name);
    if (file === undefined) {
      try {
        file = await openRegular(join(this.#folder, name), 'read', { mostBytes: mostRecordedSoundBytes });
      } catch {
        return `${name} is missing or cannot be read.`;
      }
      this.#files.set(name, file);
    }
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await file.read(bytes, 0, length, offset);
    return bytesRead === length ? bytes : `${name} ends before the sound of it.`;
  }
}
