import { useState } from 'react';
import { TabList } from '../../ui/tab-list.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

const tabs = [
  { id: 'conversation', label: 'Conversation' },
  { id: 'cost', label: 'Cost' },
  { id: 'options', label: 'Options' },
] as const;

function Parts() {
  const [shown, setShown] = useState<(typeof tabs)[number]['id']>('conversation');
  return (
    <div className={styles.wide}>
      <TabList name="Parts of the session" tabs={tabs} shown={shown} onShow={setShown} />
    </div>
  );
}

const page: PartPage = {
  title: 'Tab list',
  says: 'Names of parts of which one shows, where there is room for one.',
  examples: [{ name: 'Three parts', Draw: Parts }],
};
export default page;
