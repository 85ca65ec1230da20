import { useState } from 'react';
import { Segments } from '../../ui/segments.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

function Voices() {
  const [voice, setVoice] = useState<'you' | 'answer' | 'both'>('both');
  return (
    <div className={styles.wide}>
      <Segments
        name="Voices"
        value={voice}
        choices={[
          { value: 'you', label: 'You' },
          { value: 'answer', label: 'Answer' },
          { value: 'both', label: 'Both' },
        ]}
        onChoose={setVoice}
      />
    </div>
  );
}

const page: PartPage = {
  title: 'Segments',
  says: 'A few choices side by side, one of which holds.',
  examples: [{ name: 'One of three', Draw: Voices }],
};
export default page;
