import Copy from 'lucide-react/icons/copy';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button.tsx';

/** How long the button says what became of it. */
const saidForMs = 1500;

interface CopyButtonProps extends Pick<ButtonProps, 'look' | 'size' | 'className'> {
  /** What goes to the clipboard. */
  readonly text: () => string;
  readonly children: string;
}

/** Copies a text, and says for a moment that it did or that the clipboard refused. */
export function CopyButton({ text, children, ...rest }: CopyButtonProps) {
  const [said, setSaid] = useState<'Copied' | 'The clipboard refused' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), saidForMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (): void =>
    void navigator.clipboard.writeText(text()).then(
      () => setSaid('Copied'),
      () => setSaid('The clipboard refused'),
    );
  return (
    <Button icon={<Copy />} onClick={copy} {...rest}>
      {said ?? children}
    </Button>
  );
}
