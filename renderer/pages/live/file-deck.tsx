import SkipForward from 'lucide-react/icons/skip-forward';
import Square from 'lucide-react/icons/square';
import { errorText } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { useSoundFiles, useStores, useView } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../file-button.tsx';
import styles from './file-deck.module.css';

/** Files of sound in a session: which speaks, which wait for their turn, and one more. */
export function FileDeck() {
  const { soundFiles } = useStores();
  const open = useView((view) => view?.phase === 'open');
  const file = useView((view) => view?.input.file ?? null);
  const waiting = useView((view) => view?.input.waiting ?? null);
  const error = useSoundFiles((state) => state.error);
  if (!open) return null;
  const queued = waiting ?? [];
  const next = queued.length === 0 ? '' : `Then ${queued.join(', ')}.`;
  return (
    <section aria-label="Files" className={styles.deck}>
      <FileButton name="Play a file" size="small" />
      {(file !== null || queued.length > 0) && (
        <>
          <p className={styles.words} title={[file?.label, ...queued].join(', ')}>
            {file === null
              ? `${plural(queued.length, 'file')} waiting for the answer. ${next}`
              : `${file.label} speaks. ${next}`}
          </p>
          <Button
            size="small"
            look="quiet"
            icon={<SkipForward />}
            aria-label="Next file"
            onClick={() => void soundFiles.stop('current')}
          />
          <Button
            size="small"
            look="quiet"
            icon={<Square />}
            aria-label="Stop the files"
            onClick={() => void soundFiles.stop('all')}
          />
        </>
      )}
      {error !== null && (
        <p role="alert" className={styles.refused}>
          {errorText(error)}
        </p>
      )}
    </section>
  );
}
