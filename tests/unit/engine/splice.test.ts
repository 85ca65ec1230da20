import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutAudio,
  frameLine,
  frameText,
  parseEntry,
  restoreFrame,
  storedFrame,
} from '../../../electron/engine/record/log-lines.ts';
import type { Json, JsonObject } from '../../../shared/kit/json.ts';

const head = { seq: 1, at: '2026-11-23T10:00:00.000Z', t: 12.3, from: 'server' } as const;
const ref = (length: number) => ({ $audio: { file: 'output.wav', offset: 44, length } });
const byteLength = (text: string): number => Buffer.byteLength(text);

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Writes a frame as the recorder does and rebuilds it from nothing but its line and the audio. */
function throughTheLog(text: string, audio: Buffer | null): { rebuilt: string; line: string } {
  const base64 = audio?.toString('base64') ?? '';
  const cut = audio === null ? null : cutAudio(text, 'delta', base64, ref(audio.length));
  const line = frameLine(head, frameText(cut ?? text, parsed(cut ?? text)), byteLength(text));
  const stored = storedFrame(line);
  if (stored === null) throw new Error('no frame in the line');
  return { rebuilt: restoreFrame(stored, () => base64, byteLength), line };
}

const audioBytes = fc.uint8Array({ minLength: 120, maxLength: 2000 }).map((bytes) => Buffer.from(bytes));

describe('a frame in the log', () => {
  it('is one line, whatever the frame holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(throughTheLog(text, null).line.indexOf('\n')).toBe(throughTheLog(text, null).line.length - 1);
      }),
    );
  });

  it('is rebuilt letter by letter when it is any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => throughTheLog(text, null).rebuilt === text));
  });

  it('is rebuilt letter by letter when it is any JSON, printed in any way', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', '\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent === '\r\n' ? 2 : indent);
        const printed = indent === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
        expect(throughTheLog(printed, null).rebuilt).toBe(printed);
      }),
    );
  });

  it('is rebuilt letter by letter with its audio cut out, and the line is shorter', () => {
    fc.assert(
      fc.property(audioBytes, fc.jsonValue(), fc.constantFrom(undefined, 2), (audio, other, indent) => {
        const frame = { type: 'response.output_audio.delta', other, delta: audio.toString('base64') };
        const text = JSON.stringify(frame, null, indent);
        const { rebuilt, line } = throughTheLog(text, audio);
        expect(rebuilt).toBe(text);
        if (!text.includes('$audio')) expect(line).not.toContain(audio.toString('base64'));
      }),
    );
  });

  it('keeps numbers, spaces and doubled keys as they stood', () => {
    const text = '{ "type":"x" , "n": 1.0e2, "big":12345678901234567890, "a":1, "a":2 }';
    const { rebuilt, line } = throughTheLog(text, null);
    expect(rebuilt).toBe(text);
    expect(line).toContain(text);
  });

  it('keeps a frame that is JSON but no object as a string, apart from one that is not JSON', () => {
    for (const text of ['"hello"', 'hello', '[1,2]', 'null', '']) {
      expect(throughTheLog(text, null).rebuilt).toBe(text);
      expect(parseEntry(throughTheLog(text, null).line)?.event).toBe(text);
    }
  });

  it('holds an object for the inspector when the frame was pretty-printed', () => {
    const { line } = throughTheLog('{\n  "type": "x"\n}', null);
    expect(parseEntry(line)?.event).toEqual({ type: 'x' });
  });
});

describe('cutting audio out', () => {
  const audio = Buffer.alloc(960, 7);
  const base64 = audio.toString('base64');
  const frame = (more: JsonObject = {}): string => JSON.stringify({ type: 'd', delta: base64, ...more });

  it('leaves a reference in its place', () => {
    expect(cutAudio(frame(), 'delta', base64, ref(960))).toBe(
      '{"type":"d","delta":{"$audio":{"file":"output.wav","offset":44,"length":960}}}',
    );
  });

  it.each([
    ['it stands twice', frame({ again: base64 })],
    ['it stands under another key', JSON.stringify({ type: 'd', other: base64 })],
    ['it stands inside a longer text', frame().replace(base64, `x${base64}`)],
    ['the frame holds something like a reference already', frame({ $audio: 1 })],
    ['its letters are escaped', frame().replace(base64, base64.replace('B', '\\u0042'))],
  ])('leaves it in place when %s', (_, text) => {
    expect(cutAudio(text, 'delta', base64, ref(960))).toBeNull();
  });

  it('leaves audio shorter than its reference would be', () => {
    const short = Buffer.alloc(30).toString('base64');
    expect(cutAudio(JSON.stringify({ delta: short }), 'delta', short, ref(30))).toBeNull();
  });

  it('does not take a frame that came with a reference for one of its own', () => {
    const text = '{"type":"d","delta":{"$audio":{"file":"output.wav","offset":44,"length":960}}}';
    expect(throughTheLog(text, null).rebuilt).toBe(text);
  });
});
