import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useEffect, useState } from 'react';
import type { SessionView } from '../../../../shared/session/view.ts';
import { useStores } from '../../../store/context.ts';
import { Button } from '../../../ui/button.tsx';
import type { CostState } from './use-cost.ts';
import styles from './tables.module.css';

const formats = ['Markdown', 'CSV', 'JSON'] as const;
type Format = (typeof formats)[number];

/** How long the button says that it has copied. */
const copiedForMs = 1500;

/** The report is written only when it is asked for, by the same code as the command line's. */
async function copy(view: SessionView, { prices, choice }: CostState, format: Format): Promise<void> {
  const [{ usageReport }, texts] = await Promise.all([
    import('../../../../shared/session/costs/usage-report.ts'),
    import('../../../../shared/session/costs/usage-export.ts'),
  ]);
  const report = usageReport(view, prices, choice);
  const text = { Markdown: texts.reportMarkdown, CSV: texts.reportCsv, JSON: texts.reportJson }[format](report);
  await navigator.clipboard.writeText(text);
}

/** Copies usage and cost of the session, whole: as a table for a page, for a spreadsheet, or as data. */
export function CopyReport({ state }: { readonly state: CostState }) {
  const { session } = useStores();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState<Format | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const take = (format: Format): void => {
    // What is on screen repaints with money alone; the copy is of the session as it stands now.
    copy(session.getState().view ?? state.view, state, format).then(
      () => {
        setCopied(format);
        setFailed(false);
      },
      () => setFailed(true),
    );
  };
  return (
    <div className={styles.copy}>
      {failed && <span className={styles.failed}>The clipboard refused.</span>}
      {open &&
        formats.map((format) => (
          <Button
            key={format}
            look="quiet"
            size="dense"
            aria-label={copied === format ? `Copied as ${format}` : `Copy as ${format}`}
            icon={copied === format ? <Check /> : undefined}
            onClick={() => take(format)}
          >
            {format}
          </Button>
        ))}
      <Button
        look="quiet"
        size="dense"
        icon={<Copy />}
        aria-label="Copy usage and cost"
        aria-expanded={open}
        title="Copy usage and cost"
        onClick={() => setOpen(!open)}
      />
    </div>
  );
}
