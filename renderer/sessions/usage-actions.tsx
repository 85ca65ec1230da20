import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import Download from 'lucide-react/icons/download';
import { useEffect, useState } from 'react';
import { usageFormats, type UsageFormat } from '../../shared/library/usage-formats.ts';
import { Button } from '../parts/button.tsx';
import { saveText } from '../reconcile/save-text.ts';
import { useStores } from '../store/context.ts';

const names: Readonly<Record<UsageFormat, string>> = { csv: 'CSV', json: 'JSON', markdown: 'Markdown' };

/** How long the button says that it has copied. */
const copiedForMs = 1500;

export interface UsageActionsProps {
  readonly sessionIds: readonly string[];
  readonly onProblem: (text: string) => void;
}

/** Usage and cost of the sessions chosen: as a file, or on the clipboard as Markdown. */
export function UsageActions({ sessionIds, onProblem }: UsageActionsProps) {
  const { bench, ui } = useStores();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const none = sessionIds.length === 0;
  const written = async (format: UsageFormat) => {
    const answer = await bench.call('library.usage', { sessionIds: [...sessionIds], format });
    if (!answer.ok) onProblem(`The usage could not be written. ${answer.error.message}`);
    return answer.ok ? answer : null;
  };
  const save = async (format: UsageFormat): Promise<void> => {
    const file = await written(format);
    if (file !== null) saveText(file.fileName, file.mediaType, file.text);
    setOpen(false);
  };
  const copy = async (): Promise<void> => {
    const file = await written('markdown');
    if (file === null) return;
    await navigator.clipboard.writeText(file.text).then(
      () => {
        setCopied(true);
        ui.setState({ spoken: 'Usage and cost are on the clipboard as Markdown.' });
      },
      () => onProblem('The clipboard refused. Export writes the same as a file.'),
    );
  };
  return (
    <>
      <Button
        look="quiet"
        size="small"
        icon={<Download />}
        title="Usage and cost as a file"
        disabled={none}
        aria-expanded={open && !none}
        onClick={() => setOpen(!open)}
      >
        Export
      </Button>
      {open &&
        !none &&
        usageFormats.map((format) => (
          <Button key={format} size="dense" aria-label={`Export as ${names[format]}`} onClick={() => void save(format)}>
            {names[format]}
          </Button>
        ))}
      <Button
        look="quiet"
        size="small"
        icon={copied ? <Check /> : <Copy />}
        title="Usage and cost as Markdown"
        disabled={none}
        onClick={() => void copy()}
      >
        {copied ? 'Copied' : 'Copy usage'}
      </Button>
    </>
  );
}
