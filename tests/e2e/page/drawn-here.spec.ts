import { startSession, stopSession } from '../support/audio-page.ts';
import { expectRunning, expectStill } from '../support/drawn.ts';
import { homeWith } from '../support/prepare.ts';
import { expect, test } from '../support/test.ts';

test('a window whose drawing worker cannot be read draws by itself', async ({ open }) => {
  const { page } = await open({ home: await homeWith({}), hears: [60_000] });
  let asked = 0;
  await page.route(/assets\/worker-[^/]*\.js$/, async (route) => {
    asked += 1;
    await route.abort();
  });
  await page.reload();
  await startSession(page);
  await expectRunning(page);
  expect(asked).toBe(1);
  await stopSession(page);
  await expectStill(page);
});
