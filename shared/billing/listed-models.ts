import { Exact } from '../kit/money.ts';
import { plural } from '../kit/numbers.ts';
import { repeatable } from '../kit/untrusted/quoting.ts';
import type { Price, PriceBook, PricedModel } from '../pricing/price-book.ts';
import { priceUnits } from '../pricing/price-terms.ts';
import type { ListedPrice } from './listed-price.ts';

const escaped = (text: string): string => text.replaceAll('.', '\\.');

/** How a model is recognised: as the other book does, else by its name, of that version where the meter names one. */
function matchesOf({ model, version }: Pick<PricedModel, 'model' | 'version'>, base: PriceBook): string[] {
  const known = base.models.find((entry) => entry.model === model && entry.version === version);
  if (known !== undefined) return known.matches;
  if (version === undefined) return [`${escaped(model)}(-\\d{4}-\\d{2}-\\d{2})?`];
  return [`${escaped(model)}-\\d{4}-${version.slice(0, 2)}-${version.slice(2)}`];
}

/** Prices that a list has for one field from one day, by what they come to. */
type Rivals = Map<string, { readonly price: Price; readonly regions: Set<string> }>;

interface Slot {
  readonly entry: Pick<ListedPrice, 'model' | 'version' | 'scope'>;
  readonly rivals: Rivals;
}

/** Equal for two prices that come to the same, whatever their unit. */
const worth = ({ price, unit }: Price): string => new Exact(price).div(priceUnits[unit].block).toFixed();

/** Sentences of one kind at most; the others are counted. */
const mostNamed = 5;
/** Regions that a sentence names. */
const mostRegions = 12;

const listOf = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${plural(names.length - most, 'other')}`;

/** What the prices of a list make: the models of a book, and what was left out. */
export interface ListedModels {
  readonly models: readonly PricedModel[];
  /** Two prices for one thing. */
  readonly contradictions: readonly string[];
  /** Meters whose price differs from region to region, and the regions; null: there are none. */
  readonly byRegion: string | null;
}

/** Prices of a list put together to models: one price a field and day. Of two that differ neither is taken, which is said. */
export class ModelsOfList {
  readonly #slots = new Map<string, Slot>();

  get size(): number {
    return this.#slots.size;
  }

  add({ model, version, scope, field, price, region }: ListedPrice): void {
    const key = [model, version ?? '', scope, field, price.validFrom].join(' ');
    const slot = this.#slots.get(key) ?? { entry: { model, version, scope }, rivals: new Map() };
    this.#slots.set(key, slot);
    const same = slot.rivals.get(worth(price));
    if (same === undefined) slot.rivals.set(worth(price), { price, regions: new Set([region]) });
    else same.regions.add(region);
  }

  /** @param base says how models are recognised */
  result(base: PriceBook): ListedModels {
    const entries = new Map<string, PricedModel & { prices: Price[] }>();
    const contradictions: string[] = [];
    const meters = new Set<string>();
    const regions = new Set<string>();
    for (const { entry, rivals } of this.#slots.values()) {
      const key = `${entry.model} ${entry.version ?? ''} ${entry.scope}`;
      const known = entries.get(key) ?? { ...entry, matches: matchesOf(entry, base), prices: [] };
      entries.set(key, known);
      const [first, ...others] = rivals.values();
      if (first === undefined) continue;
      if (others.length === 0) known.prices.push(first.price);
      else if (differsByRegion([first, ...others])) {
        meters.add(first.price.meter ?? '');
        for (const one of [first, ...others]) for (const region of one.regions) regions.add(region);
      } else contradictions.push(contradiction([first, ...others].map(({ price }) => price)));
    }
    const more = contradictions.length - mostNamed;
    return {
      models: [...entries.values()].filter(({ prices }) => prices.length > 0),
      contradictions: [
        ...contradictions.slice(0, mostNamed),
        ...(more > 0 ? [`The same goes for ${plural(more, 'other meter')}.`] : []),
      ],
      byRegion:
        meters.size === 0
          ? null
          : `${plural(meters.size, 'meter has', 'meters have')} a price that differs by region and ${meters.size === 1 ? 'is' : 'are'} left out: ` +
            `${listOf([...meters].map(shown), mostNamed)}. Regions: ${listOf([...regions].sort().map(shown), mostRegions)}.`,
    };
  }
}

const shown = (text: string): string => repeatable(text, 100);

/** Whether each region has one of the prices alone. */
function differsByRegion(rivals: readonly { readonly regions: ReadonlySet<string> }[]): boolean {
  const regions = rivals.flatMap((rival) => [...rival.regions]);
  return new Set(regions).size === regions.length;
}

function contradiction(prices: readonly Price[]): string {
  const [first] = prices;
  const units = new Set(prices.map(({ unit }) => unit));
  const figures = prices.map(({ price, unit }) => (units.size === 1 ? price : `${price} for ${unit}`));
  const number = prices.length === 2 ? 'two prices' : `${prices.length} prices`;
  const none = prices.length === 2 ? 'neither' : 'none';
  return `${shown(first?.meter ?? '')} has ${number} from ${first?.validFrom ?? ''}, ${figures.join(', ').replace(/, ([^,]*)$/, ' and $1')}; ${none} is taken.`;
}

const same =
  (one: PricedModel) =>
  (other: PricedModel): boolean =>
    one.model === other.model && one.version === other.version && one.scope === other.scope;

/** The entries with what only the other book lists. A price that was read wins over one that was carried. */
export function carried(read: readonly PricedModel[], base: PriceBook): PricedModel[] {
  const completed = base.models.map((entry) => {
    const prices = read.find(same(entry))?.prices ?? [];
    return {
      ...entry,
      prices: [...prices, ...entry.prices.filter(({ field }) => !prices.some((one) => one.field === field))],
    };
  });
  return [...completed, ...read.filter((entry) => !base.models.some(same(entry)))];
}
