import type { NetworkSettings } from './settings.ts';

/** What a profile connects by unless somebody says otherwise. */
export const defaultNetwork: NetworkSettings = {
  proxy: { kind: 'system' },
  systemCertificates: true,
  extraCa: null,
};
