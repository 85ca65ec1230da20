import Archive from 'lucide-react/icons/archive';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Unplug from 'lucide-react/icons/unplug';
import X from 'lucide-react/icons/x';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { errorText } from '../../shared/kit/errors.ts';
import type { AboutChange } from '../../shared/session/about.ts';
import type { SessionHeader } from '../../shared/session/entry.ts';
import { givenName } from '../../shared/session/library/given-name.ts';
import { useFirst, useLive, useStores, useView } from '../store/context.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/fields.tsx';
import { utcMinute } from '../ui/format.ts';
import { useWindowTitle } from '../ui/media.ts';
import { endedOtherwise } from './standing.ts';
import styles from './record-head.module.css';

/** Writes what a person says of the session on screen beside its log, never into it. */
function useAboutChange(): (change: AboutChange) => void {
  const { bench, session, appWindow } = useStores();
  return (about) => {
    const sessionId = session.getState().view?.header?.sessionId;
    if (sessionId === undefined) return;
    void bench.call('library.about', { sessionId, about }).then((answer) => {
      if (answer.ok) session.setState({ about: answer.about });
      else appWindow.say(errorText(answer.error));
    });
  };
}

interface EntryProps {
  readonly name: string;
  readonly value: string;
  readonly className: string | undefined;
  readonly onDone: (text: string | null) => void;
}

/** One line that is written in place: Enter keeps it, Escape leaves it as it was. */
function Entry({ name, value, className, onDone }: EntryProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => input.current?.select(), []);
  const end = (kept: string | null): void => {
    if (done.current) return;
    done.current = true;
    onDone(kept);
  };
  return (
    <Field
      className={className}
      inputRef={input}
      autoFocus
      aria-label={name}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(text)}
      onKeyDown={(event) => {
        // The key would press whatever has the focus next.
        if (event.key === 'Enter' || event.key === 'Escape') event.preventDefault();
        if (event.key === 'Enter') end(text);
        if (event.key === 'Escape') end(null);
        event.stopPropagation();
      }}
    />
  );
}

/** What a session is called that no person named, as the list of sessions has it. */
const unnamed = (header: SessionHeader): string => {
  const { endpoint, sessionId } = header;
  return givenName(header) ?? (endpoint.label === '' ? sessionId : endpoint.label);
};

function Name() {
  const { live } = useFirst();
  const about = useStore(useFirst().session, (state) => state.about);
  const fallback = useView((view) => (view === null || view.header === null ? '' : unnamed(view.header)));
  const renaming = useLive((state) => state.renaming);
  const change = useAboutChange();
  const opener = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  // Whoever ends the writing by the keyboard stays where the name is.
  useEffect(() => {
    if (wasRenaming.current && !renaming && document.activeElement === document.body) opener.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);
  const name = about?.name ?? fallback;
  useWindowTitle(name);
  if (renaming) {
    return (
      <Entry
        name="Name of this session"
        className={styles.entry}
        value={about?.name ?? ''}
        onDone={(text) => {
          live.rename(false);
          const written = text === null ? (about?.name ?? null) : text.trim() === '' ? null : text.trim();
          if (written !== (about?.name ?? null)) change({ name: written });
        }}
      />
    );
  }
  return (
    <button
      ref={opener}
      type="button"
      data-rename
      className={styles.name}
      title={`${name}: rename (F2)`}
      aria-label={`${name}, rename`}
      aria-keyshortcuts="F2"
      onClick={() => live.rename(true)}
    >
      <span className={styles.nameText}>{name}</span>
      <Pencil aria-hidden="true" />
    </button>
  );
}

const none: readonly string[] = [];

function Tags() {
  const tags = useStore(useFirst().session, (state) => state.about?.tags ?? none);
  const change = useAboutChange();
  const [adding, setAdding] = useState(false);
  return (
    <ul className={styles.tags} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag} className={styles.tag} title={tag}>
          <span className={styles.tagText}>{tag}</span>
          <button
            type="button"
            aria-label={`Remove the tag ${tag}`}
            onClick={() => change({ tags: tags.filter((one) => one !== tag) })}
          >
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
      <li>
        {adding ? (
          <Entry
            name="Another tag"
            className={styles.tagEntry}
            value=""
            onDone={(text) => {
              setAdding(false);
              const tag = text?.trim() ?? '';
              if (tag !== '') change({ tags: [...tags, tag] });
            }}
          />
        ) : (
          <Button size="dense" look="quiet" icon={<Plus />} aria-label="Add a tag" onClick={() => setAdding(true)}>
            Tag
          </Button>
        )}
      </li>
    </ul>
  );
}

/** A session that is over: its name and tags, which can be written, and that it is a record of then and there. */
export function RecordHead() {
  const header = useView((view) => view?.header ?? null);
  const otherwise = useView((view) => (view === null ? null : endedOtherwise(view)));
  if (header === null) return null;
  const { endpoint, startedAt } = header;
  const place = `${utcMinute(startedAt)} UTC, ${endpoint.deployment}, ${endpoint.label}`;
  return (
    <div className={styles.head}>
      <div className={styles.titles}>
        <div className={styles.line}>
          <Name />
          <span className={styles.saved}>
            <Archive aria-hidden="true" />
            Saved record
          </span>
          {otherwise !== null && (
            <span className={styles.otherwise}>
              <Unplug aria-hidden="true" />
              {otherwise}
            </span>
          )}
        </div>
        <p className={styles.where} title={place}>
          {place}
        </p>
      </div>
      <Tags />
    </div>
  );
}
