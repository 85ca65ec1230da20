import ChevronDown from 'lucide-react/icons/chevron-down';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { OptionSpec } from '../../../../shared/protocol/options.ts';
import { Switch } from '../../../parts/switch.tsx';
import { cx } from '../../../styles/cx.ts';
import { ChoiceControl } from './choice-control.tsx';
import type { ControlProps } from './control-props.ts';
import { LineControl } from './line-control.tsx';
import { NumberControl } from './number-control.tsx';
import styles from '../options.module.css';
import { summaryText } from '../value-text.ts';

/** Edited in a field of its own under the row, for it has no room in it. */
export const isLong = ({ kind }: OptionSpec): boolean =>
  kind.type === 'list' || kind.type === 'json' || (kind.type === 'text' && kind.oneLine !== true);

export interface OptionControlProps extends ControlProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** What a long value comes to, as a button that opens its field. */
function Opener({ spec, value, tone, open, onOpen }: OptionControlProps) {
  return (
    <button
      type="button"
      className={cx(styles.opener, tone !== 'plain' && styles[tone === 'alarm' ? 'openerAlarm' : 'openerAccent'])}
      aria-expanded={open}
      aria-label={`${spec.label}: ${summaryText(spec, value)}`}
      onClick={() => onOpen(!open)}
    >
      <span className={styles.openerText}>{summaryText(spec, value)}</span>
      <ChevronDown className={cx(open && styles.openerUp)} />
    </button>
  );
}

/** The editor of one option, by its kind. */
export function OptionControl(props: OptionControlProps) {
  const { spec, value, onAsk } = props;
  switch (spec.kind.type) {
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'boolean':
      return <Switch name={spec.label} on={value === true} onChange={onAsk} />;
    case 'text':
      return isLong(spec) ? <Opener {...props} /> : <LineControl {...props} />;
    case 'list':
    case 'json':
      return <Opener {...props} />;
    default:
      return assertNever(spec.kind, 'Option kind');
  }
}
