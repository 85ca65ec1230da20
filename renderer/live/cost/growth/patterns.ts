/** Draws a square of `size` device pixels that tiles the plane. */
function tile(size: number, paint: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context !== null) paint(context);
  return canvas;
}

/** Dots on a ground: what came from the cache. `scale` is device pixels to a CSS pixel. */
export const dots = (
  target: CanvasRenderingContext2D,
  color: string,
  ground: string,
  scale: number,
): CanvasPattern | string =>
  target.createPattern(
    tile(Math.round(4 * scale), (context) => {
      context.fillStyle = ground;
      context.fillRect(0, 0, 4 * scale, 4 * scale);
      context.fillStyle = color;
      context.beginPath();
      context.arc(scale, scale, 0.9 * scale, 0, Math.PI * 2);
      context.arc(3 * scale, 3 * scale, 0.9 * scale, 0, Math.PI * 2);
      context.fill();
    }),
    'repeat',
  ) ?? color;

/** Gaps of 45 degrees in the colour of the panel, laid over what is an estimate. */
export const gaps = (target: CanvasRenderingContext2D, panel: string, scale: number): CanvasPattern | string => {
  const size = Math.round(7 * scale);
  return (
    target.createPattern(
      tile(size, (context) => {
        context.strokeStyle = panel;
        context.lineWidth = 2 * scale;
        for (const shift of [-size, 0, size]) {
          context.beginPath();
          context.moveTo(shift - scale, size + scale);
          context.lineTo(shift + size + scale, -scale);
          context.stroke();
        }
      }),
      'repeat',
    ) ?? panel
  );
};
