import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import { Button } from '../../parts/button.tsx';
import { useStores, useUi } from '../../store/context.ts';
import styles from './rail.module.css';

/** What is left of the options in a narrow window: a rail that opens them over the middle, never modal. */
export function OptionsRail() {
  const { ui } = useStores();
  const open = useUi((state) => state.optionsOpen);
  return (
    <div className={styles.rail}>
      <Button
        look="quiet"
        icon={<SlidersHorizontal />}
        aria-label="Options"
        shortcut="o"
        aria-expanded={open}
        onClick={() => ui.setState({ optionsOpen: !open })}
      />
    </div>
  );
}
