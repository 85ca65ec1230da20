/** Names that Windows keeps for devices, whatever follows their first point. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)/i;
/** UTF-8 bytes of a name that are kept: file systems take 255, the end included. */
const mostBytes = 200;

const bytesOf = (letter: string): number => {
  const code = letter.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

function cut(name: string): string {
  let bytes = 0;
  return Array.from(name)
    .filter((letter) => (bytes += bytesOf(letter)) <= mostBytes)
    .join('');
}

/**
 * A name from outside as the beginning of a file's name: letters, digits, points, hyphens and underscores. It begins with no
 * point and no hyphen, and no system takes it for a folder or a device. `fallback`: where nothing of it is left.
 */
export function fileNameOf(name: string, fallback: string): string {
  const kept = cut(name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-'));
  const bare = kept.replace(/^[-.]+/, '').replace(/[-.]+$/, '');
  return bare === '' ? fallback : bare.replace(reserved, '$&_');
}
