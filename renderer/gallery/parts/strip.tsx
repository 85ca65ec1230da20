import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { Button } from '../../ui/button.tsx';
import { Strip } from '../../ui/strip.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

const page: PartPage = {
  title: 'Strip',
  says: 'A state of the whole bench that stays until it is over.',
  examples: [
    {
      name: 'Alarm',
      Draw: () => (
        <div className={styles.wide}>
          <Strip
            level="alarm"
            icon={<TriangleAlert />}
            title="The connection was lost"
            actions={<Button size="small">Reconnect</Button>}
          >
            What was recorded is on disk. Nothing is being sent.
          </Strip>
        </div>
      ),
    },
    {
      name: 'Notice, alone',
      Draw: () => (
        <div className={styles.wide}>
          <Strip level="notice" icon={<Info />} title="The engine is back." />
        </div>
      ),
    },
  ],
};
export default page;
