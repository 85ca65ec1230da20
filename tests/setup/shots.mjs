// @ts-check
// `npm run shots`: the pictures of the README, taken of a real session with the simulator, in both themes.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../electron/build.mjs';
import { needChromium } from './find-chromium.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const images = join(root, 'docs', 'images');

/** What is said, with the silence in ms behind it: a question and its answer, one whose answer is cut off by the next, and a last one. */
const conversation = /** @type {const} */ ([
  ['where-is-my-parcel', 9000],
  ['thank-you', 5000],
  ['change-address', 3500],
  ['send-it-back', 9500],
]);

/** The bytes of a WAV file of the questions, which are mono PCM16 of one rate, one behind the other. */
async function spoken() {
  const files = await Promise.all(
    conversation.map(([name]) => readFile(join(root, 'assets/speech/questions', `${name}.wav`))),
  );
  const head = Buffer.from(files[0]?.subarray(0, headBytes) ?? []);
  const rateHz = head.readUInt32LE(24);
  const parts = conversation.flatMap(([, silenceMs], index) => [
    files[index]?.subarray(headBytes) ?? Buffer.alloc(0),
    Buffer.alloc(2 * Math.round((rateHz * silenceMs) / 1000)),
  ]);
  const data = Buffer.concat(parts);
  head.writeUInt32LE(headBytes - 8 + data.length, 4);
  head.writeUInt32LE(data.length, headBytes - 4);
  return Buffer.concat([head, data]);
}
/** Of a WAV file with nothing but its format before the samples. */
const headBytes = 44;

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
  const file = { name: 'parcel.wav', mimeType: 'audio/wav', buffer: await spoken() };
  await page.getByLabel('WAV file').setInputFiles(file);
  await page.getByText('parcel.wav').waitFor();
  await page.getByRole('button', { name: /^Start(\s|$)/ }).click();
  // The last answer is being spoken: what it will have used is an estimate with its width.
  const answers = page.getByRole('region', { name: 'Conversation' });
  await answers.getByText('That is no problem').waitFor({ timeout: 120_000 });
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
