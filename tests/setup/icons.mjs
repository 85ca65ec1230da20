// @ts-check
// `npm run icons`: the icons of three systems from assets/icon.svg, drawn by a browser.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { needChromium } from './find-chromium.mjs';
import { icns, ico } from '../../electron/package/icon-files.mjs';

const assets = fileURLToPath(new URL('../../assets', import.meta.url));
const sizesPx = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

const executablePath = await needChromium();
if (executablePath === null) throw new Error('No Chrome, Chromium or Edge was found; CHROMIUM_PATH may name one.');
const svg = await readFile(join(assets, 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
/** @type {Map<number, Buffer>} */
const pngs = new Map();
try {
  const page = await browser.newPage();
  for (const sizePx of sizesPx) {
    await page.setViewportSize({ width: sizePx, height: sizePx });
    await page.setContent(`<style>*{margin:0}svg{display:block;width:${sizePx}px;height:${sizePx}px}</style>${svg}`);
    pngs.set(sizePx, await page.screenshot({ omitBackground: true }));
  }
} finally {
  await browser.close();
}
const folder = join(assets, 'icons');
await mkdir(folder, { recursive: true });
for (const [sizePx, png] of pngs) await writeFile(join(folder, `${sizePx}x${sizePx}.png`), png);
await writeFile(join(folder, 'icon.ico'), ico(pngs));
await writeFile(join(folder, 'icon.icns'), icns(pngs));
