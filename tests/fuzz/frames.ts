import type { JsonObject } from '../../shared/kit/json.ts';
import type { Dialect } from '../../shared/protocol/dialects.ts';
import { anySize, between, chance, pick, type Random } from '../findings/random.ts';
import { anyEvent, conversation } from './conversation.ts';
import { anyValue, mutated, withWord } from './mutate.ts';
import { memberNames, wordPlaces } from './names.ts';
import { anyStyle, plainStyle, print } from './print.ts';

/** One thing that a service puts on the wire. */
export interface Frame {
  readonly kind: FrameKind;
  /** `ping`: a control frame, which no record holds. */
  readonly opcode: 'text' | 'binary' | 'ping';
  readonly payload: Buffer;
  /** In how many frames of the wire it comes. */
  readonly pieces: number;
}

export const frameKinds = [
  'whole events',
  'events with things wrong in them',
  'member names of every object',
  'frames sent before',
  'JSON that is no event',
  'text that is no JSON',
  'text that is no UTF-8',
  'nested 150 to 20,000 levels',
  'long texts and lists',
  'binary frames',
  'empty frames',
  'frames in pieces',
  'pings',
] as const;
export type FrameKind = (typeof frameKinds)[number];

/** What a frame is made from. */
interface Source {
  readonly random: Random;
  readonly dialect: Dialect;
  /** The next event of the conversation. */
  readonly next: () => JsonObject;
  readonly before: readonly Frame[];
}

const text = (kind: FrameKind, said: string, pieces = 1): Frame => ({
  kind,
  opcode: 'text',
  payload: Buffer.from(said, 'utf8'),
  pieces,
});

const eventText = (random: Random, event: JsonObject): string =>
  print(event, chance(random, 0.7) ? plainStyle : anyStyle(random), random);

const noEvents = [
  'null',
  'true',
  '7',
  '-0',
  '""',
  '"text"',
  '[]',
  '[1,2]',
  '{}',
  '{"type":7}',
  '{"type":""}',
  '{"type":null}',
  '{"type":["response.done"]}',
  '{"type":{"constructor":1}}',
  ' {"type":"error"} ',
  '{"type":"error","type":"response.done"}',
  '[{"type":"response.done"}]',
  '{"Type":"response.done"}',
] as const satisfies readonly [string, ...string[]];

/** A text with something done to it that JSON does not allow, or hardly. */
function broken(random: Random, said: string): string {
  const at = between(random, 0, said.length);
  switch (between(random, 0, 7)) {
    case 0:
      return said.slice(0, at);
    case 1:
      return `${said.slice(0, at)}${pick(random, ['\u0000', '\ufeff', '\u2028', '"', '}', '\\', '\ud800', '\r', ','])}${said.slice(at)}`;
    case 2:
      return `\ufeff${said}`;
    case 3:
      return `${said}${said}`;
    case 4:
      return said.replaceAll('"', "'");
    case 5:
      return said.slice(at);
    case 6:
      return pick(random, [
        ' ',
        '\n',
        '\u0000',
        '\u2028',
        '\ufeff',
        '{',
        '}',
        '"',
        'undefined',
        'NaN',
        'data: {}',
        '<html>',
      ]);
    default:
      return `${said.slice(0, at)}${said.slice(at + 1)}`;
  }
}

function nested(random: Random): string {
  const levels = pick(random, [150, 199, 200, 201, 1000, 8000, 20_000]);
  const inner = chance(random, 0.5)
    ? `${'['.repeat(levels)}1${']'.repeat(levels)}`
    : `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const place = pick(random, ['session', 'response', 'item', 'usage', 'error', 'rate_limits', 'delta', 'part', 'x']);
  const types = [
    'session.created',
    'session.updated',
    'response.done',
    'response.created',
    'conversation.item.added',
    'error',
    'rate_limits.updated',
    'x.new',
  ] as const;
  const within = pick(random, ['usage', 'output', 'tools', 'content', 'audio']);
  const held = chance(random, 0.5) ? inner : `{"id":"resp_1","${within}":${inner}}`;
  return `{"type":"${pick(random, types)}","${place}":${held}}`;
}

function long(random: Random, event: JsonObject): string {
  const length = anySize(random, 2000, 200_000);
  const word = pick(random, ['word ', 'x', '\u{1f600}', '\u00e9', 'AAAA', '\u2028', '"'] as const);
  const key = pick(random, ['delta', 'transcript', 'event_id', 'item_id', 'type', 'name', 'arguments', '$audio']);
  const value = chance(random, 0.6)
    ? word.repeat(Math.ceil(length / word.length))
    : Array.from({ length: 10_000 }, (_, n) => (n % 2 === 0 ? n : pick(random, memberNames)));
  return print(Object.fromEntries([...Object.entries(event), [key, value]]), plainStyle, random);
}

const bytesOf = (random: Random, length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, () => between(random, 0, 255)));

type Make = (source: Source) => Frame;

/** One entry a kind: how often of a thousand, and how one is made. */
const makers: Readonly<Record<FrameKind, { readonly share: number; readonly make: Make }>> = {
  'whole events': {
    share: 280,
    make: ({ random, next }) => text('whole events', eventText(random, next())),
  },
  'events with things wrong in them': {
    share: 380,
    make: ({ random, next }) => text('events with things wrong in them', eventText(random, mutated(random, next()))),
  },
  'member names of every object': {
    share: 140,
    make: ({ random, dialect }) => {
      const word = pick(random, memberNames);
      const event = chance(random, 0.2) ? { type: word } : anyEvent(random, dialect);
      const place = chance(random, 0.3) ? '*' : pick(random, wordPlaces);
      return text('member names of every object', eventText(random, withWord(event, place, word)));
    },
  },
  'frames sent before': {
    share: 50,
    make: ({ random, before }) => {
      const again = before[between(random, 0, Math.max(0, before.length - 1))];
      return again === undefined
        ? text('frames sent before', '{"type":"response.done"}')
        : { ...again, kind: 'frames sent before' };
    },
  },
  'JSON that is no event': {
    share: 30,
    make: ({ random }) =>
      text(
        'JSON that is no event',
        chance(random, 0.7) ? pick(random, noEvents) : print(anyValue(random), plainStyle, random),
      ),
  },
  'text that is no JSON': {
    share: 40,
    make: ({ random, next }) => text('text that is no JSON', broken(random, eventText(random, next()))),
  },
  'text that is no UTF-8': {
    share: 12,
    make: ({ random, next }) => {
      const payload = Buffer.from(eventText(random, next()), 'utf8');
      // No byte of UTF-8 has this value.
      payload[between(random, 0, payload.byteLength - 1)] = 0xff;
      return { kind: 'text that is no UTF-8', opcode: 'text', payload, pieces: between(random, 1, 3) };
    },
  },
  'nested 150 to 20,000 levels': {
    share: 8,
    make: ({ random }) => text('nested 150 to 20,000 levels', nested(random)),
  },
  'long texts and lists': {
    share: 4,
    make: ({ random, dialect }) => text('long texts and lists', long(random, anyEvent(random, dialect))),
  },
  'binary frames': {
    share: 25,
    make: ({ random, next }) => ({
      kind: 'binary frames',
      opcode: 'binary',
      payload: chance(random, 0.5)
        ? bytesOf(random, between(random, 0, 64))
        : Buffer.from(eventText(random, next()), 'utf8'),
      pieces: 1,
    }),
  },
  'empty frames': { share: 8, make: () => text('empty frames', '') },
  'frames in pieces': {
    share: 25,
    make: ({ random, next }) => text('frames in pieces', eventText(random, next()), between(random, 2, 9)),
  },
  pings: {
    share: 10,
    make: ({ random }) => ({
      kind: 'pings',
      opcode: 'ping',
      payload: bytesOf(random, pick(random, [0, 4, 125])),
      pieces: 1,
    }),
  },
};

const total = frameKinds.reduce((sum, kind) => sum + makers[kind].share, 0);

function anyKind(random: Random): FrameKind {
  let left = random() * total;
  for (const kind of frameKinds) {
    left -= makers[kind].share;
    if (left < 0) return kind;
  }
  return 'whole events';
}

/** `count` frames as a service out of its mind would send them; the same ones for the same numbers. */
export function makeFrames(random: Random, dialect: Dialect, count: number): Frame[] {
  const events = conversation(random, dialect);
  const frames: Frame[] = [];
  const source: Source = { random, dialect, next: () => events.next().value, before: frames };
  while (frames.length < count) {
    const frame = makers[anyKind(random)].make(source);
    // Here and there an event overtakes the one before it.
    if (chance(random, 0.04) && frames.length > 0) frames.splice(-1, 0, frame);
    else frames.push(frame);
  }
  return frames;
}

/** One frame far larger than any other: a text of so many bytes in an event of its own. */
export const hugeFrame = (bytes: number): Frame =>
  text(
    'long texts and lists',
    `{"type":"response.output_text.delta","response_id":"resp_1","item_id":"item_1","delta":"${'QUJD'.repeat(bytes / 4)}"}`,
  );

/** A frame for people: its text, or its bytes. */
export function frameWords({ opcode, payload }: Frame): string {
  const said = opcode === 'text' ? JSON.stringify(payload.toString('utf8')) : payload.toString('base64');
  const shown = said.length > 2000 ? `${said.slice(0, 1500)} … ${said.slice(-200)} (${said.length} characters)` : said;
  return `${opcode} ${shown}`;
}
