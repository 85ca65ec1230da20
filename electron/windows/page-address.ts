/** The page's own scheme and origin: a real origin, so that microphone and worklets are available, and no file on disk is one. */
export const appScheme = 'app';
export const pageOrigin = 'app://bench';
export const pageUrl = `${pageOrigin}/`;

/** Whether an address belongs to the page. Compared by parts: a prefix would also match `app://bench.example/`. */
export function isPageUrl(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${appScheme}:` && host === 'bench';
  } catch {
    return false;
  }
}
