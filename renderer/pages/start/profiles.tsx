import CircleSlash from 'lucide-react/icons/circle-slash';
import CopyPlus from 'lucide-react/icons/copy-plus';
import FileDown from 'lucide-react/icons/file-down';
import FileUp from 'lucide-react/icons/file-up';
import KeyRound from 'lucide-react/icons/key-round';
import ShieldCheck from 'lucide-react/icons/shield-check';
import Trash from 'lucide-react/icons/trash-2';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Answers } from '../../../shared/contract/bench-api.ts';
import { errorText } from '../../../shared/kit/errors.ts';
import { lookup } from '../../../shared/kit/lookup.ts';
import { endpointUrl } from '../../../shared/protocol/endpoints/address.ts';
import type { Profile } from '../../../shared/protocol/endpoints/profiles.ts';
import { useProfiles, useFirst } from '../../store/context.ts';
import { saveText } from '../../store/files.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import styles from './start.module.css';

const words = ({ present, from, needed, variable }: Answers['secret.status']): string => {
  if (!needed) return 'no key needed';
  if (!present) return 'no key yet';
  return variable ?? (from === 'store' ? 'key stored' : 'key for this run');
};

/** How a profile is let in, in two words. */
function CredentialWords({ profile }: { readonly profile: Profile }) {
  const { bench } = useFirst();
  const { endpoint } = profile;
  const entra = 'auth' in endpoint && endpoint.auth === 'entra';
  const [status, setStatus] = useState<Answers['secret.status'] | null>(null);
  const whose = JSON.stringify(endpoint);
  useEffect(() => {
    let wanted = true;
    if (!entra) {
      void bench.call('secret.status', { owner: endpoint }).then((answer) => {
        if (wanted && answer.ok) setStatus(answer);
      });
    }
    return () => {
      wanted = false;
    };
    // The endpoint, by value.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [whose, bench]);
  const said = entra ? 'Entra ID' : status === null ? '' : words(status);
  const icon = entra ? <ShieldCheck /> : status?.present === false && status.needed ? <CircleSlash /> : <KeyRound />;
  return (
    <span className={styles.credential}>
      {said !== '' && icon}
      {said}
    </span>
  );
}

export interface ProfilesProps {
  readonly chosenId: string | null;
  readonly onChoose: (profile: Profile | null) => void;
  readonly onStart: () => void;
  readonly onNew: () => void;
  /** What has to be accepted first. */
  readonly asked?: ReactNode;
}

function Row({ profile, chosen }: { readonly profile: Profile; readonly chosen: boolean }) {
  const address = endpointUrl(profile.endpoint);
  return (
    <>
      <span className={styles.profileName}>{profile.name}</span>
      <CredentialWords key={`${profile.savedAt} ${chosen}`} profile={profile} />
      {address.ok ? (
        <span className={styles.profileNote}>{address.label}</span>
      ) : (
        <span className={styles.profileNote} title={errorText(address.error)}>
          {address.error.message}
        </span>
      )}
      <span className={styles.profileNote}>{address.ok ? address.deployment : ''}</span>
    </>
  );
}

function Actions({ profile, onChoose }: { readonly profile: Profile; readonly onChoose: ProfilesProps['onChoose'] }) {
  const { profiles } = useFirst();
  const [sure, setSure] = useState(false);
  const duplicate = async (): Promise<void> => {
    const copy = await profiles.duplicate(profile.id);
    if (copy !== null) onChoose(copy);
  };
  const remove = async (): Promise<void> => {
    if (!sure) return setSure(true);
    if (await profiles.remove(profile.id)) onChoose(null);
  };
  const save = async (): Promise<void> => {
    const file = await profiles.exported([profile.id]);
    if (file !== null) saveText(file.fileName, 'application/json', file.text);
  };
  return (
    <div className={styles.profileActions} role="toolbar" aria-label={`Profile ${profile.name}`}>
      <Button size="dense" look="quiet" icon={<CopyPlus />} onClick={() => void duplicate()}>
        Duplicate
      </Button>
      <Button size="dense" look="quiet" icon={<FileUp />} onClick={() => void save()}>
        Export
      </Button>
      <Button size="dense" look="quiet" icon={<Trash />} onClick={() => void remove()} onBlur={() => setSure(false)}>
        {sure ? `Delete ${profile.name}` : 'Delete'}
      </Button>
    </div>
  );
}

/** The profiles: arrows choose, Enter starts. What is chosen stands in the form. */
export function Profiles({ chosenId, onChoose, onStart, onNew, asked }: ProfilesProps) {
  const { profiles: store } = useFirst();
  const profiles = useProfiles((state) => state.profiles) ?? [];
  const { notes, problem } = useProfiles((state) => state);
  const input = useRef<HTMLInputElement>(null);
  const at = profiles.findIndex((profile) => profile.id === chosenId);
  const chosen = profiles[at] ?? null;
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const first = await store.import(await file.text());
    if (first !== null) onChoose(first);
  };
  const moves = lookup<() => void>({
    ArrowDown: () => onChoose(profiles[Math.min(profiles.length - 1, at + 1)] ?? null),
    ArrowUp: () => onChoose(profiles[Math.max(0, at - 1)] ?? null),
    Home: () => onChoose(profiles[0] ?? null),
    End: () => onChoose(profiles.at(-1) ?? null),
    Enter: () => (chosen === null ? onChoose(profiles[0] ?? null) : onStart()),
    n: onNew,
  });
  return (
    <section className={styles.profilesSection} aria-label="Profiles">
      <div className={styles.listHead}>
        <h2 className={styles.listTitle}>Profiles</h2>
        <Button size="dense" look="quiet" icon={<FileDown />} onClick={() => input.current?.click()}>
          Import
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json"
          aria-label="File of profiles"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {profiles.length === 0 ? (
        <p className={styles.noProfiles}>None yet. A deployment saved in the form is kept here under its name.</p>
      ) : (
        <div
          role="listbox"
          tabIndex={0}
          aria-label="Profiles"
          aria-activedescendant={chosen === null ? undefined : `profile-${chosen.id}`}
          className={styles.profiles}
          onKeyDown={(event) => {
            const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves(event.key);
            if (move === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            move();
          }}
        >
          {profiles.map((profile) => (
            <div
              key={profile.id}
              id={`profile-${profile.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={profile.id === chosenId}
              className={cx(styles.profile, profile.id === chosenId && styles.chosenProfile)}
              onClick={() => onChoose(profile)}
              onDoubleClick={onStart}
              onKeyDown={undefined}
            >
              <Row profile={profile} chosen={profile.id === chosenId} />
            </div>
          ))}
        </div>
      )}
      {chosen !== null && <Actions key={chosen.id} profile={chosen} onChoose={onChoose} />}
      {asked}
      {problem !== null && (
        <p role="alert" className={styles.profileProblem}>
          {problem}
        </p>
      )}
      {notes.map((note) => (
        <p key={note} role="status" className={styles.noProfiles}>
          {note}
        </p>
      ))}
    </section>
  );
}
