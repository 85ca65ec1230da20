import { isPageUrl } from './page-address.ts';

/** What Electron says of a request for a permission. */
export interface RequestFacts {
  readonly requestingUrl?: string | undefined;
  readonly mediaTypes?: readonly string[] | undefined;
  readonly isMainFrame: boolean;
}

/** What Electron says when a page only looks whether it would be allowed. */
export interface CheckFacts {
  readonly mediaType?: string | undefined;
  readonly isMainFrame: boolean;
}

/** The page may record sound and choose where sound comes out; a picture, and everything else, it may not. */
export function allowsRequest(permission: string, { requestingUrl, mediaTypes, isMainFrame }: RequestFacts): boolean {
  if (!isMainFrame || requestingUrl === undefined || !isPageUrl(requestingUrl)) return false;
  if (permission === 'speaker-selection') return true;
  if (permission !== 'media' || mediaTypes === undefined || mediaTypes.length === 0) return false;
  return mediaTypes.every((type) => type === 'audio');
}

/**
 * The same for checks. The first ones of a page name no media type (they ask whether devices may be named at all), so that only
 * video is known to be refused here; the request that follows says what is wanted.
 */
export function allowsCheck(permission: string, origin: string, { mediaType, isMainFrame }: CheckFacts): boolean {
  if (!isMainFrame || !isPageUrl(origin)) return false;
  return permission === 'speaker-selection' || (permission === 'media' && mediaType !== 'video');
}
