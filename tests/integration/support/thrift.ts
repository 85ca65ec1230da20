/** Thrift's compact protocol, as much of it as a Parquet footer needs. */
export type Thrift =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly fields: Readonly<Record<number, Thrift>> };

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

const typeOf = (value: Thrift): number =>
  'i32' in value ? 5 : 'i64' in value ? 6 : 'text' in value ? 8 : 'list' in value ? 9 : 12;

export function thriftBytes(value: Thrift): number[] {
  if ('i32' in value) return varint(value.i32 * 2);
  if ('i64' in value) return varint(value.i64 * 2);
  if ('text' in value) {
    const text = [...Buffer.from(value.text)];
    return [...varint(text.length), ...text];
  }
  if ('list' in value) {
    const type = value.list[0] === undefined ? 12 : typeOf(value.list[0]);
    const size = value.list.length < 15 ? [value.list.length * 16 + type] : [0xf0 + type, ...varint(value.list.length)];
    return [...size, ...value.list.flatMap(thriftBytes)];
  }
  let last = 0;
  const fields = Object.entries(value.fields).flatMap(([key, field]) => {
    const delta = Number(key) - last;
    last = Number(key);
    return [delta * 16 + typeOf(field), ...thriftBytes(field)];
  });
  return [...fields, 0];
}
