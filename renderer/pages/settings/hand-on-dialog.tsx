import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import { count, plural } from '../../../shared/kit/numbers.ts';
import {
  type HandOnFile,
  handOnFileNames,
  handOnFiles,
  type HandOnFormat,
} from '../../../shared/session/handing-on/formats.ts';
import { useAppWindow, useStores } from '../../store/context.ts';
import { saveHandedOn } from '../../store/files.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/fields.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import { OtlpSection } from './otlp-section.tsx';
import styles from './hand-on.module.css';

/** Where the dialog stands with the file that was asked for last. */
type Standing =
  | { readonly kind: 'none' }
  | { readonly kind: 'writing'; readonly format: HandOnFile }
  | { readonly kind: 'saved'; readonly sentence: string; readonly notes: readonly string[] }
  | { readonly kind: 'failed'; readonly sentence: string };

interface FormatRowProps {
  readonly format: HandOnFile;
  readonly redacted: boolean;
  readonly disabled: boolean;
  readonly writing: boolean;
  readonly onSave: () => void;
}

function FormatRow({ format, redacted, disabled, writing, onSave }: FormatRowProps) {
  const of: HandOnFormat = handOnFiles[format];
  const { label, holds, lacks } = of;
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.label}>{label}</p>
        <p className={styles.says}>{redacted && of.redacted !== undefined ? of.redacted : `${holds} ${lacks}`}</p>
      </div>
      <Button size="small" icon={<Download />} aria-label={`Save ${label}`} disabled={disabled} onClick={onSave}>
        {writing ? 'Writing' : 'Save'}
      </Button>
    </li>
  );
}

/** Sessions as files for somebody else: what each form holds, and what came of it. */
export function HandOnDialog() {
  const { appWindow, bench } = useStores();
  const open = useAppWindow((state) => state.dialog === 'hand-on');
  const sessionIds = useAppWindow((state) => state.handedOn);
  const [redacted, setRedacted] = useState(false);
  const [standing, setStanding] = useState<Standing>({ kind: 'none' });
  const number = sessionIds.length;
  const save = async (format: HandOnFile): Promise<void> => {
    setStanding({ kind: 'writing', format });
    const saved = await saveHandedOn(bench, { sessionIds, format, redacted });
    setStanding(
      saved.ok
        ? { kind: 'saved', sentence: `${saved.fileName} holds ${saved.holds}.`, notes: saved.notes }
        : { kind: 'failed', sentence: `The file was not written. ${errorText(saved.error)}` },
    );
  };
  const what = number === 0 ? 'Choose a session first.' : number === 1 ? sessionIds[0] : `${count(number)} sessions`;
  return (
    <Dialog title="Hand on" open={open} onClose={() => appWindow.closeDialog()} wide>
      <p className={styles.what}>{what}</p>
      <div className={styles.redacted}>
        <Switch name="Redacted" on={redacted} onChange={setRedacted} />
        <p className={styles.says}>
          Redacted: without sound, words, instructions and what tools were given. Usage, counts and times stay.
        </p>
      </div>
      <ul className={styles.rows}>
        {handOnFileNames.map((format) => (
          <FormatRow
            key={format}
            format={format}
            redacted={redacted}
            disabled={
              standing.kind === 'writing' ||
              number === 0 ||
              (number > 1 && !handOnFiles[format].several) ||
              (redacted && format === 'wav')
            }
            writing={standing.kind === 'writing' && standing.format === format}
            onSave={() => void save(format)}
          />
        ))}
      </ul>
      <OtlpSection sessionIds={sessionIds} redacted={redacted} />
      {number > 1 && (
        <p className={styles.says}>Forms that hold one session are for {plural(1, 'session')} at a time.</p>
      )}
      {standing.kind === 'saved' && (
        <div role="status" className={styles.told}>
          <p>{standing.sentence}</p>
          {standing.notes.map((note) => (
            <p key={note} className={styles.says}>
              {note}
            </p>
          ))}
        </div>
      )}
      {standing.kind === 'failed' && (
        <p role="alert" className={styles.problem}>
          {standing.sentence}
        </p>
      )}
    </Dialog>
  );
}
