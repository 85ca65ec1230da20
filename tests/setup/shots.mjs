// @ts-check
// `npm run shots`: the pictures of the README, taken of a real session with the simulator, in both themes.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../electron/build.mjs';
import { needChromium } from './find-chromium.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const images = join(root, 'docs', 'images');
const question = join(root, 'assets/speech/questions/send-it-back.wav');

/** @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
const addressOf = (server) =>
  new Promise((resolve, reject) => {
    let printed = '';
    server.stdout?.on('data', (text) => {
      printed += text;
      const found = /http:\/\/\S+/.exec(printed);
      if (found !== null) resolve(found[0]);
    });
    server.once('exit', () => reject(new Error(`The browser host ended: ${printed}`)));
  });

const executablePath = await needChromium();
if (executablePath === null) throw new Error('No Chrome, Chromium or Edge was found; CHROMIUM_PATH may name one.');
await ensureBuilt({ ifStale: true });
await mkdir(images, { recursive: true });
const home = await mkdtemp(join(tmpdir(), 'voxtally-shots-'));
await writeFile(
  join(home, 'preferences.json'),
  JSON.stringify({
    endpoint: { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-mini' },
    options: { 'transcription.model': 'gpt-4o-mini-transcribe' },
  }),
);
const server = spawn(process.execPath, [join(root, 'out/node/start.js'), '--address-only', '--port', '0'], {
  env: { ...process.env, VOXTALLY_HOME: home },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await page.goto(await addressOf(server));
  await page.getByLabel('WAV file').setInputFiles(question);
  await page.getByText('send-it-back.wav').waitFor();
  await page.getByRole('button', { name: /^Start(\s|$)/ }).click();
  // Two sentences in the file, with a pause in which the VAD may end a turn: the last answer is the one that matters.
  await page.getByText('parcel shop').first().waitFor({ timeout: 60_000 });
  await page.getByRole('table', { name: 'Usage by response' }).getByText('reported').last().waitFor();
  /** @param {string} name @param {'dark' | 'light'} colorScheme */
  const take = async (name, colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(images, `${name}-${colorScheme}.png`) });
    console.log(`docs/images/${name}-${colorScheme}.png`);
  };
  await take('live', 'dark');
  await take('live', 'light');
  await page.getByRole('button', { name: /^Stop safely/ }).click();
  await page.getByRole('button', { name: /^Start again/ }).waitFor();
  await page.getByRole('button', { name: 'Reconcile', exact: true }).click();
  await page.getByRole('button', { name: /example/i }).click();
  await page.getByText('ran at least once more than the API told you').first().waitFor();
  await take('reconcile', 'light');
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  await rm(home, { recursive: true, force: true });
}
