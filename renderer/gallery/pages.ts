import type { PartPage } from './parts/part.ts';
import type { ScreenState } from './screens/screen-state.ts';

const partFiles = import.meta.glob<PartPage>('./parts/*.tsx', { eager: true, import: 'default' });
const stateFiles = import.meta.glob<readonly ScreenState[]>(['./screens/*.ts', '!./screens/screen-state.ts'], {
  eager: true,
  import: 'default',
});

/** The id of a part is the name of its file. */
export const parts: readonly (readonly [id: string, page: PartPage])[] = Object.entries(partFiles).map(
  ([path, page]) => [path.replace(/^\.\/parts\/|\.tsx$/g, ''), page] as const,
);

/** The states of the window, by the files that hold them. */
export const stateGroups: readonly (readonly [group: string, states: readonly ScreenState[]])[] = Object.entries(
  stateFiles,
).map(([path, states]) => [path.replace(/^\.\/screens\/|\.ts$/g, ''), states] as const);
