import { entryOf } from '../../../shared/kit/lookup.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { plainMoney } from '../../../shared/kit/plain-money.ts';
import { shownPrice } from '../../../shared/pricing/cost.ts';
import { modelOfSession, noChoice } from '../../../shared/pricing/model.ts';
import { entryName } from '../../../shared/pricing/price-terms.ts';
import { endpointUrl, hostOf } from '../../../shared/protocol/endpoints/address.ts';
import { optionSpec, shortText } from '../../../shared/protocol/options/options.ts';
import { deploymentKey } from '../../../shared/session/costs/model-of-view.ts';
import { askedByThen } from '../../../shared/session/recorded-options.ts';
import { usePlayer, usePreferences, useStores, useView } from '../../store/context.ts';
import { useBook } from '../../store/session-prices.ts';
import { Button } from '../../ui/button.tsx';
import { clockTime } from '../../ui/format.ts';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './settings.module.css';

/** What a price is for, as a line of prices calls it. */
const pricedFor = { audio_in: 'audio in', audio_out: 'audio out', text_in: 'text in', text_out: 'text out' } as const;

/** What the deployment of the form costs, as far as its name tells; null: no list has it. */
function usePriceLine(deployment: string, label: string): string | null {
  const prices = useBook();
  const models = usePreferences((all) => all.pricing.models);
  if (prices === null) return null;
  const { book } = prices;
  const choice = models[deploymentKey({ label, deployment })] ?? noChoice;
  const match = modelOfSession(book, null, deployment, choice);
  if (match === null) return null;
  const figures = match.model.prices.flatMap((listed) => {
    const what = entryOf<string>(pricedFor, listed.field);
    if (what === undefined) return [];
    const { price, unit } = shownPrice(listed);
    return [`${what} ${plainMoney(price)} ${book.currency} / ${unit}`];
  });
  const guessed = match.how === 'guessed' ? ', guessed from its name' : '';
  return `${entryName(match.model)}${guessed}: ${figures.join(', ')} (${book.name}).`;
}

/** Takes what a record was asked for into the form. Which deployment a start would dial, and what that costs, is said before anything starts. */
export function UseOptionsDialog() {
  const { appWindow, options, control, live, start } = useStores();
  const header = useView((view) => view?.header ?? null);
  const atEnd = useView((view) => view?.options ?? null);
  const moment = usePlayer((state) => state.moment);
  const endpoint = usePreferences((all) => all.endpoint);
  const dialed = endpointUrl(endpoint);
  const deployment = dialed.ok ? dialed.deployment : '';
  const label = dialed.ok ? dialed.label : '';
  // The simulator has no address until it runs.
  const host = dialed.ok && endpoint.kind !== 'simulator' ? hostOf(dialed.url) : '';
  const priceLine = usePriceLine(deployment, label);
  if (header === null || atEnd === null) return null;
  const asked = askedByThen({ header }, { options: moment?.options ?? atEnd });
  const words = Object.entries(asked).map(([id, value]) => {
    const spec = optionSpec(id);
    return spec === undefined ? id : `${spec.label} ${shortText(spec, value)}`;
  });
  const isOther = dialed.ok && (header.endpoint.deployment !== deployment || header.endpoint.label !== label);
  const close = (): void => appWindow.closeDialog();
  const fill = async (): Promise<void> => {
    close();
    await options.apply(asked);
  };
  return (
    <Dialog title="Use these options" open onClose={close}>
      <div className={styles.grid}>
        <span className={styles.label}>Options</span>
        <div>
          <p>
            {words.length === 0
              ? 'All default: this session asked for nothing.'
              : `${plural(words.length, 'option')} as asked for${moment === null ? ' by the end' : ` at ${clockTime(moment.atMs)}`}. They take the place of what the form asks for.`}
          </p>
          {words.length > 0 && <p className={styles.note}>{words.join('; ')}</p>}
        </div>
        <span className={styles.label}>Would dial</span>
        <div>
          <p>
            {dialed.ok ? [`${deployment}, ${label}`, ...(host === '' ? [] : [host])].join(', ') : dialed.error.message}
          </p>
          {isOther && (
            <p role="status" className={styles.problem}>
              {`Not the one of this record, which is ${header.endpoint.deployment}, ${header.endpoint.label}. Fill the form to choose that one first.`}
            </p>
          )}
        </div>
        <span className={styles.label}>Price</span>
        <p>
          {endpoint.kind === 'simulator'
            ? 'No charge: the simulator runs on this machine.'
            : (priceLine ?? 'No price list has this deployment: its cost would be unknown.')}
        </p>
        <span />
        <div className={styles.buttons}>
          <Button
            look="primary"
            onClick={() => {
              void fill();
              start.open(null);
              if (!live.getState().optionsOpen) live.toggleOptions();
            }}
          >
            Fill the form
          </Button>
          <Button disabled={!dialed.ok} onClick={() => void fill().then(() => control.start())}>
            {dialed.ok ? `Start with ${deployment}` : 'Start'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
