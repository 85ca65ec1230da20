import { useEffect, useState } from 'react';
import { Select } from '../ui/fields.tsx';
import { useTheme } from '../ui/media.ts';
import { Tips } from '../ui/overlays.tsx';
import { addressOf, type Asked, themeNamed, themes } from './asked.ts';
import { parts, stateGroups } from './pages.ts';
import type { PartPage } from './parts/part.ts';
import type { ScreenState } from './screens/screen-state.ts';
import styles from './gallery.module.css';

/** Sizes at which a window is looked at, in CSS px. */
const sizes = ['1024 × 640', '1280 × 800', '1440 × 900', '1920 × 1080'];

function Part({ page }: { readonly page: PartPage }) {
  return (
    <>
      <h1 className={styles.title}>{page.title}</h1>
      <p className={styles.says}>{page.says}</p>
      {page.examples.map(({ name, Draw }) => (
        <section key={name} aria-label={name} className={styles.example}>
          <h2 className={styles.name}>{name}</h2>
          <div className={styles.drawn}>
            <Draw />
          </div>
        </section>
      ))}
    </>
  );
}

interface StateProps {
  readonly state: ScreenState;
  readonly theme: Asked['theme'];
  readonly size: string;
}

function State({ state, theme, size }: StateProps) {
  const [width, height] = size.split(' × ').map(Number);
  const address = addressOf({ state: state.id, page: null, theme });
  return (
    <>
      <h1 className={styles.title}>{state.id}</h1>
      <p className={styles.says}>
        {state.says} <a href={address}>Alone on the page</a>
      </p>
      {/* oxlint-disable-next-line react/iframe-missing-sandbox -- this gallery's own page, which needs scripts and its origin */}
      <iframe
        key={`${address} ${size}`}
        title={state.id}
        src={address}
        width={width}
        height={height}
        className={styles.window}
      />
    </>
  );
}

/** Every part and every state of the window, one at a time, in either theme. */
export function Gallery({ asked }: { readonly asked: Asked }) {
  const [theme, setTheme] = useState(asked.theme);
  const [page, setPage] = useState(asked.page ?? `parts/${parts[0]?.[0] ?? ''}`);
  const [size, setSize] = useState('1440 × 900');
  useTheme(theme);
  useEffect(() => history.replaceState(null, '', addressOf({ state: null, page, theme })), [page, theme]);
  const part = parts.find(([id]) => page === `parts/${id}`)?.[1];
  const state = stateGroups.flatMap(([, states]) => states).find(({ id }) => page === `screens/${id}`);
  const link = (id: string, label: string) => (
    <li key={id}>
      <a
        className={styles.link}
        href={addressOf({ state: null, page: id, theme })}
        aria-current={page === id ? 'page' : undefined}
        onClick={(event) => {
          event.preventDefault();
          setPage(id);
        }}
      >
        {label}
      </a>
    </li>
  );
  return (
    <Tips>
      <div className={styles.gallery}>
        <nav className={styles.contents} aria-label="Contents">
          <h2 className={styles.chapter}>Theme</h2>
          <Select name="Theme" value={theme} choices={themes} onChoose={(chosen) => setTheme(themeNamed(chosen))} />
          <h2 className={styles.chapter}>Parts</h2>
          <ul className={styles.list}>{parts.map(([id, { title }]) => link(`parts/${id}`, title))}</ul>
          <h2 className={styles.chapter}>Window</h2>
          <Select
            name="Size"
            value={size}
            choices={sizes.map((value) => ({ value, label: value }))}
            onChoose={setSize}
          />
          {stateGroups.map(([group, states]) => (
            <div key={group}>
              <h3 className={styles.group}>{group}</h3>
              <ul className={styles.list}>{states.map(({ id }) => link(`screens/${id}`, id))}</ul>
            </div>
          ))}
        </nav>
        <main className={styles.main}>
          {part !== undefined && <Part page={part} />}
          {state !== undefined && <State state={state} theme={theme} size={size} />}
          {part === undefined && state === undefined && <p>There is no page {page}.</p>}
        </main>
      </div>
    </Tips>
  );
}
