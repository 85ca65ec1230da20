import { dataFolder } from '../../engine/data/data-folder.ts';
import { PriceBooks } from '../../engine/data/price-books.ts';
import { textLine } from '../../hosts/terminal.ts';
import type { Surroundings } from './command.ts';

/** The price books that commands go by. Files that are none are told of beside the results, and left where they are. */
export async function openPriceBooks({ installation, terminal }: Surroundings): Promise<PriceBooks> {
  const books = await PriceBooks.open(installation.assetsFolder, dataFolder());
  for (const problem of books.problems) terminal.err(textLine(problem));
  return books;
}
