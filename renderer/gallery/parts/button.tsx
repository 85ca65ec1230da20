import Trash from 'lucide-react/icons/trash-2';
import Play from 'lucide-react/icons/play';
import { useState } from 'react';
import { Button, CopyButton, Key } from '../../ui/button.tsx';
import { Tip } from '../../ui/overlays.tsx';
import type { PartPage } from './part.ts';

function Counting() {
  const [count, setCount] = useState(0);
  return (
    <>
      <Button onClick={() => setCount(count + 1)}>Count</Button>
      <Button disabled onClick={() => setCount(count + 1)}>
        Not now
      </Button>
      <output>{count} times</output>
    </>
  );
}

function Pressing() {
  const [pressed, setPressed] = useState(false);
  return (
    <Button pressed={pressed} onClick={() => setPressed(!pressed)}>
      client
    </Button>
  );
}

function Sending() {
  const [sent, setSent] = useState('nothing');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setSent('the form');
      }}
    >
      <Button submits>Send</Button> <Button>Only a button</Button> <output>Sent: {sent}</output>
    </form>
  );
}

const page: PartPage = {
  title: 'Button',
  says: 'Does something. One that cannot do it now keeps its focus and says why.',
  examples: [
    {
      name: 'Looks',
      Draw: () => (
        <>
          <Button look="primary">Primary</Button>
          <Button>Plain</Button>
          <Button look="quiet">Quiet</Button>
        </>
      ),
    },
    {
      name: 'Sizes',
      Draw: () => (
        <>
          <Button size="large" look="primary" icon={<Play />} shortcut="Enter">
            Start
          </Button>
          <Button icon={<Play />}>Normal</Button>
          <Button size="small">Small</Button>
          <Button size="dense">Dense</Button>
        </>
      ),
    },
    {
      name: 'Signs',
      Draw: () => (
        <>
          <Button icon={<Trash />} aria-label="Delete" shortcut="D" />
          <Button look="quiet" size="small" icon={<Trash />} aria-label="Delete this one" />
        </>
      ),
    },
    { name: 'Clicks', Draw: Counting },
    { name: 'Pressed', Draw: Pressing },
    { name: 'In a form', Draw: Sending },
    {
      name: 'Not now, and why',
      Draw: () => (
        <Tip text="Nothing is selected.">
          <Button disabled>Export</Button>
        </Tip>
      ),
    },
    { name: 'Copies', Draw: () => <CopyButton text={() => 'what was copied'}>Copy usage</CopyButton> },
    {
      name: 'Keys',
      Draw: () => (
        <>
          <Key name="Mod+." />
          <Key name="Space" />
          <Key name="?" />
        </>
      ),
    },
  ],
};
export default page;
