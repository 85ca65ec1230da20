import { gzipSync } from 'node:zlib';
import { type Thrift, thriftBytes, varint } from './thrift.ts';

/** A column of a Parquet file: text, floating numbers, or instants in milliseconds. */
export type Column =
  | { readonly name: string; readonly text: readonly string[] }
  | { readonly name: string; readonly numbers: readonly number[] }
  | { readonly name: string; readonly instants: readonly number[] };

const physical = { int64: 2, double: 5, bytes: 6 } as const;

/** Snappy's own format with everything as literals: any reader of it takes this. */
function snappy(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from(varint(bytes.length))];
  for (let at = 0; at < bytes.length; at += 65_536) {
    const literal = bytes.subarray(at, at + 65_536);
    const size = literal.length - 1;
    parts.push(Buffer.from([61 << 2, size & 255, size >> 8]), literal);
  }
  return Buffer.concat(parts);
}

function valuesOf(column: Column): { type: number; count: number; bytes: Buffer } {
  if ('text' in column) {
    const cells = column.text.map((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return Buffer.concat([length, bytes]);
    });
    return { type: physical.bytes, count: column.text.length, bytes: Buffer.concat(cells) };
  }
  const list = 'numbers' in column ? column.numbers : column.instants;
  const bytes = Buffer.alloc(8 * list.length);
  list.forEach((value, at) =>
    'numbers' in column ? bytes.writeDoubleLE(value, at * 8) : bytes.writeBigInt64LE(BigInt(value), at * 8),
  );
  return { type: 'numbers' in column ? physical.double : physical.int64, count: list.length, bytes };
}

const codecs = { snappy: { id: 1, pack: snappy }, gzip: { id: 2, pack: (bytes: Buffer) => gzipSync(bytes) } } as const;

/** A Parquet file with one row group for each list of columns, Snappy-packed, as an export is, or by another codec. */
export function parquetBytes(groups: readonly (readonly Column[])[], codec: keyof typeof codecs = 'snappy'): Buffer {
  const chunks: Buffer[] = [Buffer.from('PAR1')];
  let offset = 4;
  const rowGroups = groups.map((columns): Thrift => {
    const rows = valuesOf(columns[0] as Column).count;
    const metas = columns.map((column): Thrift => {
      const { type, count, bytes } = valuesOf(column);
      const packed = codecs[codec].pack(bytes);
      const page: Thrift = {
        fields: {
          1: { i32: 0 },
          2: { i32: bytes.length },
          3: { i32: packed.length },
          5: { fields: { 1: { i32: count }, 2: { i32: 0 }, 3: { i32: 3 }, 4: { i32: 3 } } },
        },
      };
      const head = Buffer.from(thriftBytes(page));
      const at = offset;
      chunks.push(head, packed);
      offset += head.length + packed.length;
      const meta: Thrift = {
        fields: {
          1: { i32: type },
          2: { list: [{ i32: 0 }] },
          3: { list: [{ text: column.name }] },
          4: { i32: codecs[codec].id },
          5: { i64: count },
          6: { i64: head.length + bytes.length },
          7: { i64: head.length + packed.length },
          9: { i64: at },
        },
      };
      return { fields: { 2: { i64: at }, 3: meta } };
    });
    return { fields: { 1: { list: metas }, 2: { i64: 0 }, 3: { i64: rows } } };
  });
  const columns = groups[0] ?? [];
  const schema: Thrift[] = [
    { fields: { 4: { text: 'schema' }, 5: { i32: columns.length } } },
    ...columns.map((column): Thrift => {
      const converted: Record<number, Thrift> =
        'text' in column ? { 6: { i32: 0 } } : 'instants' in column ? { 6: { i32: 9 } } : {};
      return { fields: { 1: { i32: valuesOf(column).type }, 3: { i32: 0 }, 4: { text: column.name }, ...converted } };
    }),
  ];
  const rows = groups.reduce((sum, group) => sum + valuesOf(group[0] as Column).count, 0);
  const footer = Buffer.from(
    thriftBytes({ fields: { 1: { i32: 1 }, 2: { list: schema }, 3: { i64: rows }, 4: { list: rowGroups } } }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...chunks, footer, length, Buffer.from('PAR1')]);
}
