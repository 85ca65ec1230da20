import type { Page } from '@playwright/test';

/** Every usage field that the window shows, as `source path` with its total. The source is the group's title. */
export async function usageOnScreen(page: Page): Promise<Map<string, number>> {
  const rows = await page.getByRole('table', { name: 'Usage by field' }).evaluate((table) =>
    [...table.querySelectorAll('tbody')].flatMap((group) => {
      const title = group.querySelector('th[scope="rowgroup"]')?.textContent ?? '';
      return [...group.querySelectorAll<HTMLElement>('tr[title]')].map((row) => ({
        key: `${title} ${row.title}`,
        total: row.querySelector('td:last-child')?.textContent ?? '',
      }));
    }),
  );
  return new Map(rows.map(({ key, total }) => [key, Number(total.replaceAll(',', ''))]));
}

/** The reported cost that the window shows, to its last decimal: `$0.0061234`. */
export const costOnScreen = async (page: Page): Promise<string | null> =>
  page.getByRole('status', { name: 'Reported cost' }).getAttribute('data-exact');
