import { afterEach, expect, it, vi } from 'vitest';
import { IncomingBills } from '../../../electron/engine/ports/bill-uploads.ts';
import { WavStore } from '../../../electron/engine/ports/wav-uploads.ts';
import { startBench, type TestBench } from '../support/bench.ts';

let bench: TestBench | null = null;
afterEach(async () => {
  await bench?.engine.shutdown(0);
  vi.restoreAllMocks();
});

it('old uploads that cannot be deleted keep no bench from starting or from closing, and the log says so', async () => {
  const busy = Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' });
  vi.spyOn(WavStore.prototype, 'clean').mockRejectedValue(busy);
  const others = vi.spyOn(IncomingBills.prototype, 'clean');
  bench = await startBench();
  expect((await bench.client.api.call('app.info', {})).ok).toBe(true);
  await bench.engine.shutdown(0);
  expect(others).toHaveBeenCalledOnce();
  expect(bench.logged.join('\n')).toContain('Old uploads could not be deleted: EBUSY');
});
