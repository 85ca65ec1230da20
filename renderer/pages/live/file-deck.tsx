import Play from 'lucide-react/icons/play';
import SkipForward from 'lucide-react/icons/skip-forward';
import Square from 'lucide-react/icons/square';
import X from 'lucide-react/icons/x';
import { useRef } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import { plural } from '../../../shared/kit/numbers.ts';
import { useSoundFiles, useStores, useView } from '../../store/context.ts';
import { notesOf } from '../../store/sound-files.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelOfFiles } from '../channel-of-files.tsx';
import { FileButton } from '../file-button.tsx';
import styles from './file-deck.module.css';

/** Files with several channels, before they speak: what to know of them, and which channel is heard. */
function HeldFiles({ onDone }: { readonly onDone: () => void }) {
  const { soundFiles } = useStores();
  const held = useSoundFiles((state) => state.held);
  const channel = useSoundFiles((state) => state.channel);
  if (held.length === 0) return null;
  // The buttons go away with what they ask about.
  const after = (work: () => void) => () => {
    onDone();
    work();
  };
  const names = held.map(({ name }) => name).join(', ');
  return (
    <div className={styles.held}>
      <p className={styles.words} title={names}>
        {`${names}: what is heard?`}
      </p>
      <ChannelOfFiles files={held} channel={channel} onChoose={(chosen) => soundFiles.chooseChannel(chosen)} />
      <Button size="small" icon={<Play />} onClick={after(() => void soundFiles.playHeld())}>
        Play now
      </Button>
      <Button
        size="small"
        look="quiet"
        icon={<X />}
        aria-label="Do not play"
        onClick={after(() => soundFiles.dropHeld())}
      />
      <Notes notes={notesOf(held, channel)} />
    </div>
  );
}

const Notes = ({ notes }: { readonly notes: readonly string[] }) =>
  notes.map((note) => (
    <p key={note} className={styles.note}>
      {note}
    </p>
  ));

/** Files of sound in a session: which speaks, which wait for their turn, and one more. */
export function FileDeck() {
  const { soundFiles } = useStores();
  const open = useView((view) => view?.phase === 'open');
  const file = useView((view) => view?.input.file ?? null);
  const waiting = useView((view) => view?.input.waiting ?? null);
  const error = useSoundFiles((state) => state.error);
  const chooser = useRef<HTMLButtonElement>(null);
  const notes = useSoundFiles((state) => state.notes);
  if (!open && error === null) return null;
  const queued = waiting ?? [];
  const busy = file !== null || queued.length > 0;
  const next = queued.length === 0 ? '' : `Then ${queued.join(', ')}.`;
  return (
    <section aria-label="Files" className={styles.deck}>
      {open && <FileButton name="Play a file" size="small" button={chooser} />}
      {open && busy && (
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
          <Notes notes={notes} />
        </>
      )}
      {open && <HeldFiles onDone={() => chooser.current?.focus()} />}
      {error !== null && (
        <p role="alert" className={styles.refused}>
          {errorText(error)}
        </p>
      )}
    </section>
  );
}
