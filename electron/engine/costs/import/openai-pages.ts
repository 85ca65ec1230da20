import { readJsonValues } from '../../../../shared/billing/cost-file-table.ts';
import { type PageLink, pageLinks } from '../../../../shared/billing/openai/cost-table.ts';
import { openImport } from './file-bytes.ts';

/** Enough of a file to see that it is a page, and how large a page can be. */
const startBytes = 4096;
const mostPageBytes = 64 * 1024 * 1024;

/** How the pages in a file lie one after another; empty for a file that holds none. */
async function linksOf(path: string): Promise<readonly PageLink[]> {
  let text: string;
  const handle = await openImport(path);
  try {
    const start = Buffer.alloc(startBytes);
    const { bytesRead } = await handle.read(start, 0, startBytes, 0);
    const isPage = /^\uFEFF?\s*[[{][^]*"object"\s*:\s*"page"/.test(start.subarray(0, bytesRead).toString('utf8'));
    if (!isPage || (await handle.stat()).size > mostPageBytes) return [];
    text = await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
  const read = readJsonValues(text);
  return read.ok ? read.values.flatMap(pageLinks) : [];
}

/**
 * Files as they belong together: a page of OpenAI's costs and the page that it names are one bill. Any other file is one by itself,
 * and so are two pages that begin at one time: these are two answers to one question, of which the newer counts.
 */
export async function pageChains(paths: readonly string[]): Promise<readonly (readonly string[])[]> {
  const all = await Promise.all(paths.map(async (path) => ({ path, links: await linksOf(path) })));
  const next = new Map<string, string>();
  for (const { path, links } of all) {
    const wanted = links.at(-1)?.next ?? null;
    const [only, second] = all.filter((one) => one.path !== path && one.links[0]?.begins === wanted);
    if (wanted !== null && only !== undefined && second === undefined) next.set(path, only.path);
  }
  const named = new Set(next.values());
  const taken = new Set<string>();
  const chainFrom = (path: string): string[] => {
    const chain: string[] = [];
    for (let one: string | undefined = path; one !== undefined && !taken.has(one); one = next.get(one)) {
      taken.add(one);
      chain.push(one);
    }
    return chain;
  };
  // Those that no other names first; pages that name one another in a ring are begun anywhere.
  const order = [...paths.filter((path) => !named.has(path)), ...paths.filter((path) => named.has(path))];
  return order.map(chainFrom).filter((chain) => chain.length > 0);
}
