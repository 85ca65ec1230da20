import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../shared/kit/json.ts';

export type Part =
  | { readonly type: 'input_text' | 'output_text'; text: string }
  | { readonly type: 'input_image'; readonly dataUrl: string }
  | { readonly type: 'input_audio' | 'output_audio'; pcm24k: Int16Array; transcript: string | null };

/** What a response put out, as later ones read it again. Its items share it. */
export interface Written {
  readonly itemIds: string[];
  /** As it was reported when the response ended, without reasoning. */
  text: number;
  audio: number;
  ended: boolean;
}

/** A message of the conversation. */
export interface MessageItem {
  readonly type: 'message';
  readonly id: string;
  readonly role: 'user' | 'assistant' | 'system';
  status: 'in_progress' | 'completed' | 'incomplete';
  readonly parts: Part[];
  /** What the message is to the answer: `commentary` before the rest, or `final_answer`. Only models that think say it. */
  readonly phase?: string;
  /** The client cut it short; what is still being delivered of it no longer joins it. */
  truncated?: true;
  /** Absent: the client or a person put it there. */
  readonly written?: Written;
}
/** A call of a function or its result. */
export interface FunctionItem {
  readonly type: 'function_call' | 'function_call_output';
  readonly id: string;
  readonly status: 'completed';
  /** Everything but type, id, object and status, as it stands on the wire. */
  readonly members: JsonObject;
  readonly written?: Written;
}
export type Item = MessageItem | FunctionItem;

const bytesOf = (pcm: Int16Array): Buffer => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);

function wirePart(part: Part, withAudio: boolean): JsonObject {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
      return { type: part.type, text: part.text };
    case 'input_image':
      return { type: part.type, ...(withAudio ? { image_url: part.dataUrl } : {}) };
    case 'input_audio':
    case 'output_audio':
      return {
        type: part.type,
        transcript: part.transcript,
        ...(withAudio ? { audio: bytesOf(part.pcm24k).toString('base64') } : {}),
      };
  }
}

/** The item as events carry it; `withAudio` adds its samples, which only a retrieval does. */
export function wireItem(item: Item, withAudio = false): JsonObject {
  const head = { id: item.id, object: 'realtime.item', type: item.type, status: item.status };
  if (item.type !== 'message') return { ...head, ...item.members };
  const { role, phase, parts } = item;
  const content = parts.map((part) => wirePart(part, withAudio));
  return { ...head, role, content, ...(phase === undefined ? {} : { phase }) };
}

/** Samples are replaced and never written over, so each stretch of them is hashed once. */
const audioKeys = new WeakMap<Int16Array, Buffer>();

function audioKey(pcm24k: Int16Array): Buffer {
  const key = audioKeys.get(pcm24k) ?? createHash('sha1').update(bytesOf(pcm24k)).digest();
  audioKeys.set(pcm24k, key);
  return key;
}

/** The same for items of the same content: what the prompt cache goes by. A user's transcript is no part of it. */
export function contentKey(item: Item): string {
  const hash = createHash('sha1').update(item.type);
  if (item.type !== 'message') return hash.update(JSON.stringify(item.members)).digest('base64');
  hash.update(item.role);
  for (const part of item.parts) {
    hash.update(`\0${part.type}\0`);
    if ('text' in part) hash.update(part.text);
    else if ('dataUrl' in part) hash.update(part.dataUrl);
    else hash.update(audioKey(part.pcm24k)).update(part.type === 'output_audio' ? (part.transcript ?? '') : '');
  }
  return hash.digest('base64');
}

/** The first spoken part of a message; null when it has none. */
export function spokenPart(item: Item): Extract<Part, { pcm24k: Int16Array }> | null {
  if (item.type !== 'message') return null;
  for (const part of item.parts) if ('pcm24k' in part) return part;
  return null;
}

/** What a person wrote or said in the message, as far as it is known. */
export function textOf(item: Item): string {
  if (item.type !== 'message') return '';
  return item.parts
    .map((part) => ('text' in part ? part.text : 'pcm24k' in part ? (part.transcript ?? '') : ''))
    .join(' ');
}

/** The items of a session in the order in which the model reads them. */
export class Conversation {
  readonly id: string;
  readonly #items: Item[] = [];

  constructor(id: string) {
    this.id = id;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }

  /** Adds an item behind `previousId`: null is the end, `root` the beginning. Returns the id it now follows, or undefined when `previousId` is unknown. */
  add(item: Item, previousId: string | null = null): string | null | undefined {
    let index = this.#items.length;
    if (previousId === 'root') index = 0;
    else if (previousId !== null) {
      const found = this.#items.findIndex((have) => have.id === previousId);
      if (found < 0) return undefined;
      index = found + 1;
    }
    this.#items.splice(index, 0, item);
    return this.#items[index - 1]?.id ?? null;
  }

  /** Takes an item out; false when there is none of that id. */
  remove(id: string): boolean {
    const index = this.#items.findIndex((item) => item.id === id);
    if (index < 0) return false;
    this.#items.splice(index, 1);
    return true;
  }
}
