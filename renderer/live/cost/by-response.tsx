import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleX from 'lucide-react/icons/circle-x';
import Loader from 'lucide-react/icons/loader';
import { useMemo } from 'react';
import { asNumber, asString, atPath } from '../../../shared/json.ts';
import type { PriceBook } from '../../../shared/pricing/price-book.ts';
import { costOf } from '../../../shared/pricing/cost.ts';
import { toArray } from '../../../shared/session/chunk-list.ts';
import type { ResponseView, SessionView } from '../../../shared/session/view.ts';
import { emptyLedger } from '../../../shared/usage/ledger.ts';
import { addReport, isEmptyUsage } from '../../../shared/usage/report.ts';
import { count } from '../../format/count.ts';
import { Money } from '../../parts/money.tsx';
import { Section } from '../../parts/section.tsx';
import { useAppInfo, useStores, useView } from '../../store/context.ts';
import { modelOf } from '../inspector/event-cost.ts';
import { showEntry } from '../show.ts';
import styles from './tables.module.css';

function State({ response }: { readonly response: ResponseView }) {
  if (response.status === 'in_progress') {
    return (
      <>
        <Loader className={styles.out} /> streaming
      </>
    );
  }
  if (response.status === 'failed') {
    return (
      <>
        <CircleX className={styles.alarm} /> failed
      </>
    );
  }
  if (response.usage === undefined || isEmptyUsage(response.usage)) {
    return (
      <>
        <CircleDashed /> not reported
      </>
    );
  }
  return (
    <>
      <Check className={styles.ok} /> reported
    </>
  );
}

function costOfResponse(response: ResponseView, view: SessionView, book: PriceBook | null): string | null {
  if (book === null || response.usage === undefined || response.usage === null) return null;
  const ledger = addReport(emptyLedger, { source: 'response', id: response.id, usage: response.usage, model: null });
  const cost = costOf(ledger, modelOf(view, book)?.model ?? null, book);
  return cost.unpriced.length > 0 ? null : cost.total;
}

function Row({
  response,
  usd,
  onOpen,
}: {
  readonly response: ResponseView;
  readonly usd: string | null;
  readonly onOpen: () => void;
}) {
  const { usage } = response;
  const silent = usage === undefined || usage === null || isEmptyUsage(usage);
  const cell = (path: string): string => (silent ? '' : count(asNumber(atPath(usage, path)) ?? 0));
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={styles.link}
          disabled={response.doneSeq === null}
          onClick={onOpen}
        >{`R${response.number}`}</button>
        <span className={styles.state} title={response.statusReason ?? response.status}>
          <State response={response} />
        </span>
      </th>
      <td>{cell('input_tokens')}</td>
      <td>{cell('input_token_details.cached_tokens')}</td>
      <td>{cell('output_tokens')}</td>
      <td>{!silent && <Money usd={usd} />}</td>
    </tr>
  );
}

/** Every response with what it reported. */
export function ByResponse() {
  const stores = useStores();
  const list = useView((view) => view?.responses ?? null);
  const model = useView((view) => asString(view?.effective?.['model']) ?? null);
  const book = useAppInfo((state) => state.info?.priceBook ?? null);
  const rows = useMemo(() => {
    const { view } = stores.session.getState();
    if (list === null || view === null) return [];
    return toArray(list).map((response) => ({ response, usd: costOfResponse(response, view, book) }));
    // `model` is what the prices depend on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stores, list, book, model]);
  if (rows.length === 0) return null;
  return (
    <Section title="By response" note={model === null ? undefined : `model ${model}`} className={styles.section}>
      <table className={styles.table} aria-label="Usage by response">
        <thead>
          <tr>
            <th scope="col">response</th>
            <th scope="col">in</th>
            <th scope="col">cached</th>
            <th scope="col">out</th>
            <th scope="col">cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ response, usd }) => (
            <Row
              key={response.id}
              response={response}
              usd={usd}
              onOpen={() => response.doneSeq !== null && showEntry(stores, response.doneSeq)}
            />
          ))}
        </tbody>
      </table>
    </Section>
  );
}
