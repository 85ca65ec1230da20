import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as SelectBase } from '@base-ui/react/select';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useEffect, useRef } from 'react';
import { closedLook, type SelectProps } from './select-look.ts';
import styles from './fields.module.css';

export interface SelectWithListProps extends SelectProps {
  /** It was asked to open before its list was read: it does so now, and has the focus. */
  readonly opened: boolean;
}

/** A choice of one, with its list. */
export function SelectWithList({ opened, ...props }: SelectWithListProps) {
  const { name, value, choices, onChoose, shows } = props;
  const trigger = useRef<HTMLButtonElement>(null);
  const openedFirst = useRef(opened);
  useEffect(() => {
    if (openedFirst.current) trigger.current?.focus({ preventScroll: true });
  }, []);
  const { title, className } = closedLook(props);
  return (
    <CSPProvider disableStyleElements>
      <SelectBase.Root
        items={choices.map((choice) => ({ value: choice.value, label: choice.label }))}
        value={value}
        onValueChange={(chosen) => {
          if (typeof chosen === 'string' && chosen !== value) onChoose(chosen);
        }}
        modal={false}
        defaultOpen={opened}
      >
        <SelectBase.Trigger ref={trigger} aria-label={name} title={title} className={className}>
          {shows === undefined ? (
            <SelectBase.Value className={styles.value} />
          ) : (
            <span className={styles.value}>{shows}</span>
          )}
          <SelectBase.Icon className={styles.arrow}>
            <ChevronDown />
          </SelectBase.Icon>
        </SelectBase.Trigger>
        <SelectBase.Portal>
          <SelectBase.Positioner className={styles.positioner} sideOffset={4} alignItemWithTrigger={false}>
            <SelectBase.Popup className={styles.popup}>
              <SelectBase.List className={styles.list}>
                {choices.map((choice) => (
                  <SelectBase.Item key={choice.value} value={choice.value} className={styles.item}>
                    <span className={styles.tick}>
                      <SelectBase.ItemIndicator>
                        <Check />
                      </SelectBase.ItemIndicator>
                    </span>
                    <SelectBase.ItemText className={styles.label}>{choice.label}</SelectBase.ItemText>
                    {choice.note !== undefined && <span className={styles.note}>{choice.note}</span>}
                  </SelectBase.Item>
                ))}
              </SelectBase.List>
            </SelectBase.Popup>
          </SelectBase.Positioner>
        </SelectBase.Portal>
      </SelectBase.Root>
    </CSPProvider>
  );
}
