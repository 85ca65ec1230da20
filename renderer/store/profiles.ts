import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BenchApi } from '../../shared/contract/bench-api.ts';
import { errorText, type BenchError } from '../../shared/kit/errors.ts';
import type { Profile, ProfileDraft } from '../../shared/protocol/endpoints/profiles.ts';

export interface ProfilesState {
  /** In order of their names; null: not read yet. */
  readonly profiles: readonly Profile[] | null;
  /** What the last change had to say, or why it was refused. */
  readonly notes: readonly string[];
  readonly problem: string | null;
}

export interface ProfilesStore extends StoreApi<ProfilesState> {
  load(): Promise<void>;
  /** The saved profile; null when it was refused, and `problem` says why. */
  save(profile: ProfileDraft, id: string | null): Promise<Profile | null>;
  duplicate(id: string): Promise<Profile | null>;
  remove(id: string): Promise<boolean>;
  /** The file's name and text; null when there is nothing to export. */
  exported(ids: readonly string[]): Promise<{ readonly fileName: string; readonly text: string } | null>;
  import(text: string): Promise<Profile | null>;
  find(id: string | null | undefined): Profile | null;
}

/** The profiles, as the engine keeps them; a change in another window shows here too. */
export function createProfilesStore(bench: BenchApi): ProfilesStore {
  const store = createStore<ProfilesState>(() => ({ profiles: null, notes: [], problem: null }));
  bench.onPush((push) => {
    if (push.type === 'profiles') store.setState({ profiles: push.profiles });
  });
  const refused = (error: BenchError): null => {
    store.setState({ problem: errorText(error), notes: [] });
    return null;
  };
  const done = (notes: readonly string[] = []): void => store.setState({ problem: null, notes });
  return Object.assign(store, {
    async load() {
      const answer = await bench.call('profiles.list', {});
      if (answer.ok) store.setState({ profiles: answer.profiles });
      else store.setState({ profiles: [], problem: errorText(answer.error) });
    },
    async save(profile: ProfileDraft, id: string | null) {
      const answer = await bench.call('profiles.save', { profile, ...(id === null ? {} : { id }) });
      if (!answer.ok) return refused(answer.error);
      done();
      return answer.profile;
    },
    async duplicate(id: string) {
      const answer = await bench.call('profiles.duplicate', { id });
      if (!answer.ok) return refused(answer.error);
      done();
      return answer.profile;
    },
    async remove(id: string) {
      const answer = await bench.call('profiles.delete', { id });
      if (!answer.ok) refused(answer.error);
      else done();
      return answer.ok;
    },
    async exported(ids: readonly string[]) {
      const answer = await bench.call('profiles.export', { ids: [...ids] });
      if (!answer.ok) return refused(answer.error);
      done([`${answer.fileName} was written, without any secret.`, ...answer.notes]);
      return { fileName: answer.fileName, text: answer.text };
    },
    async import(text: string) {
      const answer = await bench.call('profiles.import', { text });
      if (!answer.ok) return refused(answer.error);
      const names = answer.profiles.map((profile) => `"${profile.name}"`).join(', ');
      done([`Imported ${names}.`, ...answer.notes]);
      return answer.profiles[0] ?? null;
    },
    find: (id: string | null | undefined) => store.getState().profiles?.find((profile) => profile.id === id) ?? null,
  });
}
