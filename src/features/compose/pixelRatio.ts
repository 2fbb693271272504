/** Device pixels a CSS pixel, which change while a page is open. */

/** Tells when a window comes to a screen of another pixel ratio, or the page is zoomed. @returns a function that ends it */
export function watchPixelRatio(onChange: () => void): () => void {
  const stop = new AbortController();
  const watch = (): void => {
    const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', changed, { once: true, signal: stop.signal });
  };
  const changed = (): void => {
    onChange();
    watch();
  };
  watch();
  return () => stop.abort();
}
