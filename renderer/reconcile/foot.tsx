import type { BookInfo } from '../../shared/contract/prices.ts';
import { count, plural } from '../format/count.ts';
import bar from '../frame/status-bar.module.css';
import { useAppInfo, useView } from '../store/context.ts';
import { useCase } from './use-case.ts';
import { useReport, type Report } from './use-report.ts';
import styles from './foot.module.css';

type Book = Pick<BookInfo, 'id' | 'validFrom'>;
const listOf = ({ validFrom }: Book): string => `list of ${validFrom}`;

/** The prices that a report was made with, which need not be those in use: a bill in another currency has a book of its own. */
function pricesOf({ model, priceBook, money }: Report, inUse: Book): string {
  if (priceBook === null) return `none of ${model.label}`;
  const other = `${priceBook}${money === null ? '' : ` in ${money.currency}`}`;
  return `${model.label}, ${priceBook === inUse.id ? listOf(inUse) : other}`;
}

/** `1 story fits every meter` */
function fitting({ storiesFound, explanations }: Report): string {
  const within = storiesFound - explanations.filter(({ outside }) => outside).length;
  if (within === 0) return 'No story fits every meter';
  return within === 1 ? '1 story fits every meter' : `${count(within)} stories fit every meter`;
}

/** The foot of the page: how many stories fit and by which rules, whether a session is being recorded meanwhile, at what prices. */
export function Foot() {
  const busy = useCase((state) => state.busy);
  const recording = useView((session) =>
    session?.phase === 'open' ? (session.header?.endpoint.deployment ?? '') : null,
  );
  const book = useAppInfo((state) => state.info?.priceBook ?? null);
  const report = useReport();
  return (
    <footer className={bar.bar}>
      {busy ? (
        <span role="status">Searching.</span>
      ) : (
        <span>
          {report === null ? 'Nothing compared yet' : `${fitting(report)}, ${plural(report.responses, 'response')}`}
        </span>
      )}
      {recording !== null && (
        <span className={bar.recording}>
          <span className={bar.dot} aria-hidden="true" />
          {`Recording ${recording}`}
        </span>
      )}
      {report !== null && !busy && (
        <span className={styles.rules} title={report.rules.sentence}>
          {report.rules.sentence}
        </span>
      )}
      <span className={bar.space} />
      {book !== null && <span>{`Prices: ${report === null ? listOf(book) : pricesOf(report, book)}`}</span>}
    </footer>
  );
}
