import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

const page: PartPage = {
  title: 'Section',
  says: 'A titled part of a panel.',
  examples: [
    {
      name: 'Plain, with a note and an action',
      Draw: () => (
        <div className={styles.wide}>
          <Section title="By field" note="cached counted apart" action={<Button size="dense">Copy</Button>}>
            <p>What it holds.</p>
          </Section>
        </div>
      ),
    },
    {
      name: 'Foldable',
      Draw: () => (
        <div className={styles.wide}>
          <Section title="Turn detection" foldable>
            <p>What can be hidden.</p>
          </Section>
        </div>
      ),
    },
  ],
};
export default page;
