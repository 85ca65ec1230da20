import { createEngine } from '../../../electron/engine/engine.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { testKey } from './key.ts';

/** A process that records one session and waits to be killed: arguments are data folder, assets folder, address. */
const [dataFolder = '', assetsFolder = '', url = ''] = process.argv.slice(2);
const engine = await createEngine({
  dataFolder,
  assetsFolder,
  version: '0.0.0-test',
  host: 'test',
  simulatorUrl: () => Promise.resolve(ok({ url })),
  secret: () => Promise.resolve(testKey),
  secretStatus: () => Promise.resolve({ present: true, from: 'memory', needed: true }),
  log: () => undefined,
});
const client = engine.client((push) => {
  if (push.type !== 'entries') return;
  process.send?.({ frames: push.entries.filter(({ from }) => from === 'server').length });
});
const started = await client.call('session.start', {
  endpoint: { kind: 'custom', url, auth: 'bearer' },
  options: { 'transcription.model': 'whisper-1' },
  input: { kind: 'microphone' },
});
process.send?.(started);
