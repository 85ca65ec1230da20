import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/fields.tsx';
import { useFocusReturn } from '../../ui/focus-return.ts';
import { Dialog, Tip } from '../../ui/overlays.tsx';
import type { PartPage } from './part.ts';

function Opened({ wide = false, named }: { readonly wide?: boolean; readonly named: string }) {
  const [open, setOpen] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{named}</Button>
      <Dialog title={named} open={open} onClose={() => setOpen(false)} wide={wide} first={first}>
        <Field aria-label="First" inputRef={first} />
        <Field aria-label="Second" />
      </Dialog>
    </>
  );
}

function Line({ onClose }: { readonly onClose: () => void }) {
  useFocusReturn();
  return (
    <Button autoFocus onClick={onClose}>
      Close the line
    </Button>
  );
}

function Returning() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open a line</Button>
      {open && <Line onClose={() => setOpen(false)} />}
    </>
  );
}

const page: PartPage = {
  title: 'Overlays',
  says: 'What opens over the window, and what the focus does.',
  examples: [
    { name: 'Dialog', Draw: () => <Opened named="A dialog" /> },
    { name: 'Wide dialog', Draw: () => <Opened named="A wide dialog" wide /> },
    {
      name: 'Tip',
      Draw: () => (
        <>
          <Tip text="Sends what is in the buffer." shortcut="C">
            <Button>Commit</Button>
          </Tip>
          <Tip text="Always open." open>
            <Button>Open</Button>
          </Tip>
        </>
      ),
    },
    { name: 'A part that gives the focus back', Draw: Returning },
  ],
};
export default page;
