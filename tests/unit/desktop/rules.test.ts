import { describe, expect, it } from 'vitest';
import { allowsCheck, allowsRequest, isPageUrl } from '../../../electron/desktop/policy-rules.ts';

const page = 'app://bench/';
const request = { requestingUrl: page, mediaTypes: ['audio'], isMainFrame: true };

describe('permissions of the desktop window', () => {
  it('are sound in and the choice of where sound comes out, for our own page', () => {
    expect(allowsRequest('media', request)).toBe(true);
    expect(allowsRequest('speaker-selection', request)).toBe(true);
    expect(allowsCheck('media', page, { mediaType: 'audio', isMainFrame: true })).toBe(true);
    expect(allowsCheck('media', page, { isMainFrame: true })).toBe(true);
  });

  it('are never a picture, a frame, another page or anything else', () => {
    expect(allowsRequest('media', { ...request, mediaTypes: ['audio', 'video'] })).toBe(false);
    expect(allowsRequest('media', { ...request, mediaTypes: [] })).toBe(false);
    expect(allowsRequest('media', { ...request, mediaTypes: undefined })).toBe(false);
    expect(allowsRequest('media', { ...request, isMainFrame: false })).toBe(false);
    expect(allowsRequest('media', { ...request, requestingUrl: 'https://example.com/' })).toBe(false);
    expect(allowsRequest('media', { ...request, requestingUrl: undefined })).toBe(false);
    for (const other of ['geolocation', 'notifications', 'clipboard-read', 'display-capture', 'hid', 'openExternal']) {
      expect(allowsRequest(other, request)).toBe(false);
      expect(allowsCheck(other, page, { isMainFrame: true })).toBe(false);
    }
    expect(allowsCheck('media', page, { mediaType: 'video', isMainFrame: true })).toBe(false);
  });

  it('know the page by its whole address, not by how it begins', () => {
    expect(isPageUrl('app://bench/assets/x.js')).toBe(true);
    for (const other of ['app://bench.example/', 'app://benches/', 'https://bench/', 'file:///bench', 'nonsense', '']) {
      expect(isPageUrl(other)).toBe(false);
    }
  });
});
