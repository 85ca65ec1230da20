import type uPlot from 'uplot';

/**
 * Keeps a plot in the size of its place, in the colours of the theme and in the faces that come late, for as long as it is there.
 * @param heightOf its height in CSS pixels
 * @param onTheme called before it is drawn in another theme's colours
 * @returns what ends that, and the plot
 */
export function followPlot(plot: uPlot, place: HTMLElement, heightOf: () => number, onTheme: () => void): () => void {
  let isThere = true;
  const size = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: heightOf() }));
  size.observe(place);
  const theme = new MutationObserver(() => {
    onTheme();
    plot.redraw();
  });
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  void document.fonts.ready.then(() => {
    if (isThere) plot.redraw();
  });
  return () => {
    isThere = false;
    size.disconnect();
    theme.disconnect();
    plot.destroy();
  };
}
