// @ts-check
// Icons of Windows and macOS: containers of PNG pictures.

/**
 * A Windows icon of the pictures up to 256 px, which is the most its directory can say.
 * @param {ReadonlyMap<number, Buffer>} pngs square pictures by their side in px
 * @returns {Buffer}
 */
export function ico(pngs) {
  const fitting = [...pngs].filter(([sizePx]) => sizePx <= 256);
  const head = Buffer.alloc(6 + 16 * fitting.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(fitting.length, 4);
  let offset = head.length;
  for (const [index, [sizePx, png]] of fitting.entries()) {
    const at = 6 + 16 * index;
    // 256 is written as 0.
    head.writeUInt8(sizePx % 256, at);
    head.writeUInt8(sizePx % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...fitting.map(([, png]) => png)]);
}

/** The kinds of picture in a macOS icon that are PNG, by the side in px: for a plain screen, and for one of double density. */
const kinds = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

/**
 * A macOS icon.
 * @param {ReadonlyMap<number, Buffer>} pngs square pictures by their side in px
 * @returns {Buffer}
 */
export function icns(pngs) {
  const parts = kinds.flatMap(([kind, sizePx]) => {
    const png = pngs.get(sizePx);
    if (png === undefined) return [];
    const head = Buffer.alloc(8);
    head.write(kind, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return [head, png];
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}
