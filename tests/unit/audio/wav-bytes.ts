/** Builds WAV files by hand, well-formed or broken on purpose. */
export interface WavShape {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly bits?: number;
  /** Bytes of a sample of all channels; by default as many as the bits take. */
  readonly blockAlign?: number;
  readonly data?: Uint8Array;
  /** Size written in the data chunk's header; the real size by default. */
  readonly statedSize?: number;
  readonly extensible?: boolean;
  /** A chunk before the data, as editors write. */
  readonly extraChunk?: boolean;
}

const ascii = (text: string): number[] => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const u16 = (value: number): number[] => [value & 255, (value >> 8) & 255];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(Math.floor(value / 65_536))];

export function wavBytes(shape: WavShape = {}): Uint8Array {
  const { tag = 1, channels = 1, rateHz = 24_000, bits = 16, data = new Uint8Array(96), extensible = false } = shape;
  const block = shape.blockAlign ?? (channels * bits) / 8;
  const plain = [
    ...u16(extensible ? 0xfffe : tag),
    ...u16(channels),
    ...u32(rateHz),
    ...u32(rateHz * block),
    ...u16(block),
    ...u16(bits),
  ];
  const format = extensible
    ? [...plain, ...u16(22), ...u16(bits), ...u32(4), ...u16(tag), ...Array<number>(14).fill(0)]
    : plain;
  const extra = shape.extraChunk === true ? [...ascii('LIST'), ...u32(3), 1, 2, 3, 0] : [];
  const body = [
    ...ascii('WAVEfmt '),
    ...u32(format.length),
    ...format,
    ...extra,
    ...ascii('data'),
    ...u32(shape.statedSize ?? data.length),
  ];
  return Uint8Array.from([...ascii('RIFF'), ...u32(body.length + data.length), ...body, ...data]);
}
