import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { benchError, ok, refuse, type BenchError, type Result } from '../../../shared/kit/errors.ts';
import { repeatable, repeated } from '../../../shared/kit/untrusted/quoting.ts';
import { bookText, readPriceBook } from '../../../shared/pricing/price-book.ts';
import { systemClock } from '../../engine/costs/azure/patient-client.ts';
import { refreshPrices } from '../../engine/costs/azure/retail-prices.ts';
import { dataFolder } from '../../engine/data/data-folder.ts';
import { httpOver } from '../../engine/net/http.ts';
import { PriceBooks } from '../../engine/data/price-books.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { textLine, type Terminal } from '../../hosts/terminal.ts';
import { type ExitCode, exitCodes, sayError, textTable } from '../output/terminal-text.ts';
import { readFlags } from '../input/flags.ts';
import type { Installation } from '../../hosts/installation.ts';
import { savedNetwork, networkFlags, networkFromFlags } from '../input/network-flags.ts';
import { readFailure } from '../../engine/data/disk-errors.ts';

const refreshFlags = {
  region: { type: 'string' },
  currency: { type: 'string', default: 'USD' },
  url: { type: 'string' },
  ...networkFlags,
} as const;

interface Lent {
  readonly installation: Installation;
  readonly terminal: Terminal;
}

type Answer = Result<{ out: string; notes?: readonly string[] }>;
/** What one form of the command does: flags first, so that a wrong one is refused before anything is read. */
interface Run {
  readonly run: (prices: PriceBooks, lent: Lent) => Promise<Answer> | Answer;
}
type Plan = Result<Run>;

function listed(prices: PriceBooks): Answer {
  const rows = prices
    .list()
    .map((book) => [
      book.id,
      book.validFrom,
      book.currency,
      `${book.models} models, ${book.prices} prices`,
      book.shipped ? 'shipped' : book.kind === 'own' ? 'own' : 'added',
      book.name,
    ]);
  const names = ['book', 'from', 'currency', 'holds', 'kind', 'name'];
  const left = names.map(() => 'left' as const);
  return ok({ out: `${textTable([names, ...rows], left)}\n`, notes: prices.problems });
}

async function imported(prices: PriceBooks, path: string): Promise<Answer> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return refuse(benchError('not-found', `${repeatable(path, 300)} cannot be read: ${readFailure(error)}.`));
  }
  const read = readPriceBook(text, basename(path));
  if (!read.ok) return read;
  const added = await prices.add(read.book);
  return added.ok ? ok({ out: textLine(added.book.id) }) : added;
}

function planRefresh(args: readonly string[]): Plan {
  const read = readFlags('prices refresh', args, refreshFlags);
  if (!read.ok) return read;
  const { region, currency, url } = read.values;
  if (region === undefined) {
    return refuse(
      benchError('invalid-argument', 'voxtally prices refresh needs --region.', {
        nextStep: 'Give the region of the Azure resource, for example swedencentral.',
      }),
    );
  }
  return ok<Run>({
    run: async (prices, { installation, terminal }) => {
      const way = await networkFromFlags(
        read.values,
        await savedNetwork(dataFolder(), (text) => terminal.err(textLine(text))),
      );
      if (!way.ok) return way;
      const { services } = commandLineServices(installation, terminal, undefined, way.password);
      const http = httpOver(() => way.network, services);
      const made = await refreshPrices(prices, { region, currency, url }, { ...systemClock, http });
      return made.ok ? ok({ out: textLine(made.id), notes: made.notes }) : made;
    },
  });
}

/** A form of the command that takes one word and no flag. */
function planWord(
  name: string,
  args: readonly string[],
  what: string,
  run: (prices: PriceBooks, word: string) => Promise<Answer> | Answer,
): Plan {
  const read = readFlags(`prices ${name}`, args, {}, [what]);
  return read.ok ? ok<Run>({ run: (prices) => run(prices, read.words[0] ?? '') }) : read;
}

function planOf([name, ...args]: readonly string[]): Plan {
  switch (name) {
    case undefined:
    case 'list': {
      const read = readFlags('prices list', args, {});
      return read.ok ? ok<Run>({ run: listed }) : read;
    }
    case 'refresh':
      return planRefresh(args);
    case 'import':
      return planWord(name, args, 'a file', imported);
    case 'export':
      return planWord(name, args, 'the id of a book', (prices, id) => {
        const found = prices.byId(id);
        return found.ok ? ok({ out: bookText(found.book) }) : found;
      });
    case 'remove':
      return planWord(name, args, 'the id of a book', async (prices, id) => {
        const removed = await prices.remove(id);
        return removed.ok ? ok({ out: '' }) : removed;
      });
    default:
      return refuse(
        benchError('invalid-argument', `voxtally prices does not know ${repeated(name)}.`, {
          nextStep: 'It knows list, refresh, import, export and remove.',
        }),
      );
  }
}

/** `voxtally prices`: the price books, and where new ones come from. */
export async function pricesCommand(
  args: readonly string[],
  installation: Installation,
  terminal: Terminal,
): Promise<ExitCode> {
  const fail = (error: BenchError, code: ExitCode): ExitCode => {
    terminal.err(sayError(error));
    return code;
  };
  const plan = planOf(args);
  if (!plan.ok) return fail(plan.error, exitCodes.usage);
  const answer = await plan.run(await PriceBooks.open(installation.assetsFolder, dataFolder()), {
    installation,
    terminal,
  });
  if (!answer.ok) return fail(answer.error, exitCodes.failed);
  terminal.out(answer.out);
  for (const note of answer.notes ?? []) terminal.err(textLine(note));
  return exitCodes.done;
}
