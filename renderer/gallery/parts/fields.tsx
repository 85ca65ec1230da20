import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import { Field, Select, Switch } from '../../ui/fields.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

const voices = ['alloy', 'cedar', 'marin', 'verse'].map((value) => ({ value, label: value }));
const vads = [
  { value: 'server_vad', label: 'server_vad', note: 'by silence' },
  { value: 'semantic_vad', label: 'semantic_vad', note: 'by what was said' },
  { value: 'none', label: 'none', note: 'a person commits' },
];

function Chosen({ look, dense = false }: { readonly look?: 'box' | 'text'; readonly dense?: boolean }) {
  const [value, setValue] = useState('cedar');
  return (
    <>
      <Select
        name="Voice"
        value={value}
        choices={voices}
        onChoose={setValue}
        dense={dense}
        {...(look ? { look } : {})}
      />
      <output>{value}</output>
    </>
  );
}

function Noted() {
  const [value, setValue] = useState('server_vad');
  return (
    <>
      <Select name="Turn detection" value={value} choices={vads} onChoose={setValue} />
      <Select name="Changed" value={value} choices={vads} onChoose={setValue} tone="accent" />
      <Select name="Refused" value={value} choices={vads} onChoose={setValue} tone="alarm" />
      <Select name="Preset" value={value} choices={vads} onChoose={setValue} shows="Preset" />
    </>
  );
}

function Switched() {
  const [on, setOn] = useState(false);
  return (
    <>
      <Switch name="Interrupt" on={on} onChange={setOn} />
      <Switch name="Cannot be changed" on={on} onChange={setOn} disabled />
    </>
  );
}

function Typed() {
  const [text, setText] = useState('');
  return (
    <div className={styles.form}>
      <label htmlFor="typed">Prefix padding</label>
      <Field id="typed" value={text} onChange={(event) => setText(event.target.value)} after="ms" inputMode="numeric" />
    </div>
  );
}

const page: PartPage = {
  title: 'Fields',
  says: 'A line of text, a choice of one, on or off.',
  examples: [
    { name: 'Text', Draw: Typed },
    {
      name: 'Tones',
      Draw: () => (
        <>
          <Field aria-label="Plain" placeholder="placeholder" />
          <Field aria-label="Accent" tone="accent" defaultValue="changed, not sent" />
          <Field aria-label="Alarm" tone="alarm" aria-invalid defaultValue="refused" />
          <Field aria-label="Find" before={<Search />} placeholder="Find an option" after="/" />
          <Field aria-label="Dense" dense defaultValue="0.5" />
          <Field aria-label="Not now" disabled defaultValue="not now" />
        </>
      ),
    },
    { name: 'Choice', Draw: () => <Chosen /> },
    { name: 'Choice as a word', Draw: () => <Chosen look="text" /> },
    { name: 'Choice, dense', Draw: () => <Chosen dense /> },
    { name: 'Choices with notes', Draw: Noted },
    { name: 'On or off', Draw: Switched },
  ],
};
export default page;
