import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startButton } from '../support/audio-page.ts';
import { expect, test } from '../support/test.ts';

test('the window asks the network for nothing, a dictionary least of all', async ({ open }) => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(204).end();
  });
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const way = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const bench = await open({ electronArguments: [`--proxy-server=http://${way}`] });
  const { page, electron } = bench;
  await startButton(page).waitFor();
  await startButton(await bench.anotherWindow()).waitFor();

  // Words that any checker would look up, in every field there is, whatever the page itself says about it.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('input, textarea')) element.spellcheck = true;
    const field = document.createElement('textarea');
    document.body.append(field);
    field.spellcheck = true;
    field.focus();
    document.execCommand('insertText', false, 'mispeled wrds hier und dort ');
  });
  const spelling = await electron?.evaluate(({ session }) => ({
    enabled: session.defaultSession.isSpellCheckerEnabled(),
    languages: process.platform === 'darwin' ? [] : session.defaultSession.getSpellCheckerLanguages(),
  }));
  expect(spelling).toEqual({ enabled: false, languages: [] });
  expect(await page.evaluate(() => document.body.spellcheck)).toBe(false);

  // Another session of the same process does come through, so that silence means something.
  await electron?.evaluate(async ({ session }, rules) => {
    const control = session.fromPartition('control');
    control.setSpellCheckerEnabled(false);
    if (process.platform !== 'darwin') control.setSpellCheckerLanguages([]);
    await control.setProxy({ proxyRules: rules });
    await control.fetch('http://control.example/');
  }, way);
  await expect.poll(() => asked).toEqual(['http://control.example/']);
  proxy.close();
});
