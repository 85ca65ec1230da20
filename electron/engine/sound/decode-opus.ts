import { OpusDecoder } from 'opus-decoder';
import { FileBytes } from '../../../shared/audio/files/bytes.ts';
import { badFile, damaged, holdsNoSound, soundFrom } from '../../../shared/audio/files/container.ts';
import { SampleCollector, tooLong } from '../../../shared/audio/files/decoded.ts';
import { type OggPackets, oggPackets } from '../../../shared/audio/files/ogg.ts';
import type { SoundFile } from '../../../shared/audio/sound-file.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';

/** What Opus is decoded at, whatever it was made from. */
const opusRateHz = 48_000;

/** Before the sound: what it is, and its tags. */
const headerPackets = 2;

/** What the first packet says (RFC 7845). */
interface OpusHead {
  readonly channels: number;
  /** Samples at the beginning that only let the decoder settle. */
  readonly preSkip: number;
  readonly gain: number;
  readonly streams: number;
  readonly coupled: number;
  readonly mapping: readonly number[];
}

function headOf(packet: Uint8Array, name: string): Result<{ head: OpusHead }> {
  const file = new FileBytes(packet, true);
  const channels = file.u8(9);
  const family = file.u8(18);
  if (packet.byteLength < 19 || file.u8(8) > 15 || channels === 0)
    return badFile(name, 'has no complete format header.', damaged);
  const quietBy = file.u16(16);
  const gain = 10 ** ((quietBy >= 32_768 ? quietBy - 65_536 : quietBy) / 256 / 20);
  const common = { channels, preSkip: file.u16(10), gain };
  if (family === 0 && channels <= 2) {
    return ok({ head: { ...common, streams: 1, coupled: channels - 1, mapping: channels === 2 ? [0, 1] : [0] } });
  }
  const mapping = [...packet.subarray(21, 21 + channels)];
  const streams = file.u8(19);
  const coupled = file.u8(20);
  // What is mapped to 255 is silent.
  const possible =
    mapping.every((from) => from < streams + coupled || from === 255) && coupled <= streams && streams > 0;
  if (family > 1 || channels > 8 || mapping.length < channels || !possible) {
    return badFile(
      name,
      `holds Opus in a layout of ${channels} channels that the bench does not decode.`,
      'Convert it to WAV.',
    );
  }
  return ok({ head: { ...common, streams, coupled, mapping } });
}

/** Samples at 48 kHz of one frame by the first five bits of a packet: SILK, hybrid, CELT. */
const frameSamples = (config: number): number =>
  config < 12
    ? ([480, 960, 1920, 2880][config % 4] as number)
    : config < 16
      ? ([480, 960][config % 2] as number)
      : ([120, 240, 480, 960][config % 4] as number);

/** Samples per channel that a packet says it holds. */
function packetSamples(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet;
  const code = first & 3;
  return frameSamples(first >> 3) * (code === 0 ? 1 : code === 3 ? second & 63 : 2);
}

/** The first sample that is heard, and the one behind the last, of all that the packets give. */
function heardPart({ packets, first, lastGranule }: OggPackets, { preSkip }: OpusHead): { from: number; to: number } {
  const before = packets
    .slice(headerPackets, first?.packets ?? headerPackets)
    .reduce((sum, packet) => sum + packetSamples(packet), 0);
  // A recording cut out of a longer one begins somewhere.
  const startsAt = Math.max(0, (first?.granule ?? 0) - before);
  return { from: preSkip, to: lastGranule === null ? Number.POSITIVE_INFINITY : lastGranule - startsAt };
}

/** Decodes an Ogg file with Opus: what only lets the decoder settle, and what is behind the end, is left out. */
export async function decodeOpus(bytes: Uint8Array, name: string): Promise<Result<{ sound: SoundFile }>> {
  const ogg = oggPackets(bytes, name, headerPackets);
  if (!ogg.ok) return ogg;
  const [first] = ogg.packets;
  if (first === undefined || ogg.packets.length <= headerPackets) return badFile(name, 'holds no sound.', holdsNoSound);
  const said = headOf(first, name);
  if (!said.ok) return said;
  const sound = ogg.packets.slice(headerPackets);
  const { head } = said;
  const { channels } = head;
  const decoder = new OpusDecoder({
    channels,
    streamCount: head.streams,
    coupledStreamCount: head.coupled,
    channelMappingTable: [...head.mapping],
  });
  await decoder.ready;
  try {
    const collector = new SampleCollector(
      (length) => new Float32Array(length),
      sound.reduce((sum, packet) => sum + packetSamples(packet), 0) * channels,
    );
    for (const packet of sound) {
      const second = (): string => (collector.length / channels / opusRateHz).toFixed(3);
      const most = packetSamples(packet);
      if (packet.byteLength > mostPacketBytes * channels || most > mostPacketSamples)
        return badFile(name, `is damaged at ${second()} s.`, damaged);
      const { channelData, samplesDecoded, errors } = decoder.decodeFrame(packet);
      if (errors.length > 0) return badFile(name, `is damaged at ${second()} s.`, damaged);
      const room = collector.room(samplesDecoded * channels);
      if (room === null) return tooLong(name, { rateHz: opusRateHz, channels, bytesPerSample: 4 });
      for (const [channel, samples] of channelData.entries())
        for (let i = 0; i < samplesDecoded; i += 1) room[i * channels + channel] = (samples[i] ?? 0) * head.gain;
    }
    const { from, to } = heardPart(ogg, head);
    const data = collector.bytes(from * channels, to * channels);
    return soundFrom(
      {
        name,
        encoding: 'float32',
        bits: 32,
        containerBytes: 4,
        littleEndian: true,
        rateHz: opusRateHz,
        channels,
        data,
        cutOff: ogg.cutOff,
      },
      'Opus',
    );
  } finally {
    decoder.free();
  }
}

/** The decoder's own room for one packet: bytes a channel, and 120 ms. */
const mostPacketBytes = 3840;
const mostPacketSamples = 5760;
