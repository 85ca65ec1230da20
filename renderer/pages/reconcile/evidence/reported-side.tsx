import X from 'lucide-react/icons/x';
import type { ReportedRead } from '../../../../shared/reconcile/case/case-view.ts';
import { sessionWords } from '../../../../shared/reconcile/case/case-name.ts';
import { Button } from '../../../ui/button.tsx';
import { count, plural } from '../../../../shared/kit/numbers.ts';
import { useCase, useCaseStore } from '../case/case-store.ts';
import { Pasted, SideHead, Understood } from './evidence-side.tsx';
import styles from './evidence.module.css';

const placeholder = `Paste the usage of response.done:
{ "input_token_details": { "audio_tokens": … } }
or the console print of your library.`;

/** `1 response, 766 tokens.` */
function understood({ responses, totals }: ReportedRead): string {
  const tokens = totals.audio_in + totals.text_in + totals.audio_out + totals.text_out;
  return `${plural(responses, 'response')}, ${count(tokens)} tokens.`;
}

function Session({ id, onRemove }: { readonly id: string; readonly onRemove: () => void }) {
  const [name, where] = sessionWords(id);
  return (
    <li>
      <span className={styles.session} title={id}>
        {name}
        {where !== '' && <span className={styles.sideNote}>{where}</span>}
      </span>
      <Button size="dense" look="quiet" icon={<X />} aria-label={`Take out the session ${id}`} onClick={onRemove} />
    </li>
  );
}

function Sessions({ ids, onChoose }: { readonly ids: readonly string[]; readonly onChoose: () => void }) {
  const store = useCaseStore();
  const without = (id: string): void => {
    const rest = ids.filter((other) => other !== id);
    const reported =
      rest.length === 0 ? ({ kind: 'usage', text: '' } as const) : ({ kind: 'sessions', sessionIds: rest } as const);
    void store.change({ reported });
  };
  return (
    <>
      <ul className={styles.items}>
        {ids.map((id) => (
          <Session key={id} id={id} onRemove={() => without(id)} />
        ))}
      </ul>
      <div className={styles.links}>
        <Button size="dense" look="quiet" onClick={onChoose}>
          Choose sessions
        </Button>
        <Button size="dense" look="quiet" onClick={() => void store.change({ reported: { kind: 'usage', text: '' } })}>
          Paste usage instead
        </Button>
      </div>
    </>
  );
}

/** What the sessions, or the pasted usage, reported. */
export function ReportedSide({ onChoose }: { readonly onChoose: () => void }) {
  const store = useCaseStore();
  const caseId = useCase(({ view }) => view?.case.caseId ?? '');
  const reported = useCase(({ view }) => view?.case.reported ?? null);
  const side = useCase(({ view }) => view?.reported ?? null);
  if (reported === null || side === null) return null;
  const note = reported.kind === 'sessions' ? plural(reported.sessionIds.length, 'session') : 'pasted';
  return (
    <section className={styles.side} aria-label="Reported usage">
      <SideHead title="Reported usage" state={side.kind} note={side.kind === 'nothing' ? 'none yet' : note} />
      {reported.kind === 'usage' ? (
        <Pasted
          key={caseId}
          name="Reported usage, as it was printed"
          value={reported.text}
          placeholder={placeholder}
          rows={7}
          bad={side.kind === 'refused'}
          describedBy="reconcile-reported"
          onText={(text) => void store.change({ reported: { kind: 'usage', text } }, caseId)}
        />
      ) : (
        <Sessions ids={reported.sessionIds} onChoose={onChoose} />
      )}
      <Understood id="reconcile-reported" side={side}>
        {side.kind === 'read' ? understood(side.read) : 'Nothing to read yet.'}
        {side.kind === 'read' && side.read.notes.map((text) => <p key={text}>{text}</p>)}
      </Understood>
    </section>
  );
}
