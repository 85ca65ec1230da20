import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from '@playwright/test';
import { seriousFaultsInBothThemes } from '../support/axe.ts';
import { listenForProblems } from '../support/bench.ts';
import { states } from '../support/gallery-states.ts';
import { type BuiltGallery, openGallery } from '../support/gallery.ts';
import { chromiumArguments, chromiumPath } from '../support/open-in-browser.ts';
import { root } from '../support/places.ts';
import { expect, test } from '../support/test.ts';

let gallery: BuiltGallery;
let browser: Browser;
let page: Page;
const problems: string[] = [];

test.beforeAll(async () => {
  gallery = await openGallery();
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: chromiumArguments,
  });
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  listenForProblems(page, problems);
});
test.afterEach(() => {
  expect(problems.splice(0)).toEqual([]);
});
test.afterAll(async () => {
  await browser.close();
  await gallery.close();
});

const open = (query: string): Promise<unknown> => page.goto(`${gallery.url}${query}`);
/** The same without loading the page anew, which costs more than most of what is tried on it. */
async function turnTo(query: string): Promise<void> {
  if (!page.url().startsWith(gallery.url)) return void (await open(query));
  await page.evaluate((search) => {
    history.pushState(null, '', search);
    dispatchEvent(new PopStateEvent('popstate'));
  }, query);
}
const example = (name: string): Locator => page.getByRole('region', { name, exact: true });

/** The files of the pages of parts. */
const partPages = async (): Promise<string[]> =>
  (await readdir(join(root, 'renderer', 'gallery', 'parts'))).filter((name) => name.endsWith('.tsx')).sort();

/** The states that the gallery itself lists. */
async function listedStates(): Promise<string[]> {
  await open('');
  const links = page.getByRole('navigation', { name: 'Contents' }).getByRole('link');
  const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  return addresses.flatMap((address) => new URLSearchParams(address).get('page')?.match(/^screens\/(.+)$/)?.[1] ?? []);
}

/** Shows a state alone, until the window shows what tells it from the others. */
async function showState(id: string): Promise<void> {
  await turnTo(`?state=${id}`);
  const seen = await page.waitForFunction(() => document.documentElement.dataset['seen']);
  const text = page.getByText((await seen.jsonValue()) ?? '', { exact: true });
  await expect.soft(text.filter({ visible: true }).first(), id).toBeVisible();
  await expect(page.getByText(/^(?:Opening|Reading) the (?!file)/)).toHaveCount(0);
}

test.describe('the gallery', () => {
  test('has a page for every file of parts', async () => {
    const parts = new Set((await readdir(join(root, 'renderer', 'ui'))).filter((name) => name.endsWith('.tsx')));
    // The list of a choice is drawn with its field.
    parts.delete('select-list.tsx');
    // The waves of the time axis are a picture, which is compared here and nowhere else.
    parts.add('waves.tsx');
    expect(await partPages()).toEqual([...parts].sort());
  });

  test('draws every part without a serious fault in either theme', async () => {
    for (const name of await partPages()) {
      await turnTo(`?page=parts/${basename(name, '.tsx')}`);
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
      expect.soft(await seriousFaultsInBothThemes(page), name).toEqual([]);
    }
  });

  test('lists every state of the window', async () => {
    expect(await listedStates()).toEqual(states);
  });
});

test.describe('a state of the window has no fault at a usual size, and nothing is cut off sideways there or at the least:', () => {
  // Each by itself, so that no limit of time grows with their number.
  for (const id of states) {
    test(id, async () => {
      await showState(id);
      for (const size of [
        { width: 1024, height: 640 },
        { width: 1440, height: 900 },
      ]) {
        await page.setViewportSize(size);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(wide, `at ${size.width}`).toBeLessThanOrEqual(0);
      }
      expect.soft(await seriousFaultsInBothThemes(page)).toEqual([]);
    });
  }
});

test.describe('a month', () => {
  test('is walked by arrows, the day beside it follows, and on a narrow window it lies over the table until Escape', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await showState('reconcile-month');
    const day = page.getByRole('complementary', { name: 'The day' });
    await expect(day.getByRole('heading', { name: '2026-10-06, Tuesday' })).toBeVisible();
    const grid = page.getByRole('grid');
    await grid.getByRole('rowheader', { name: '06' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect(day.getByRole('heading', { name: '2026-10-07, Wednesday' })).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(grid.getByRole('row', { name: /^07/ }).getByRole('gridcell').first()).toBeFocused();
    await page.getByRole('button', { name: 'Money', exact: true }).press('Enter');
    await expect(grid.getByRole('row', { name: /^07/ })).toContainText('$0.0830900');
    await page.getByRole('button', { name: 'Money', exact: true }).press('g');
    await expect(page.getByRole('table', { name: 'Sessions by deployment' })).toBeVisible();
    await page.setViewportSize({ width: 1024, height: 700 });
    // The page takes notice of its width a moment after it has changed.
    await expect(async () => {
      await page.keyboard.press('Escape');
      await expect(day).toBeHidden({ timeout: 1000 });
    }).toPass();
  });
});

test.describe('the list of sessions', () => {
  test('has its preview over it on a narrow window, by a key and until Escape, and drops columns in their order', async () => {
    await page.setViewportSize({ width: 1100, height: 800 });
    await showState('sessions-billed');
    const preview = page.getByRole('complementary', { name: 'Preview' });
    const row = page.locator('tr[data-index="1"]');
    await expect(preview).toBeHidden();
    await row.focus();
    await page.keyboard.press('ArrowRight');
    await expect(preview).toBeFocused();
    await expect(preview).toContainText('Has a story: a response that ended and never reported was billed.');
    await page.keyboard.press('Escape');
    await expect(preview).toBeHidden();
    await expect(row).toBeFocused();
    await page.keyboard.press('F2');
    await expect(preview.getByRole('textbox', { name: 'Name of the session' })).toBeFocused();
    await preview.getByRole('button', { name: 'Close the preview' }).click();
    await expect(preview).toBeHidden();
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect(preview).toBeVisible();

    // Columns give way in their order as it narrows, money and verdict last.
    const heads = page.getByRole('grid', { name: 'Sessions' }).getByRole('columnheader');
    const shownAt = async (width: number): Promise<string[]> => {
      await page.setViewportSize({ width, height: 800 });
      const texts = await heads.evaluateAll((all) =>
        all.filter((one) => one.getClientRects().length > 0).map((one) => one.textContent),
      );
      return texts.filter((text) => text !== '');
    };
    const least = ['session', 'started, UTC', 'expected', 'billed', 'verdict'];
    expect(await shownAt(1920)).toHaveLength(11);
    const usual = await shownAt(1440);
    expect(usual).toEqual(expect.arrayContaining([...least, 'tags', 'deployment', 'turns', 'length']));
    expect(usual).not.toContain('reported');
    expect(await shownAt(1280)).not.toContain('tags');
    expect(await shownAt(840)).toEqual(expect.not.arrayContaining(['deployment']));
    expect(await shownAt(640)).toEqual(least);
    await page.setViewportSize({ width: 1280, height: 720 });
  });
});

test.describe('a button', () => {
  test.beforeEach(() => open('?page=parts/button'));

  test('is pressed by pointer, Enter and space; one that cannot act now takes the focus and does nothing', async () => {
    const clicks = example('Clicks');
    await clicks.getByRole('button', { name: 'Count' }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await expect(clicks.getByRole('status')).toHaveText('3 times');
    await page.keyboard.press('Tab');
    const notNow = clicks.getByRole('button', { name: 'Not now' });
    await expect(notNow).toBeFocused();
    await expect(notNow).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Enter');
    await notNow.click({ force: true });
    await expect(clicks.getByRole('status')).toHaveText('3 times');
  });

  test('that switches says whether it is pressed', async () => {
    const client = example('Pressed').getByRole('button', { name: 'client' });
    await expect(client).toHaveAttribute('aria-pressed', 'false');
    await client.press('Space');
    await expect(client).toHaveAttribute('aria-pressed', 'true');
  });

  test('sends its form only where it is the one that does', async () => {
    const form = example('In a form');
    await form.getByRole('button', { name: 'Only a button' }).click();
    await expect(form.getByRole('status')).toHaveText('Sent: nothing');
    await form.getByRole('button', { name: 'Send' }).click();
    await expect(form.getByRole('status')).toHaveText('Sent: the form');
  });

  test('of a sign alone says its name and key on hover, and its key to readers', async () => {
    const sign = example('Signs').getByRole('button', { name: 'Delete', exact: true });
    await expect(sign).toHaveAttribute('title', 'Delete (D)');
    await expect(sign).toHaveAttribute('aria-keyshortcuts', 'D');
  });

  test('says why it cannot act when it has the focus', async () => {
    await example('Not now, and why').getByRole('button').focus();
    await expect(page.getByText('Nothing is selected.')).toBeVisible();
  });

  test('that copies puts the text on the clipboard and says so for a moment', async () => {
    const copy = example('Copies').getByRole('button');
    // Polled in the page from before the click on: under load the moment is over before an answer comes from there.
    const copied = page.waitForFunction(() =>
      [...document.querySelectorAll('button')].some(({ textContent }) => textContent === 'Copied'),
    );
    await copy.click();
    await copied;
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('what was copied');
    await expect(copy).toHaveText('Copy usage');
  });
});

test.describe('a field', () => {
  test.beforeEach(() => open('?page=parts/fields'));

  test('has the name of its label and takes what is typed', async () => {
    const field = example('Text').getByRole('textbox', { name: 'Prefix padding' });
    await page.getByText('Prefix padding').click();
    await expect(field).toBeFocused();
    await page.keyboard.type('450');
    await expect(field).toHaveValue('450');
  });

  test('that was refused says so to readers', async () => {
    await expect(example('Tones').getByRole('textbox', { name: 'Alarm' })).toHaveAttribute('aria-invalid', 'true');
  });

  test('of choices opens, moves and chooses by keyboard, and Escape leaves it as it was', async () => {
    const choice = example('Choice').getByRole('combobox', { name: 'Voice' });
    await choice.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'cedar' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(example('Choice').getByRole('status')).toHaveText('marin');
    await expect(choice).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'marin' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('listbox')).toBeHidden();
    await expect(choice).toBeFocused();
    await expect(example('Choice').getByRole('status')).toHaveText('marin');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: 'marin' })).toBeFocused();
    await page.keyboard.press('a');
    await expect(page.getByRole('option', { name: 'alloy' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(example('Choice').getByRole('status')).toHaveText('alloy');
  });

  test('that is on or off says which, and one that cannot change stays', async () => {
    const group = example('On or off');
    await group.getByRole('switch', { name: 'Interrupt' }).press('Space');
    await expect(group.getByRole('switch', { name: 'Interrupt' })).toBeChecked();
    await expect(group.getByText('on', { exact: true })).toHaveCount(2);
    await group.getByRole('switch', { name: 'Cannot be changed' }).click({ force: true });
    await expect(group.getByRole('switch', { name: 'Interrupt' })).toBeChecked();
  });

  test('of a sign-in asks for an application only where one signs in', async () => {
    await open('?page=parts/sign-in-fields');
    const form = example('Rows of a form');
    await expect(form.getByRole('textbox', { name: 'Application' })).toHaveCount(0);
    await form.getByRole('combobox', { name: 'How to sign in' }).click();
    await page.getByRole('option', { name: 'Browser' }).click();
    await form.getByRole('textbox', { name: 'Application' }).fill('  an id ');
    await expect(form.getByRole('textbox', { name: 'Application' })).toHaveValue('an id');
  });
});

test.describe('what opens over the window', () => {
  test.beforeEach(() => open('?page=parts/overlays'));

  test('a dialog takes the focus, keeps it, and gives it back', async () => {
    const opener = example('Dialog').getByRole('button');
    await opener.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'A dialog' });
    await expect(dialog.getByRole('textbox', { name: 'First' })).toBeFocused();
    for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(opener).toBeFocused();
  });

  test('a dialog closes by its sign and by a click beside it', async () => {
    for (const close of [
      () => page.getByRole('button', { name: 'Close', exact: true }).click(),
      () => page.mouse.click(5, 5),
    ]) {
      await example('Wide dialog').getByRole('button').click();
      await expect(page.getByRole('dialog', { name: 'A wide dialog' })).toBeVisible();
      await close();
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });

  test('a tip opens on focus and closes on Escape', async () => {
    await example('Tip').getByRole('button', { name: 'Commit' }).focus();
    await expect(page.getByText('Sends what is in the buffer.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('Sends what is in the buffer.')).toHaveCount(0);
  });

  test('a part that goes away gives the focus back, unless it is elsewhere by then', async () => {
    const part = example('A part that gives the focus back');
    const opener = part.getByRole('button', { name: 'Open a line' });
    await opener.press('Enter');
    await expect(part.getByRole('button', { name: 'Close the line' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(opener).toBeFocused();
  });
});

test.describe('lists and figures', () => {
  test('a long table draws the rows near the view, counts them all for readers, and goes to its end', async () => {
    await open('?page=parts/long-lists');
    const place = page.getByRole('region', { name: 'A table of 5000 rows' });
    const table = place.getByRole('table');
    await expect(table).toHaveAttribute('aria-rowcount', '5001');
    await expect(table.getByRole('cell', { name: 'R1', exact: true })).toBeVisible();
    expect(await table.locator('tr[data-index]').count()).toBeLessThan(60);
    await place.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(table.getByRole('cell', { name: 'R5000', exact: true })).toBeVisible();
    await expect(table.locator('tr[aria-rowindex="5001"]')).toContainText('R5000');
  });

  test('a list of equal rows begins at its end, and a quarter of a million are as few as ten', async () => {
    await open('?page=parts/long-lists');
    const list = page.getByRole('region', { name: 'A list of events' });
    await expect(list.getByText('event 250000', { exact: true })).toBeVisible();
    expect(await list.getByText(/^event \d+$/).count()).toBeLessThan(60);
    await list.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect(list.getByText('event 1', { exact: true })).toBeVisible();
  });

  test('a section folds by its own head', async () => {
    await open('?page=parts/section');
    const head = example('Foldable').getByRole('button', { name: 'Turn detection' });
    await expect(head).toHaveAttribute('aria-expanded', 'true');
    await head.press('Enter');
    await expect(head).toHaveAttribute('aria-expanded', 'false');
    await expect(page.getByText('What can be hidden.')).toHaveCount(0);
  });

  test('an amount is exact, and an unknown one is a word', async () => {
    await open('?page=parts/money');
    const exact = example('Exact');
    await expect(exact.getByText('$0.0012138')).toBeVisible();
    await expect(exact.getByText('unknown')).toBeVisible();
    await expect(example('Headline').getByTitle('$0.0012138')).toHaveText('$0.0012');
  });

  test('a figure that runs is a timer to readers and writes its own text', async () => {
    await open('?page=parts/throttle');
    const seconds = page.getByRole('timer', { name: 'Seconds' });
    const before = await seconds.textContent();
    await expect(seconds).not.toHaveText(before ?? '');
  });

  for (const screen of ['1, 100 ms', '1.25, 100 ms', '1, 4 ms']) {
    test(`a wave that was moved as it came is the picture that is drawn at once, to the pixel: ${screen}`, async () => {
      await turnTo('?page=parts/waves');
      const pixels = (name: string): Promise<string> =>
        page
          .getByRole('img', { name: `${name}, ${screen}`, exact: true })
          .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const once = await pixels('Drawn at once');
      expect(once.length).toBeGreaterThan(1000);
      for (const name of ['Moved as it came', 'Moved back and forth', 'After another session'])
        expect(await pixels(name), name).toBe(once);
    });
  }
});
