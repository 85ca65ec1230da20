export const wavHeaderBytes = 44;

/** The 44-byte header of a PCM16 WAV file; the sizes saturate at the format's limit of 4 GiB. */
export function wavHeader(rateHz: number, dataBytes: number, channels = 1): Uint8Array {
  const header = new Uint8Array(wavHeaderBytes);
  const view = new DataView(header.buffer);
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i += 1) header[at + i] = text.charCodeAt(i);
  };
  const size = Math.min(dataBytes, 0xffff_ffff - 36);
  put(0, 'RIFF');
  view.setUint32(4, 36 + size, true);
  put(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  put(36, 'data');
  view.setUint32(40, size, true);
  return header;
}

/** A WAV file of 32-bit floats, its channels equally long. */
export function floatWav(channels: readonly Float32Array[], rateHz: number): Uint8Array<ArrayBuffer> {
  const samples = channels[0]?.length ?? 0;
  const dataBytes = samples * channels.length * 4;
  const file = new Uint8Array(wavHeaderBytes + dataBytes);
  file.set(wavHeader(rateHz, dataBytes, channels.length));
  const view = new DataView(file.buffer);
  view.setUint16(20, 3, true);
  view.setUint32(28, rateHz * channels.length * 4, true);
  view.setUint16(32, channels.length * 4, true);
  view.setUint16(34, 32, true);
  for (const [channel, lane] of channels.entries())
    for (let i = 0; i < samples; i += 1)
      view.setFloat32(wavHeaderBytes + (i * channels.length + channel) * 4, lane[i] as number, true);
  return file;
}
