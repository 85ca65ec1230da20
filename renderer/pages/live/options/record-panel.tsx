import { isFound } from '../../../../shared/protocol/options/find-option.ts';
import Check from 'lucide-react/icons/check';
import EqualNot from 'lucide-react/icons/equal-not';
import CircleX from 'lucide-react/icons/circle-x';
import Equal from 'lucide-react/icons/equal';
import Hourglass from 'lucide-react/icons/hourglass';
import Lock from 'lucide-react/icons/lock';
import { type ReactNode, useMemo, useState } from 'react';
import { assertNever } from '../../../../shared/kit/errors.ts';
import type { Json } from '../../../../shared/kit/json.ts';
import { count } from '../../../../shared/kit/numbers.ts';
import { optionText, shortText } from '../../../../shared/protocol/options/options.ts';
import type { OptionUpdateView } from '../../../../shared/session/options-view.ts';
import { type RecordedOption, recordedOptions } from '../../../../shared/session/recorded-options.ts';
import { usePlayer, useView } from '../../../store/context.ts';
import { cx } from '../../../ui/cx.ts';
import { clockTime, rate, seconds } from '../../../ui/format.ts';
import { Section } from '../../../ui/section.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { isLong } from './controls.tsx';
import { FindOption } from './find-option.tsx';
import { summaryText } from './option-text.ts';
import { useWantedOption } from './use-wanted-option.ts';
import styles from './options.module.css';

/** What came of a change, as a line under its row. */
function updateLine({ spec }: RecordedOption, update: OptionUpdateView): string {
  const { state, t, answeredMs, kept, refusal, asked } = update;
  const [at, wanted] = [clockTime(t), shortText(spec, asked[spec.id] ?? null)];
  const keptValue = kept[spec.id];
  switch (state) {
    case 'pending':
      return `Asked for ${wanted} at ${at}, never answered.`;
    case 'accepted':
      return answeredMs === null ? `Changed at ${at}.` : `Changed at ${at}, accepted in ${seconds(answeredMs - t)}.`;
    case 'altered':
      return keptValue === undefined
        ? `Changed at ${at}.`
        : `Asked for ${wanted} at ${at}. The service kept ${shortText(spec, keptValue)}.`;
    case 'refused':
      return `Asked for ${wanted} at ${at}, refused: ${refusal?.message ?? 'no reason was given'}`;
    case 'perhaps-refused':
      return `Asked for ${wanted} at ${at}. Perhaps refused: ${refusal?.message ?? 'no reason was given'}`;
    default:
      return assertNever(state, 'Option update');
  }
}

interface Look {
  readonly glyph: ReactNode;
  readonly isAlarm: boolean;
}

function lookOf({ spec }: RecordedOption, update: OptionUpdateView | null): Look {
  switch (update?.state) {
    case undefined:
      return { glyph: null, isAlarm: false };
    case 'accepted':
      return { glyph: <Check className={styles.ok} aria-label="accepted" />, isAlarm: false };
    case 'pending':
      return { glyph: <Hourglass aria-label="never answered" />, isAlarm: false };
    case 'altered':
      return update?.kept[spec.id] === undefined
        ? { glyph: <Check className={styles.ok} aria-label="accepted" />, isAlarm: false }
        : { glyph: <EqualNot aria-label="not what was asked" />, isAlarm: true };
    case 'refused':
    case 'perhaps-refused':
      return { glyph: <CircleX aria-label="refused" />, isAlarm: true };
  }
}

function Row({ option }: { readonly option: RecordedOption }) {
  const { spec, atStart, now, isChanged, update } = option;
  const { glyph, isAlarm } = lookOf(option, update);
  const text = (value: Json | undefined): string =>
    value === undefined ? 'not said' : isLong(spec) ? summaryText(spec, value) : optionText(spec, value);
  return (
    <li
      data-option={spec.id}
      className={cx(styles.option, update !== null && (isAlarm ? styles.ruleAlarm : styles.rulePlain))}
    >
      <div className={cx(styles.row, styles.recorded)}>
        <span className={cx(styles.glyph, isAlarm && styles.alarm)}>{glyph}</span>
        <span className={cx(styles.label, update !== null && styles.strong)} title={spec.description}>
          {spec.label}
        </span>
        <span className={styles.value} title={text(atStart)}>
          {text(atStart)}
        </span>
        <span className={styles.effect}>
          {isChanged ? (
            <span className={cx(styles.value, styles.strong, isAlarm && styles.keptAlarm)} title={text(now)}>
              {text(now)}
            </span>
          ) : (
            <Equal className={styles.equal} aria-label="the same" />
          )}
        </span>
      </div>
      {update !== null && <p className={cx(styles.line, isAlarm && styles.alarm)}>{updateLine(option, update)}</p>}
    </li>
  );
}

/** What the microphone of the recording computer was set to, as its track said. */
function RecordedMicrophone() {
  const input = useView((view) => view?.input ?? null);
  const settings = input?.settings ?? null;
  if (settings === null) return null;
  const facts = [
    ['Echo cancelling', settings.echoCancellation],
    ['Noise filter', settings.noiseSuppression],
    ['Automatic gain', settings.autoGainControl],
  ] as const;
  return (
    <Section foldable className={styles.group} title="Microphone, as recorded" note={rate(settings.sampleRateHz)}>
      <ul>
        {facts.map(([label, on]) => (
          <li key={label} className={styles.option}>
            <div className={cx(styles.row, styles.recorded)}>
              <span className={styles.glyph} />
              <span className={styles.label}>{label}</span>
              <span className={styles.value}>{on ? 'on' : 'off'}</span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The options of a session that is over, as they were at its start and at the cursor. Nothing in it can be changed, and the form has no part in it. */
export function RecordPanel() {
  const { words, setWords, wanted, panel } = useWantedOption(() => true);
  const [chips, setShown] = useState<'all' | 'changed'>('all');
  const shown = wanted === null ? chips : 'all';
  const header = useView((view) => view?.header ?? null);
  const effective = useView((view) => view?.effective ?? null);
  const options = useView((view) => view?.options ?? null);
  const moment = usePlayer((state) => state.moment);
  const atMs = usePlayer((state) => state.atMs);
  const rows = useMemo(
    () => (options === null ? [] : recordedOptions({ header, effective, options }, moment ?? { effective, options })),
    [header, effective, options, moment],
  );
  const changed = rows.filter(({ update, isChanged }) => isChanged || update !== null);
  const found = (shown === 'all' ? rows : changed).filter(({ spec }) => isFound(spec, words));
  const groups = [...new Set(found.map(({ spec }) => spec.group))];
  return (
    <section
      ref={panel}
      aria-label="Options, as recorded"
      data-options=""
      data-region
      tabIndex={-1}
      className={styles.panel}
    >
      <div className={styles.search}>
        <FindOption words={words} onWords={setWords} />
      </div>
      <div className={styles.asRecorded}>
        <Lock aria-hidden="true" />
        <span className={styles.asRecordedWord}>As recorded</span>
        <Segments
          name="Options shown"
          value={shown}
          choices={[
            { value: 'all', label: `All ${count(rows.length)}` },
            { value: 'changed', label: `Changed ${count(changed.length)}` },
          ]}
          onChoose={setShown}
        />
      </div>
      <div className={cx(styles.columns, styles.recorded)} aria-hidden="true">
        <span className={styles.columnName}>Session</span>
        <span>At start</span>
        <span>{atMs === null ? 'At the end' : `At ${clockTime(atMs)}`}</span>
      </div>
      <div className={styles.scroll}>
        {groups.map((group) => (
          <Section key={group} foldable unfold={wanted} className={styles.group} title={group}>
            <ul>
              {found
                .filter(({ spec }) => spec.group === group)
                .map((option) => (
                  <Row key={option.spec.id} option={option} />
                ))}
            </ul>
          </Section>
        ))}
        {found.length === 0 && (
          <p className={styles.none}>
            {words === ''
              ? 'No option was changed in this session.'
              : 'No option has these words in its name, path or description.'}
          </p>
        )}
        {words === '' && shown === 'all' && <RecordedMicrophone />}
      </div>
    </section>
  );
}
