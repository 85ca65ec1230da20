/** Only what the page itself ships: no inline script or style, no frames, no forms, no plugins. */
const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'media-src': "'self' blob:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;

/**
 * The headers of every answer to the page. Under Electron the page connects to nothing (`connect` none); in the browser host its
 * worker opens WebSockets to where it came from, which 'self' covers.
 */
export function securityHeaders(connect: 'none' | 'self'): Record<string, string> {
  const directives = Object.entries({ ...policy, 'connect-src': `'${connect}'` });
  return {
    'content-security-policy': directives.map(([name, value]) => `${name} ${value}`).join('; '),
    'permissions-policy': 'microphone=(self), speaker-selection=(self), camera=(), geolocation=(), display-capture=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  };
}
