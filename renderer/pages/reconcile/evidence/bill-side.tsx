import Trash2 from 'lucide-react/icons/trash-2';
import { documentMoney } from '../../../../shared/kit/money-format.ts';
import type { BilledRead, ImportSummary, TableRowRead } from '../../../../shared/reconcile/case/case-view.ts';
import { Button } from '../../../ui/button.tsx';
import { count, plural, fileSize } from '../../../../shared/kit/numbers.ts';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { Pasted, SideHead, Understood } from './evidence-side.tsx';
import styles from './evidence.module.css';

const placeholder = `Paste its meters, one a line:
gpt rt aud mn in gl 1215    640
gpt rt aud mn out gl 1215   631`;

/** How the quantities were read: whole tokens, or units of so many. */
function factorWords(rows: readonly TableRowRead[]): string {
  const scaled = rows.find(({ meter, arithmetic }) => meter !== null && /\u00d7 (?!1 )/.test(arithmetic));
  if (scaled?.arithmetic.includes(' / ') === true)
    return `Tokens are worked out from costs at list price: ${scaled.arithmetic}.`;
  return scaled === undefined
    ? 'Whole tokens.'
    : `Quantities are units: ${scaled.arithmetic}. Another unit is written after the number: 0.64K.`;
}

function Table({ rows }: { readonly rows: readonly TableRowRead[] }) {
  const skipped = rows.filter(({ meter }) => meter === null);
  return (
    <>
      {`${plural(rows.length - skipped.length, 'row')} kept, ${count(skipped.length)} left out. ${factorWords(rows)}`}
      {skipped.length > 0 && (
        <ul className={styles.skipped} aria-label="Lines left out">
          {skipped.map(({ line, name, why }) => (
            <li key={line}>{`Line ${line}, ${name}: ${why}.`}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What all rows of an export cost, those of other services too, one sum a currency. */
const costsText = ({ costs }: ImportSummary['tally']): string =>
  costs.length === 0 ? '' : ` All rows together cost ${costs.map(documentMoney).join(' and ')}.`;

function Import({ summary, used }: { readonly summary: ImportSummary; readonly used: boolean }) {
  const store = useCaseStore();
  const billed = useCase(({ view }) => view?.case.billed ?? null);
  const { importId, files, tally, days, shape, notes } = summary;
  const name = `${files[0]?.name ?? ''}${files.length > 1 ? ` and ${files.length - 1} more` : ''}`;
  const use = (): void => {
    const had = billed?.kind === 'imports' ? billed.importIds : [];
    const importIds = used ? had.filter((id) => id !== importId) : [...had, importId];
    void store.change({ billed: { kind: 'imports', importIds } });
  };
  const [first, last] = [days[0], days.at(-1)];
  const span = first === undefined ? 'no Realtime meter' : first === last ? first : `${first} to ${last}`;
  return (
    <li className={styles.import}>
      <label className={styles.check}>
        <input type="checkbox" checked={used} onChange={use} />
        <span className={styles.itemName} title={files.map((file) => `${file.name}, sha256 ${file.sha256}`).join('\n')}>
          {name}
        </span>
      </label>
      <Button
        size="dense"
        look="quiet"
        icon={<Trash2 />}
        aria-label={`Forget the import of ${name}`}
        onClick={() => void store.forget(importId)}
      />
      <p className={styles.importNote}>
        {`${shape}. ${span}. ${count(tally.kept)} of ${count(tally.rows)} rows kept.${costsText(tally)}`}
        <br />
        {`Written ${summary.writtenAt.slice(0, 16).replace('T', ' ')}, imported ${summary.importedAt.slice(0, 16).replace('T', ' ')} UTC.`}
      </p>
      {used && notes.length > 0 && (
        <ul className={styles.skipped}>
          {notes.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Imports({ read, used }: { readonly read: BilledRead | null; readonly used: readonly string[] }) {
  const store = useCaseStore();
  const imports = useCase((state) => state.imports);
  const missing = read?.kind === 'imports' ? read.missing.length : 0;
  const factor =
    read?.kind === 'imports' && read.arithmetic !== null ? ` Quantities are read as ${read.arithmetic}.` : '';
  return (
    <>
      <ul aria-label="Imported exports">
        {imports.map((summary) => (
          <Import key={summary.importId} summary={summary} used={used.includes(summary.importId)} />
        ))}
      </ul>
      <p id="reconcile-billed" className={styles.understood}>
        {imports.length === 0
          ? 'No export is imported yet. CSV, JSON and Parquet are read, gzip too, and whole runs with their manifest.'
          : missing > 0
            ? `${plural(missing, 'import')} of this reconciliation ${missing === 1 ? 'was' : 'were'} forgotten. Import the file again.`
            : `${plural(used.length, 'import')} compared. A newer run replaces an older; nothing is added twice.${factor}`}
      </p>
      <div className={styles.links}>
        <Button size="dense" look="quiet" onClick={() => void store.change({ billed: { kind: 'table', text: '' } })}>
          Paste a table instead
        </Button>
      </div>
    </>
  );
}

/** What was billed: a pasted table, or imported exports. */
export function BillSide() {
  const store = useCaseStore();
  const caseId = useCase(({ view }) => view?.case.caseId ?? '');
  const billed = useCase(({ view }) => view?.case.billed ?? null);
  const side = useCase(({ view }) => view?.billed ?? null);
  const imports = useCase((state) => state.imports);
  if (billed === null || side === null) return null;
  const read = side.kind === 'read' ? side.read : null;
  const note =
    side.kind === 'nothing'
      ? 'none yet'
      : billed.kind === 'imports'
        ? plural(billed.importIds.length, 'import')
        : `pasted${read?.kind === 'table' ? `, ${plural(read.rows.length, 'meter')}` : ''}`;
  return (
    <section className={styles.side} aria-label="Bill">
      <SideHead title="Bill" state={side.kind} note={note} />
      {billed.kind === 'table' ? (
        <>
          <Pasted
            key={caseId}
            name="Meters of the bill, one a line"
            value={billed.text}
            placeholder={placeholder}
            rows={6}
            bad={side.kind === 'refused'}
            describedBy="reconcile-billed"
            onText={(text) => void store.change({ billed: { kind: 'table', text } }, caseId)}
          />
          <Understood id="reconcile-billed" side={side}>
            {read?.kind === 'table' ? <Table rows={read.rows} /> : 'Nothing to read yet.'}
          </Understood>
          {imports.length > 0 && (
            <div className={styles.links}>
              <Button
                size="dense"
                look="quiet"
                onClick={() => void store.change({ billed: { kind: 'imports', importIds: [] } })}
              >
                {`Use imported exports (${imports.length})`}
              </Button>
            </div>
          )}
        </>
      ) : (
        <Imports read={read} used={billed.importIds} />
      )}
    </section>
  );
}

/** An import under way, counted and cancellable; or what it has to ask before it goes on. */
export function ImportRun() {
  const store = useCaseStore();
  const news = useCase((state) => state.importing);
  const question = useCase((state) => state.question);
  const fetching = useCase((state) => state.fetching);
  if (question !== null) {
    return (
      <section className={styles.run} aria-labelledby="import-question">
        <h3 id="import-question" className={styles.clockTitle}>{`${question.file}: ${question.question.sentence}`}</h3>
        <p className={styles.clockText}>Nothing in the file decides, so it is not guessed.</p>
        <div className={styles.answers}>
          {question.question.choices.map(({ value, means }) => (
            <Button key={value} size="small" onClick={() => void store.answer(value)}>
              {means}
            </Button>
          ))}
          <Button size="small" look="quiet" onClick={() => store.leaveQuestion()}>
            Do not import
          </Button>
        </div>
      </section>
    );
  }
  if (news === null && fetching !== null) {
    return (
      <section className={styles.run} aria-label="Fetch">
        <p className={styles.clockText}>{`Fetching costs. ${fetching}`}</p>
        <div className={styles.answers}>
          <Button size="small" onClick={() => store.cancelImport()}>
            Cancel
          </Button>
        </div>
      </section>
    );
  }
  if (news === null) return null;
  const share = news.ofBytes === 0 ? 0 : news.bytes / news.ofBytes;
  const part = news.ofParts > 1 ? `part ${news.part} of ${news.ofParts}, ` : '';
  const words = `Importing ${news.file}, ${part}${fileSize(news.bytes)} of ${fileSize(news.ofBytes)}${news.rows > 0 ? `, ${plural(news.rows, 'row')}` : ''}.`;
  return (
    <section className={styles.run} aria-label="Import">
      <p className={styles.clockText}>{words}</p>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Import"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div className={styles.fill} style={{ width: `${share * 100}%` }} />
      </div>
      <div className={styles.answers}>
        <Button size="small" onClick={() => store.cancelImport()}>
          Cancel
        </Button>
        <span className={styles.understood}>Cancel keeps what you had.</span>
      </div>
    </section>
  );
}
