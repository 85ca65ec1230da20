import type { Page } from '@playwright/test';

/** Shows a part of the column of usage and cost. */
export const showUsageBy = (page: Page, tab: 'Turns' | 'Fields' | 'Bill'): Promise<void> =>
  page.getByRole('tablist', { name: 'Usage and cost by' }).getByRole('tab', { name: tab }).click();

/** What is read under Fields, with the turns shown again after it. */
async function underFields<T>(page: Page, read: () => Promise<T>): Promise<T> {
  await showUsageBy(page, 'Fields');
  const found = await read();
  await showUsageBy(page, 'Turns');
  return found;
}

/** Every usage field that the window shows, as `source path` with its total. The source is the group's title. */
export async function usageOnScreen(page: Page): Promise<Map<string, number>> {
  const rows = await underFields(page, () =>
    page.getByRole('table', { name: 'Usage by field' }).evaluate((table) =>
      [...table.querySelectorAll('tbody')].flatMap((group) => {
        const title = group.querySelector('th[scope="rowgroup"]')?.textContent ?? '';
        return [...group.querySelectorAll<HTMLElement>('tr[title]')].map((row) => ({
          key: `${title} ${row.title}`,
          total: row.querySelector('td:last-child')?.textContent ?? '',
        }));
      }),
    ),
  );
  return new Map(rows.map(({ key, total }) => [key, Number(total.replaceAll(',', ''))]));
}

/** A cost that the window shows large, to its last decimal: `$0.0061234`. */
export const costOnScreen = async (page: Page, which: 'Reported' | 'Expected' = 'Reported'): Promise<string | null> =>
  page.getByRole('status', { name: `${which} cost` }).getAttribute('data-exact');

/** The cost table by field: its label, then reported, expected and expected money as they stand there. */
export const fieldsOnScreen = async (page: Page): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    await underFields(page, () =>
      page
        .getByRole('table', { name: 'Cost by field' })
        .evaluate((table) =>
          [...table.querySelectorAll('tbody tr')].map((row) => [
            row.querySelector('th')?.textContent ?? '',
            [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
          ]),
        ),
    ),
  );
