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
