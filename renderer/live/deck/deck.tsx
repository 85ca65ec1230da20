import Mic from 'lucide-react/icons/mic';
import Volume2 from 'lucide-react/icons/volume-2';
import { usePolled } from '../../parts/use-polled.ts';
import { useStores, useUi, useView } from '../../store/context.ts';
import { commitsByHand } from '../../store/desk.ts';
import { Channel } from './channel.tsx';
import styles from './deck.module.css';

/** Zeros for this long are no pause between words: no converter is that quiet. */
const zerosAfterMs = 1000;

/** The meters of both directions. */
export function Deck() {
  const { meters } = useStores();
  const muted = useView((view) => view?.phase === 'open' && view.input.muted);
  const byHand = useView(commitsByHand);
  const held = useUi((ui) => ui.held);
  const wav = useView((view) => view?.header?.input.kind === 'wav');
  const zeros = usePolled(() => (meters.latest.input?.zerosMs ?? 0) > zerosAfterMs);
  const word = muted && !held ? (byHand ? 'closed' : 'muted') : zeros && !wav ? 'zeros' : null;
  return (
    <section aria-label="Levels" className={styles.deck}>
      <Channel
        stream="input"
        name={wav ? 'WAV file' : 'Microphone'}
        icon={<Mic />}
        word={word}
        alarmed={word === 'zeros'}
      />
      <Channel stream="output" name="Answer" icon={<Volume2 />} word={null} />
    </section>
  );
}
