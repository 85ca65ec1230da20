import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogIndex } from '../../../electron/engine/record/log-index.ts';
import { temporaryFolder } from '../../integration/support/bench.ts';

const head = (seq: number, from: string): string =>
  `{"seq":${seq},"at":"2026-11-23T14:05:34.000Z","t":${seq}.5,"from":"${from}"`;
const sound = (file: string): string => `{"$audio":{"file":"${file}","offset":44,"length":960}}`;
const append = (seq: number): string =>
  `${head(seq, 'client')},"bytes":1336,"event":{"type":"input_audio_buffer.append","audio":${sound('input.wav')}}}`;

async function logOf(lines: readonly string[]): Promise<string> {
  const path = join(await temporaryFolder(), 'events.jsonl');
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

/** What kind the event of a line is, by nothing but JSON: `0` where the line is no entry. */
function kindByHand(line: string): string {
  let entry: { readonly from: string; readonly event: { readonly type?: unknown } };
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return '0';
  }
  const audio = ['input_audio_buffer.append', 'response.output_audio.delta', 'response.audio.delta'];
  const isAudio = audio.includes(String(entry.event.type));
  return String(['client', 'server', 'bench'].indexOf(entry.from) + (isAudio ? 4 : 1));
}

describe('the kinds of entries', () => {
  test('are those of their events, however these are printed', async () => {
    const delta = `"response_id":"r","delta":${sound('output.wav')}`;
    const lines = [
      append(1),
      `${head(2, 'server')},"bytes":90,"event":{"type":"response.output_audio.delta","event_id":"e","output_index":0,${delta}}}`,
      `${head(3, 'server')},"bytes":90,"event":{"type":"response.audio.delta",${delta}}}`,
      `${head(4, 'server')},"bytes":90,"event":{${delta},"type":"response.output_audio.delta"}}`,
      `${head(5, 'server')},"bytes":90,"event":{ "type" : "response.output_audio.delta" , ${delta} }}`,
      // Of two members of one name the last one counts.
      `${head(6, 'server')},"bytes":90,"event":{"type":"response.output_audio.delta",${delta},"type":"response.done"}}`,
      `${head(7, 'server')},"bytes":90,"event":{"type":"response.done",${delta},"\\u0074ype":"response.audio.delta"}}`,
      `${head(8, 'server')},"bytes":90,"event":{"type":"response.output_audio.delta","\\u0074ype":"error"}}`,
      `${head(9, 'server')},"bytes":90,"event":{"type":"response.output_audio.delta.more","delta":""}}`,
      `${head(10, 'server')},"bytes":90,"event":"response.output_audio.delta"}`,
      `${head(11, 'bench')},"event":{"type":"input_audio_buffer.append"}}`,
      `${head(12, 'client')},"bytes":90,"event":{"type":"input_audio_buffer.append","audio":"${'A'.repeat(5000)}"}}`,
      append(13).replace('"offset":44', '"offset":044'),
    ];
    const kinds = await new LogIndex(await logOf(['{"voxtally":1}', ...lines])).kinds(1, 13);
    expect(kinds).toBe(lines.map(kindByHand).join(''));
    expect(kinds).toBe('4555525222640');
  });

  test('are those that JSON gives, of whatever a frame of sound may hold and wherever it is torn', async () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant([1]));
    const type = fc.constantFrom('input_audio_buffer.append', 'response.output_audio.delta', 'response.done');
    const event = fc.tuple(type, fc.dictionary(fc.string(), value)).map(([kind, more]) => ({ type: kind, ...more }));
    const torn = fc.option(fc.nat(200), { nil: undefined });
    const line = fc.tuple(fc.constantFrom('client', 'server', 'bench'), event, torn);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (parts) => {
        const lines = parts.map(([from, frame, cut], at) => {
          const whole = `${head(at + 1, from)},"event":${JSON.stringify(frame)}}`;
          return cut === undefined ? whole : whole.slice(0, -1 - cut);
        });
        const kinds = await new LogIndex(await logOf(lines)).kinds(1, lines.length);
        expect(kinds).toBe(lines.map(kindByHand).join(''));
      }),
      { numRuns: 60 },
    );
  });

  test('are 0 where the record has a gap, and of what lies behind its end', async () => {
    const index = new LogIndex(await logOf([append(1), append(2), append(5), append(4), append(6)]));
    expect(await index.kinds(1, 9)).toBe('440404000');
  });

  test('are told of any stretch, also of numbers out of all measure', async () => {
    const far = 900_000_000_000;
    const all = Array.from({ length: 40_000 }, (_, at) => append(at + 1));
    const index = new LogIndex(await logOf([...all, append(far)]));
    expect(await index.kinds(16_000, 36_000)).toBe('4'.repeat(20_001));
    expect(await index.kinds(39_999, 40_002)).toBe('4400');
    expect(await index.kinds(far - 1, far + 1)).toBe('040');
  });

  test('of a log that is still written come as it grows', async () => {
    const path = await logOf([append(1)]);
    const index = new LogIndex(path);
    expect(await index.kinds(1, 3)).toBe('400');
    await appendFile(path, `${append(2)}\n${head(3, 'bench')},"event":{"type":"bench.closed"}}\n`);
    expect(await index.kinds(1, 3)).toBe('443');
    expect((await index.read(2, 3, 10)).map(({ seq }) => seq)).toEqual([2, 3]);
  });
});
