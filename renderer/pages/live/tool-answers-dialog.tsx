import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import type { ToolAnswers, ToolRule } from '../../../shared/session/tool-answers.ts';
import { usePreferences, useStores, useAppWindow } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Switch } from '../../ui/fields.tsx';
import { Dialog } from '../../ui/overlays.tsx';
import styles from './tool-answers-dialog.module.css';

const when = (path: string, is: string): ToolRule['when'] => (path.trim() === '' ? null : { path: path.trim(), is });

function RuleRow({
  rule,
  number,
  onChange,
  onRemove,
}: {
  readonly rule: ToolRule;
  readonly number: number;
  readonly onChange: (rule: ToolRule) => void;
  readonly onRemove: () => void;
}) {
  return (
    <li className={styles.rule}>
      <Field
        dense
        aria-label={`Function of rule ${number}`}
        placeholder="any name"
        value={rule.name}
        onChange={({ target }) => target.value !== '' && onChange({ ...rule, name: target.value })}
      />
      <Field
        dense
        aria-label={`Argument of rule ${number}`}
        placeholder="any"
        value={rule.when?.path ?? ''}
        onChange={({ target }) => onChange({ ...rule, when: when(target.value, rule.when?.is ?? '') })}
      />
      <Field
        dense
        aria-label={`Value of the argument of rule ${number}`}
        placeholder="any"
        value={rule.when?.is ?? ''}
        disabled={rule.when === null}
        onChange={({ target }) => onChange({ ...rule, when: when(rule.when?.path ?? '', target.value) })}
      />
      <Field
        dense
        aria-label={`Result of rule ${number}`}
        placeholder='{"ok": true}'
        value={rule.output}
        onChange={({ target }) => onChange({ ...rule, output: target.value })}
      />
      <Button look="quiet" size="dense" icon={<Trash2 />} aria-label={`Remove rule ${number}`} onClick={onRemove} />
    </li>
  );
}

/** How calls of functions are answered while nobody types a result: a table, or one fixed result. */
export function ToolAnswersDialog() {
  const { appWindow, preferences } = useStores();
  const open = useAppWindow((state) => state.dialog === 'tool-answers');
  const answers = usePreferences((state) => state.toolAnswers);
  const change = (part: Partial<ToolAnswers>): void =>
    void preferences.change({ toolAnswers: { ...answers, ...part } });
  const { rules, otherwise } = answers;
  return (
    <Dialog title="Answers to calls of functions" wide open={open} onClose={() => appWindow.closeDialog()}>
      <div className={styles.body}>
        <p className={styles.words}>
          While this is on, a call is answered by the first rule that fits it, and the next response is asked for. Every
          round is charged; after twenty in a row a person has to look.
        </p>
        <span className={styles.switch}>
          Answer calls from the table
          <Switch name="Answer calls from the table" on={answers.on} onChange={(on) => change({ on })} />
        </span>
        {rules.length > 0 && (
          <div className={styles.heads} aria-hidden="true">
            <span>Function</span>
            <span>Argument</span>
            <span>Is</span>
            <span>Gives back</span>
          </div>
        )}
        {rules.length === 0 && <p className={styles.words}>No rule yet.</p>}
        <ul className={styles.rules}>
          {rules.map((rule, index) => (
            <RuleRow
              // A rule has no identity but its place.
              // eslint-disable-next-line react/no-array-index-key
              key={index}
              rule={rule}
              number={index + 1}
              onChange={(next) => change({ rules: rules.with(index, next) })}
              onRemove={() => change({ rules: rules.toSpliced(index, 1) })}
            />
          ))}
        </ul>
        <Button
          size="small"
          icon={<Plus />}
          onClick={() => change({ rules: [...rules, { name: 'function_name', when: null, output: '{"ok": true}' }] })}
        >
          Add a rule
        </Button>
        <label className={styles.otherwise}>
          Any other call gives back
          <Field
            dense
            placeholder="nothing: it waits for you"
            value={otherwise ?? ''}
            onChange={({ target }) => change({ otherwise: target.value === '' ? null : target.value })}
          />
        </label>
      </div>
    </Dialog>
  );
}
