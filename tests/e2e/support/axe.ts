import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './places.ts';

const rules: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  resultTypes: ['violations'],
};

/** Those of them that a theme can change: all that axe-core files under colour and that stand in the tags above. */
const colours: RunOptions = {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
  resultTypes: ['violations'],
};

declare global {
  interface Window {
    readonly axe?: { run(options: RunOptions): Promise<AxeResults> };
  }
}

/**
 * What axe-core finds wrong with the page as it stands, serious or worse, as `rule: place`. Its source is evaluated from outside,
 * so that the page's policy stays as it is.
 */
export async function seriousFaults(page: Page, which = rules): Promise<string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) {
    await page.evaluate(await readFile(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
  }
  const violations = await page.evaluate(async (options) => (await window.axe?.run(options))?.violations, which);
  if (violations === undefined) throw new Error('axe-core is not on the page.');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
}

/** Turns the system to a theme, and waits until the page that follows it has followed. */
async function turnTo(page: Page, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, colorScheme);
}

/** The same in both themes, of a page that is left to the theme of the system. */
export async function seriousFaultsInBothThemes(page: Page): Promise<string[]> {
  await turnTo(page, 'dark');
  const dark = await seriousFaults(page);
  await turnTo(page, 'light');
  const light = await seriousFaults(page, colours);
  return [...dark.map((fault) => `dark, ${fault}`), ...light.map((fault) => `light, ${fault}`)];
}
