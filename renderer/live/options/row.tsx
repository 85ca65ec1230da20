import Check from 'lucide-react/icons/check';
import CircleX from 'lucide-react/icons/circle-x';
import Equal from 'lucide-react/icons/equal';
import EqualNot from 'lucide-react/icons/equal-not';
import Hourglass from 'lucide-react/icons/hourglass';
import Lock from 'lucide-react/icons/lock';
import Pencil from 'lucide-react/icons/pencil';
import { memo, useState } from 'react';
import type { Json } from '../../../shared/json.ts';
import { sameValue } from '../../../shared/protocol/build-session.ts';
import type { OptionSpec } from '../../../shared/protocol/options.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { optionText } from '../../../shared/protocol/options/text.ts';
import { clockTime } from '../../format/time.ts';
import { Tip } from '../../parts/tip.tsx';
import { cx } from '../../styles/cx.ts';
import { isLong, OptionControl, type Draft } from './control.tsx';
import { LongOption } from './long-option.tsx';
import styles from './options.module.css';
import type { OptionStanding } from './state.ts';

interface Look {
  readonly glyph: React.ReactNode;
  readonly tone: 'plain' | 'accent' | 'alarm';
  /** A left rule and a line under the row. */
  readonly line: string | null;
  readonly strong: boolean;
}

function lookOf(spec: OptionSpec, standing: OptionStanding, draft: Draft): Look {
  const plain: Look = { glyph: null, tone: 'plain', line: null, strong: false };
  if (draft.problem !== null && draft.changed) {
    return { glyph: <Pencil aria-label="not sent" />, tone: 'alarm', line: draft.problem, strong: true };
  }
  if (draft.changed) return { ...plain, glyph: <Pencil aria-label="not sent" />, tone: 'accent', strong: true };
  switch (standing.kind) {
    case 'not-connected':
    case 'default':
      return plain;
    case 'accepted':
      return { ...plain, glyph: <Check className={styles.ok} aria-label="accepted" />, strong: true };
    case 'unsent':
      return {
        glyph: <Pencil aria-label="not sent" />,
        tone: 'accent',
        line: 'Not asked of this session yet.',
        strong: true,
      };
    case 'pending': {
      const line =
        standing.waitsFor === null
          ? 'Sent, not yet answered.'
          : `Changes only between turns. Waits for ${standing.waitsFor}.`;
      return { glyph: <Hourglass aria-label="pending" />, tone: 'accent', line, strong: true };
    }
    case 'altered':
      return {
        glyph: <EqualNot aria-label="not what was asked" />,
        tone: 'alarm',
        line: `Asked for ${optionText(spec, standing.asked)} at ${clockTime(standing.askedAtMs)}. The service kept ${optionText(spec, standing.inEffect)}.`,
        strong: true,
      };
    case 'refused':
      return { glyph: <CircleX aria-label="refused" />, tone: 'alarm', line: standing.message, strong: true };
    case 'locked':
      return { ...plain, glyph: <Lock className={styles.quietGlyph} aria-label="locked" />, strong: true };
    default:
      return assertNever(standing, 'Option standing');
  }
}

function InEffect({
  spec,
  asked,
  standing,
  tone,
}: {
  spec: OptionSpec;
  asked: Json;
  standing: OptionStanding;
  tone: Look['tone'];
}) {
  if (standing.kind === 'not-connected' || standing.inEffect === undefined) return null;
  const { inEffect } = standing;
  if (standing.kind === 'locked' || standing.kind === 'accepted' || sameValue(inEffect, asked) || isLong(spec)) {
    return <Equal className={styles.equal} aria-label={`in effect: ${optionText(spec, inEffect)}`} />;
  }
  return (
    <span className={tone === 'alarm' ? styles.keptAlarm : tone === 'accent' ? styles.keptAccent : undefined}>
      {optionText(spec, inEffect)}
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
    const [draft, setDraft] = useState<Draft>({ changed: false, problem: null });
    const [open, setOpen] = useState(false);
    const look = lookOf(spec, standing, draft);
    const ask = (next: Json): void => onAsk(spec.id, next);
    const help = standing.kind === 'locked' ? `${spec.description} ${standing.why}` : spec.description;
    return (
      <li
        className={cx(
          styles.option,
          look.line !== null && (look.tone === 'alarm' ? styles.ruleAlarm : styles.ruleAccent),
        )}
      >
        <div className={styles.row}>
          <span className={cx(styles.glyph, look.tone === 'alarm' && styles.alarm)}>{look.glyph}</span>
          <Tip text={help}>
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
        {look.line !== null && <p className={cx(styles.line, look.tone === 'alarm' && styles.alarm)}>{look.line}</p>}
      </li>
    );
  },
  (before, after) =>
    before.spec === after.spec &&
    before.onAsk === after.onAsk &&
    sameValue(before.value, after.value) &&
    JSON.stringify(before.standing) === JSON.stringify(after.standing),
);
