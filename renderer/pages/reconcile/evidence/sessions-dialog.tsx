import Search from 'lucide-react/icons/search';
import { useEffect, useMemo, useRef, useState } from 'react';
import { findSessions, titleOf } from '../../../../shared/contract/session-list.ts';
import { useAppInfo, useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Field } from '../../../ui/fields.tsx';
import { rulerTime, utcMinute } from '../../../ui/format.ts';
import { count, plural } from '../../../../shared/kit/numbers.ts';
import { Dialog, type DialogProps } from '../../../ui/overlays.tsx';
import { useCase, useCaseStore } from '../case/case-store.ts';
import table from '../../../ui/styles/table.module.css';
import styles from './sessions-dialog.module.css';

/** The saved sessions to choose from: those whose usage is compared. */
export function SessionsDialog({ onClose, focusAfter }: Pick<DialogProps, 'onClose' | 'focusAfter'>) {
  const store = useCaseStore();
  const { appInfo } = useStores();
  const saved = useAppInfo((state) => state.saved);
  const reported = useCase(({ view }) => view?.case.reported ?? null);
  const [chosen, setChosen] = useState<readonly string[]>(reported?.kind === 'sessions' ? reported.sessionIds : []);
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => void appInfo.loadSaved(), [appInfo]);
  const shown = useMemo(() => findSessions(saved ?? [], search, 'all'), [saved, search]);
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  const take = (): void => {
    void store.change({ reported: { kind: 'sessions', sessionIds: [...chosen] } });
    onClose();
  };
  return (
    <Dialog title="Sessions to compare" open onClose={onClose} focusAfter={focusAfter} first={field} wide>
      <Field
        inputRef={field}
        type="search"
        before={<Search />}
        aria-label="Search the sessions"
        placeholder="Name, deployment or option"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {saved === null && <p className={styles.empty}>Reading the folder.</p>}
      {saved?.length === 0 && (
        <p className={styles.empty}>No session is saved yet. Record one on the Live page, then reconcile it here.</p>
      )}
      {saved !== null && saved.length > 0 && shown.length === 0 && (
        <p
          className={styles.empty}
          role="status"
        >{`None of ${plural(saved.length, 'session')} has “${search.trim()}” in it.`}</p>
      )}
      {shown.length > 0 && (
        <table className={cx(table.table, styles.table)} aria-label="Saved sessions">
          <thead>
            <tr>
              <th scope="col">session</th>
              <th scope="col">started, UTC</th>
              <th scope="col">length</th>
              <th scope="col">responses</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.sessionId}>
                <th scope="row">
                  <label className={styles.label}>
                    <input
                      type="checkbox"
                      disabled={one.problem !== undefined || one.live}
                      checked={chosen.includes(one.sessionId)}
                      onChange={() => toggle(one.sessionId)}
                    />
                    {titleOf(one)}
                    {one.live && <span className={styles.note}>running</span>}
                  </label>
                </th>
                <td>{utcMinute(one.startedAt)}</td>
                <td>{rulerTime(one.durationMs)}</td>
                <td>{count(one.responses)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.actions}>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button look="primary" disabled={chosen.length === 0} onClick={take}>
          {chosen.length === 0 ? 'Choose sessions' : `Compare ${plural(chosen.length, 'session')}`}
        </Button>
      </div>
    </Dialog>
  );
}
