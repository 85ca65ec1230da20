import { useMemo } from 'react';
import { toArray } from '../../../shared/session/chunk-list.ts';
import { count } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { useView } from '../../store/context.ts';
import { cx } from '../../styles/cx.ts';
import { barTotal, growthBars, growthScale, type GrowthBar } from './growth.ts';
import styles from './growth-plot.module.css';

/** As many bars as a panel of 352 shows apart from one another. */
const mostBars = 10;

const parts = [
  { key: 'cached', name: 'cached' },
  { key: 'reRead', name: 're-read' },
  { key: 'newIn', name: 'new in' },
  { key: 'out', name: 'out' },
] as const;

const said = (bar: GrowthBar): string =>
  bar.state === 'reported'
    ? `R${bar.number}: ${parts.map(({ key, name }) => `${count(bar[key])} ${name}`).join(', ')}`
    : `R${bar.number}: ${bar.state}`;

function Bar({ bar, top }: { readonly bar: GrowthBar; readonly top: number }) {
  return (
    <li className={styles.column} title={said(bar)} aria-label={said(bar)}>
      <div className={styles.stack} aria-hidden="true">
        {bar.state === 'reported' ? (
          // From the ground up, so the first stands last in a column.
          parts
            .toReversed()
            .map(({ key }) => (
              <div key={key} className={styles[key]} style={{ height: `${(bar[key] / top) * 100}%` }} />
            ))
        ) : (
          <div className={cx(styles.missing, bar.state === 'live' && styles.live)} />
        )}
      </div>
      <span className={styles.number}>{`R${bar.number}`}</span>
      <span className={styles.note}>
        {bar.state === 'reported' ? count(barTotal(bar)) : bar.state === 'live' ? 'live' : 'not rep.'}
      </span>
    </li>
  );
}

/** How a conversation grows: each response pays again for what came before it, unless the cache holds it. */
export function GrowthPlot() {
  const responses = useView((view) => view?.responses ?? null);
  const bars = useMemo(() => growthBars(responses === null ? [] : toArray(responses), mostBars), [responses]);
  if (bars.length === 0) return null;
  const lines = growthScale(Math.max(...bars.map(barTotal)));
  const top = lines.at(-1) ?? 1;
  return (
    <Section title="Growth" note="tokens a response" className={styles.section}>
      <ul className={styles.legend} aria-hidden="true">
        {parts.map(({ key, name }) => (
          <li key={key}>
            <span className={cx(styles.swatch, styles[key])} />
            {name}
          </li>
        ))}
      </ul>
      <div className={styles.plot}>
        <div className={styles.scale} aria-hidden="true">
          {lines.map((line) => (
            <span key={line} style={{ bottom: `${(line / top) * 100}%` }}>
              {count(line)}
            </span>
          ))}
        </div>
        <ol className={styles.bars} aria-label="Tokens a response">
          {bars.map((bar) => (
            <Bar key={bar.id} bar={bar} top={top} />
          ))}
        </ol>
      </div>
    </Section>
  );
}
