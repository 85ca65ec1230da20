import { Receiver, valueOf } from '../../integration/support/otlp-receiver.ts';
import { madeSessions } from '../support/made-sessions.ts';
import { temporaryFolder } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

const canary = 'planted-header-9c41e7d2';

test('a session is sent to a receiver of OTLP: off at first, headers once and never seen again, what came of it told', async ({
  open,
}) => {
  const home = await temporaryFolder();
  await madeSessions(home, [{ profile: 'Kitchen', reported: 2 }]);
  const receiver = new Receiver();
  const url = await receiver.start();
  const bench = await open({ home });
  const { page } = bench;
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  await page.keyboard.press('2');
  const grid = page.getByRole('grid', { name: 'Sessions' });
  await grid.getByRole('row', { name: /Kitchen/ }).dblclick();
  await expect(page.getByRole('banner').getByRole('status')).toContainText('Ended');
  await page.keyboard.press('Shift+H');
  const dialog = page.getByRole('dialog', { name: 'Hand on' });
  const telemetry = dialog.getByRole('region', { name: 'Telemetry' });
  await expect(telemetry.getByRole('textbox')).toHaveCount(0);
  await telemetry.getByRole('switch', { name: 'Send to a telemetry system' }).click();

  const address = telemetry.getByRole('textbox', { name: 'Address' });
  const send = telemetry.getByRole('button', { name: 'Send', exact: true });
  await address.fill('http://collector.example.com');
  await send.click();
  await expect(telemetry.getByRole('alert')).toContainText('would be sent to unencrypted');

  await address.fill(url);
  const headers = telemetry.locator('#otlp-headers');
  await headers.fill(`authorization=Bearer ${canary}`);
  await send.click();
  const sent = telemetry.getByText(/took \d+ spans of 1 session\.$/);
  await expect(sent).toBeVisible();
  await expect(sent).toContainText(`took ${receiver.spans.length} spans`);
  expect(receiver.spans.length).toBeGreaterThan(3);
  expect(receiver.received.map(({ headers: had }) => had['authorization'])).toEqual([`Bearer ${canary}`]);
  expect(receiver.spans.some((span) => valueOf(span, 'gen_ai.output.messages') !== undefined)).toBe(false);
  await expect(headers).toHaveValue('');
  await expect(telemetry.getByText(/is at hand/)).toBeVisible();

  receiver.answers.push({
    status: 200,
    body: JSON.stringify({ partialSuccess: { rejectedSpans: 2, errorMessage: `late, ${canary}` } }),
  });
  await telemetry.getByRole('switch', { name: 'Send what was said' }).click();
  await send.click();
  await expect(telemetry.getByText(/it refused 2\.$/)).toBeVisible();
  await expect(telemetry.getByText(/^The receiver says: late/)).toBeVisible();
  receiver.answers.push({ status: 403, body: `not you, ${canary}` });
  await send.click();
  await expect(telemetry.getByRole('alert')).toContainText('answered 403 to the spans: not you');

  // Redacted, no words can go.
  await dialog.getByRole('switch', { name: 'Redacted' }).click();
  await expect(telemetry.getByRole('switch', { name: 'Send what was said' })).toBeDisabled();
  await telemetry.getByRole('button', { name: 'Forget' }).click();
  await send.click();
  await expect(sent).toBeVisible();
  expect(receiver.received.at(-1)?.headers['authorization']).toBeUndefined();

  const seen = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map((input) => input.value),
      Object.entries(localStorage),
      Object.entries(sessionStorage),
    ]),
  );
  expect(seen).not.toContain(canary);
  expect(bench.printed()).not.toContain(canary);
  await receiver.close();
});
