import Check from 'lucide-react/icons/check';
import CircleX from 'lucide-react/icons/circle-x';
import Equal from 'lucide-react/icons/equal';
import EqualNot from 'lucide-react/icons/equal-not';
import Hourglass from 'lucide-react/icons/hourglass';
import Lock from 'lucide-react/icons/lock';
import Pencil from 'lucide-react/icons/pencil';
import { type FocusEvent, memo, useEffect, useRef, useState } from 'react';
import { assertNever } from '../../../../shared/kit/errors.ts';
import type { Json } from '../../../../shared/kit/json.ts';
import { type OptionSpec, optionText } from '../../../../shared/protocol/options/options.ts';
import { grants, type OptionStanding } from '../../../../shared/session/option-standing.ts';
import { cx } from '../../../ui/cx.ts';
import { Tip } from '../../../ui/overlays.tsx';
import { isLong, OptionControl } from './controls.tsx';
import { LongOption, type OptionDraft } from './long-option.tsx';
import { factLines, hasNoRoom, lockWords, otherText, roomInEffect, standingLine } from './option-text.ts';
import styles from './options.module.css';

/** As long as a pointer must rest for the same help. */
const afterMs = 700;

export interface RowHelp {
  readonly open: boolean;
  readonly onPointer: (open: boolean) => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: () => void;
}

/** Opens a row's help when the pointer rests on its name or the keyboard rests in its control; typing closes it. */
function useRowHelp(): RowHelp {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (!focused) return;
    const timer = setTimeout(() => setRested(true), afterMs);
    return () => clearTimeout(timer);
  }, [focused]);
  const leave = (): void => {
    setFocused(false);
    setRested(false);
  };
  return {
    open: pointed || rested,
    onPointer: setPointed,
    onFocus: (event) => {
      if (event.target.matches(':focus-visible')) setFocused(true);
    },
    onBlur: leave,
    onKeyDown: leave,
  };
}

/** What an option is and where it stands in the protocol: opens over its name on hover and focus. */
function OptionHelp({ spec, locked }: { readonly spec: OptionSpec; readonly locked: string | null }) {
  const [path, ...facts] = factLines(spec);
  return (
    <span className={styles.help}>
      <span>{spec.description}</span>
      {locked !== null && <span className={styles.locked}>{locked}</span>}
      <span className={cx(styles.fact, 'type-mono')}>{path}</span>
      {facts.map((fact) => (
        <span key={fact} className={styles.fact}>
          {fact}
        </span>
      ))}
    </span>
  );
}

interface Look {
  readonly glyph: React.ReactNode;
  readonly tone: 'plain' | 'accent' | 'alarm';
  readonly strong: boolean;
}

function lookOf(standing: OptionStanding, draft: OptionDraft): Look {
  const pencil = <Pencil aria-label="not sent" />;
  if (draft.changed) return { glyph: pencil, tone: draft.problem === null ? 'accent' : 'alarm', strong: true };
  switch (standing.kind) {
    case 'not-connected':
    case 'default':
      return { glyph: null, tone: 'plain', strong: false };
    case 'accepted':
      return { glyph: <Check className={styles.ok} aria-label="accepted" />, tone: 'plain', strong: true };
    case 'unsent':
      return { glyph: pencil, tone: 'accent', strong: true };
    case 'pending':
      return { glyph: <Hourglass aria-label="pending" />, tone: 'accent', strong: true };
    case 'ignored':
    case 'altered':
      return { glyph: <EqualNot aria-label="not what was asked" />, tone: 'alarm', strong: true };
    case 'refused':
      return { glyph: <CircleX aria-label="refused" />, tone: 'alarm', strong: true };
    case 'locked':
      return { glyph: <Lock className={styles.quietGlyph} aria-label="locked" />, tone: 'plain', strong: true };
    default:
      return assertNever(standing, 'Option standing');
  }
}

interface InEffectProps {
  readonly spec: OptionSpec;
  readonly asked: Json;
  readonly standing: OptionStanding;
  readonly tone: Look['tone'];
}

const isGranted = (spec: OptionSpec, asked: Json, standing: OptionStanding, inEffect: Json): boolean =>
  standing.kind === 'locked' || standing.kind === 'accepted' || grants(spec, asked, inEffect);

const effectText = (spec: OptionSpec, inEffect: Json): string =>
  isLong(spec) ? otherText(inEffect) : optionText(spec, inEffect);

/** Whether what stands in the row needs a line of its own to be read whole. */
function isWide(spec: OptionSpec, asked: Json, standing: OptionStanding): boolean {
  const shown = standing.kind === 'locked' ? standing.inEffect : asked;
  if (hasNoRoom(spec, shown)) return true;
  if (standing.kind === 'not-connected' || standing.inEffect === undefined) return false;
  const { inEffect } = standing;
  return !isGranted(spec, asked, standing, inEffect) && effectText(spec, inEffect).length > roomInEffect;
}

/** What the service last said, or that it is what was asked. */
function InEffect({ spec, asked, standing, tone }: InEffectProps) {
  if (standing.kind === 'not-connected' || standing.inEffect === undefined) return null;
  const { inEffect } = standing;
  const text = effectText(spec, inEffect);
  if (isGranted(spec, asked, standing, inEffect)) {
    return <Equal className={styles.equal} aria-label={`in effect: ${text}`} />;
  }
  return (
    <span
      className={tone === 'alarm' ? styles.keptAlarm : tone === 'accent' ? styles.keptAccent : undefined}
      aria-label={`in effect: ${text}`}
    >
      {text}
    </span>
  );
}

export interface OptionRowProps {
  readonly spec: OptionSpec;
  /** What the form asks for: set by the person, else the service's default. */
  readonly value: Json;
  readonly standing: OptionStanding;
  readonly onAsk: (id: string, value: Json) => void;
}

/** One option: its state, its name, what is asked, what is in effect. */
export const OptionRow = memo(
  function OptionRow({ spec, value, standing, onAsk }: OptionRowProps) {
    const [draft, setDraft] = useState<OptionDraft>({ changed: false, problem: null });
    const [open, setOpen] = useState(false);
    const help = useRowHelp();
    const row = useRef<HTMLDivElement>(null);
    const look = lookOf(standing, draft);
    const line = draft.changed ? draft.problem : standingLine(spec, standing);
    const ask = (next: Json): void => onAsk(spec.id, next);
    const locked = standing.kind === 'locked' ? lockWords(standing.lock) : null;
    return (
      <li
        data-option={spec.id}
        data-standing={draft.changed ? 'draft' : standing.kind}
        className={cx(styles.option, line !== null && (look.tone === 'alarm' ? styles.ruleAlarm : styles.ruleAccent))}
      >
        <div
          ref={row}
          className={cx(styles.row, isWide(spec, value, standing) && styles.wide)}
          onFocus={help.onFocus}
          onBlur={help.onBlur}
          onKeyDown={help.onKeyDown}
        >
          <span className={cx(styles.glyph, look.tone === 'alarm' && styles.alarm)}>{look.glyph}</span>
          <Tip
            text={<OptionHelp spec={spec} locked={locked} />}
            side="right"
            anchor={row}
            open={help.open}
            onOpen={help.onPointer}
          >
            <span className={cx(styles.label, look.strong && styles.strong)}>{spec.label}</span>
          </Tip>
          <span className={styles.asked}>
            {standing.kind === 'locked' ? (
              <span className={styles.lockedValue}>{optionText(spec, standing.inEffect)}</span>
            ) : (
              <OptionControl
                spec={spec}
                value={value}
                tone={look.tone}
                onAsk={ask}
                onDraft={setDraft}
                open={open}
                onOpen={setOpen}
              />
            )}
          </span>
          <span className={styles.effect}>
            <InEffect spec={spec} asked={value} standing={standing} tone={look.tone} />
          </span>
        </div>
        {open && isLong(spec) && <LongOption spec={spec} value={value} onAsk={ask} onDraft={setDraft} />}
        {line !== null && (
          <p role="status" className={cx(styles.line, look.tone === 'alarm' && styles.alarm)}>
            {line}
          </p>
        )}
      </li>
    );
  },
  (before, after) =>
    before.spec === after.spec &&
    before.onAsk === after.onAsk &&
    JSON.stringify(before.value) === JSON.stringify(after.value) &&
    JSON.stringify(before.standing) === JSON.stringify(after.standing),
);
