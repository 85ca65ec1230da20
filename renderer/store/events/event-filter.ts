import type { Origin } from '../../../shared/session/entry.ts';
import type { EntryKind, EventIndex } from './event-index.ts';
import type { TextSearch } from './text-search.ts';

/** What the list shows of the record. */
export interface EventFilter {
  readonly text: string;
  readonly origins: Readonly<Record<Origin, boolean>>;
  readonly audioFrames: boolean;
}

export const openFilter: EventFilter = {
  text: '',
  origins: { client: true, server: true, bench: true },
  audioFrames: false,
};

/** Audio frames are all of two types: their words are known without reading them. */
const audioWords = ({ origin }: EntryKind): string =>
  origin === 'client' ? 'input_audio_buffer.append' : 'response.output_audio.delta';

/** Whether an entry passes the filter; one that is not noted, or not looked through yet, does not. */
export const passes =
  (index: EventIndex, { text, origins, audioFrames }: EventFilter, search: TextSearch | null) =>
  (seq: number): boolean => {
    const kind = index.kind(seq);
    if (kind === null || !origins[kind.origin] || (kind.audio && !audioFrames)) return false;
    if (search === null) return true;
    return kind.audio ? audioWords(kind).includes(text.toLowerCase()) : search.has(seq);
  };
