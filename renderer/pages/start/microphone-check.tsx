import Ear from 'lucide-react/icons/ear';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { OpenCheck } from './late-parts.ts';

/** The microphone tried out before a session: its level, what is wrong with it, and a word heard back. Nothing of it is sent or kept. */
export function MicrophoneCheck() {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const close = useCallback(() => setOpen(false), []);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (isOpen) {
    return (
      <Suspense>
        <OpenCheck onClosed={close} />
      </Suspense>
    );
  }
  return (
    <Button ref={opener} icon={<Ear />} onClick={() => setOpen(true)}>
      Check the microphone
    </Button>
  );
}
