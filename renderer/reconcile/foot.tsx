import type { BookInfo } from '../../shared/contract/prices.ts';
import type { ReconcileReport } from '../../shared/reconcile/reconcile-report.ts';
import { count, plural } from '../format/count.ts';
import { seconds } from '../format/time.ts';
import bar from '../frame/status-bar.module.css';
import { useAppInfo, useView } from '../store/context.ts';
import { useCase } from './use-case.ts';

type Book = Pick<BookInfo, 'id' | 'validFrom'>;
const listOf = ({ validFrom }: Book): string => `list of ${validFrom}`;

/** The prices that a report was made with, which need not be those in use: a bill in another currency has a book of its own. */
function pricesOf({ model, priceBook, money }: ReconcileReport, inUse: Book): string {
  if (priceBook === null) return `none of ${model.label}`;
  const other = `${priceBook}${money === null ? '' : ` in ${money.currency}`}`;
  return `${model.label}, ${priceBook === inUse.id ? listOf(inUse) : other}`;
}

/** The foot of the page: how the answer was found, whether a session is being recorded meanwhile, at what prices. */
export function Foot() {
  const view = useCase((state) => state.view);
  const busy = useCase((state) => state.busy);
  const recording = useView((session) =>
    session?.phase === 'open' ? (session.header?.endpoint.deployment ?? '') : null,
  );
  const book = useAppInfo((state) => state.info?.priceBook ?? null);
  const report = view?.outcome.kind === 'report' ? view.outcome.report : null;
  return (
    <footer className={bar.bar}>
      {busy ? (
        <span role="status">Searching.</span>
      ) : (
        <span>
          {report === null || view === null
            ? 'Nothing compared yet'
            : `Search ${seconds(view.tookMs)}, ${report.storiesFound === 1 ? '1 story fits' : `${count(report.storiesFound)} stories fit`}, ${plural(report.responses, 'response')}`}
        </span>
      )}
      {recording !== null && (
        <span className={bar.recording}>
          <span className={bar.dot} aria-hidden="true" />
          {`Recording ${recording}`}
        </span>
      )}
      <span className={bar.space} />
      {book !== null && <span>{`Prices: ${report === null ? listOf(book) : pricesOf(report, book)}`}</span>}
    </footer>
  );
}
