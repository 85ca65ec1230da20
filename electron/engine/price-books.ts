import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { priceBookSchema, type PriceBook } from '../../shared/pricing/price-book.ts';

/**
 * The newest price book in `assets/prices`, by its date. Rejects when there is none that can be read:
 * the files are part of the application, so that is a fault of the installation.
 */
export async function newestPriceBook(assetsFolder: string): Promise<PriceBook> {
  const folder = join(assetsFolder, 'prices');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const books = await Promise.all(
    names.map(async (name) => priceBookSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
  );
  const newest = books.sort((one, other) => other.validFrom.localeCompare(one.validFrom))[0];
  if (newest === undefined) throw new Error(`There is no price book in ${folder}.`);
  return newest;
}
