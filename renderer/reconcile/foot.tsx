import { count, plural } from '../format/count.ts';
import { seconds } from '../format/time.ts';
import bar from '../frame/status-bar.module.css';
import { useAppInfo, useView } from '../store/context.ts';
import { useCase } from './use-case.ts';

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
      {book !== null && (
        <span>{`Prices: ${report === null ? '' : `${report.model.label}, `}list of ${book.validFrom}`}</span>
      )}
    </footer>
  );
}
