import Scale from 'lucide-react/icons/scale';
import { Button } from '../parts/button.tsx';
import { useStores } from '../store/context.ts';
import styles from './recent.module.css';

/** The way to the Reconcile page for whoever has a bill and a usage object, and wants nothing else. */
export function CameForABill() {
  const { ui } = useStores();
  return (
    <section className={styles.bill} aria-labelledby="came-for-a-bill">
      <div className={styles.head}>
        <h2 id="came-for-a-bill" className={styles.title}>
          Came for a bill?
        </h2>
      </div>
      <p className={styles.empty}>Paste one usage object and a meter table. No session and no key are needed.</p>
      <Button icon={<Scale />} onClick={() => ui.setState({ page: 'reconcile' })}>
        Paste it
      </Button>
    </section>
  );
}
