import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Line, LineCutter } from '../../../electron/engine/record/line-cutter.ts';
import { headerProblem, readHeader, readLines } from '../../../electron/engine/record/read-log.ts';

afterEach(() => void vi.restoreAllMocks());

/** Bytes that are copied while something is done, whatever copies them. */
async function copiedBytes(work: () => void | Promise<void>): Promise<number> {
  let copied = 0;
  const from = Buffer.from.bind(Buffer);
  const concat = Buffer.concat.bind(Buffer);
  vi.spyOn(Buffer, 'from').mockImplementation(((bytes: Buffer) => {
    copied += bytes.length;
    return from(bytes);
  }) as typeof Buffer.from);
  vi.spyOn(Buffer, 'concat').mockImplementation((list, total) => {
    copied += list.reduce((sum, { length }) => sum + length, 0);
    return concat(list, total);
  });
  await work();
  vi.restoreAllMocks();
  return copied;
}

const cut = (pieces: readonly Buffer[], mostBytes?: number): Line[] => {
  const cutter = new LineCutter(0, mostBytes);
  const buffer = Buffer.alloc(64);
  // One buffer is used for all pieces, as whoever reads a file does.
  return pieces.flatMap((piece) => {
    buffer.fill(0x7a);
    piece.copy(buffer);
    return cutter.push(buffer.subarray(0, piece.length));
  });
};

describe('lines', () => {
  it('are the same however the bytes come, and lie where they say', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\u00e9', '\u{1F600}', '\r'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (whole, sizes) => {
        const bytes = Buffer.from(whole);
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        const lines = cut(pieces);
        expect(lines.map((line) => line.text)).toEqual(whole.split('\n').slice(0, -1));
        for (const { text: said, startByte, endByte } of lines) {
          expect(bytes.toString('utf8', startByte, endByte)).toBe(`${said}\n`);
        }
      }),
    );
  });

  it('longer than any entry are passed over, and cost none of the others', () => {
    const pieces = ['one\n', 'a'.repeat(9), 'a'.repeat(9), 'a\ntwo\n', `${'b'.repeat(8)}\n`];
    expect(
      cut(
        pieces.map((text) => Buffer.from(text)),
        8,
      ),
    ).toEqual([
      { text: 'one', startByte: 0, endByte: 4 },
      { text: '', startByte: 4, endByte: 24 },
      { text: 'two', startByte: 24, endByte: 28 },
      { text: 'b'.repeat(8), startByte: 28, endByte: 37 },
    ]);
  });

  it('of many pieces are copied at most twice, and those too long not even once each', async () => {
    const piece = Buffer.alloc(1000, 0x61);
    const whole = await copiedBytes(() => {
      const cutter = new LineCutter(0);
      for (let turn = 0; turn < 500; turn += 1) cutter.push(piece);
      expect(cutter.push(Buffer.from('\n'))).toHaveLength(1);
    });
    expect(whole).toBeLessThanOrEqual(2 * 500_001 + 1);
    const tooLong = await copiedBytes(() => {
      const cutter = new LineCutter(0, 10_000);
      for (let turn = 0; turn < 500; turn += 1) cutter.push(piece);
    });
    expect(tooLong).toBeLessThanOrEqual(11_000);
  });
});

describe('a log of 200 MB without a line end', () => {
  it('is read once, is no record, and its header is not looked for beyond the longest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'voxtally-lines-'));
    const path = join(folder, 'events.jsonl');
    const handle = await open(path, 'w');
    await handle.truncate(200 * 1024 * 1024);
    await handle.close();
    const copied = await copiedBytes(async () => {
      expect(await readHeader(path)).toBeNull();
      expect(await headerProblem(path, 'It')).toBe('It does not begin with the header of a session.');
    });
    expect(copied).toBeLessThan(2 * 17 * 1024 * 1024);
    const batches: number[] = [];
    expect(
      await copiedBytes(async () => {
        for await (const lines of readLines(path)) batches.push(lines.length);
      }),
    ).toBeLessThanOrEqual(129 * 1024 * 1024);
    expect(batches).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
