import FileInput from 'lucide-react/icons/file-input';
import { useRef, useState } from 'react';
import { benchError } from '../../../../shared/kit/errors.ts';
import { mostPastedCharacters } from '../../../../shared/reconcile/case/pasted-texts.ts';
import { Button } from '../../../ui/button.tsx';
import { plural } from '../../../../shared/kit/numbers.ts';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { Pasted, SideHead, Understood } from './evidence-side.tsx';
import styles from './evidence.module.css';

const placeholder = `Paste the chart's CSV, or the JSON of
az monitor metrics list, at PT1M;
or OpenAI's usage: its API's answer, its export`;

/** Text in the encodings that spreadsheets and PowerShell write, told by the mark at its beginning. */
function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

const tooLarge = (name: string): ReturnType<typeof benchError> =>
  benchError('invalid-argument', `${name} is larger than a file of counts can be.`, {
    nextStep: 'Download the counts of a shorter time.',
  });

/** The third witness: what Azure Monitor or OpenAI counted. Folded away until it is asked for. */
export function MetricsSide() {
  const store = useCaseStore();
  const caseId = useCase(({ view }) => view?.case.caseId ?? '');
  const text = useCase(({ view }) => view?.case.metrics ?? '');
  const side = useCase(({ view }) => view?.metrics ?? null);
  const [open, setOpen] = useState<string | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const [read, setRead] = useState(0);
  const readFile = async (chosen: File): Promise<void> => {
    if (chosen.size > mostPastedCharacters) return store.complain(tooLarge(chosen.name));
    const metrics = decoded(await chosen.arrayBuffer());
    await store.change({ metrics }, caseId);
    setRead(read + 1);
  };
  if (side === null) return null;
  if (text === '' && open !== caseId) {
    return (
      <div className={styles.links}>
        <Button size="dense" look="quiet" className={styles.indent} onClick={() => setOpen(caseId)}>
          Add counts of Azure Monitor or OpenAI
        </Button>
      </div>
    );
  }
  return (
    <section className={styles.side} aria-label="Counts of the service">
      <SideHead
        title={side.kind === 'read' ? side.read.source : 'Counts of the service'}
        state={side.kind}
        note={side.kind === 'read' ? plural(side.read.points, 'count') : 'third witness'}
      />
      <Pasted
        key={`${caseId} ${read}`}
        name="Counts of Azure Monitor or OpenAI"
        value={text}
        placeholder={placeholder}
        rows={4}
        bad={side.kind === 'refused'}
        describedBy="reconcile-metrics"
        onText={(metrics) => void store.change({ metrics }, caseId)}
      />
      <Understood id="reconcile-metrics" side={side}>
        A count of requests says how many inferences ran. It is no bill.
      </Understood>
      <div className={styles.links}>
        <Button size="dense" look="quiet" icon={<FileInput />} onClick={() => file.current?.click()}>
          Read a file
        </Button>
        <input
          ref={file}
          type="file"
          accept=".csv,.json,.txt"
          aria-label="File of counts"
          tabIndex={-1}
          className={styles.files}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen !== undefined) void readFile(chosen);
            event.target.value = '';
          }}
        />
      </div>
    </section>
  );
}
