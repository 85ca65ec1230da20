import FileText from 'lucide-react/icons/file-text';
import List from 'lucide-react/icons/list';
import Mic from 'lucide-react/icons/mic';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import Tag from 'lucide-react/icons/tag';
import Volume2 from 'lucide-react/icons/volume-2';
import { useEffect, useState } from 'react';
import type { FoundSession, SearchHit } from '../../../shared/contract/library-search.ts';
import { count } from '../../../shared/kit/numbers.ts';
import type { Snippet } from '../../../shared/session/library/search-words.ts';
import { type SearchPlace, searchPlaces } from '../../../shared/session/library/searchable.ts';
import { useStores } from '../../store/context.ts';
import { Button } from '../../ui/button.tsx';
import { clockTime } from '../../ui/format.ts';
import styles from './found.module.css';

/** A person types on: what they typed is looked for once they pause. */
const pauseMs = 120;

export interface Found {
  /** null: nothing is searched for, or the first answer has not come. */
  readonly byId: ReadonlyMap<string, FoundSession> | null;
  /** Sessions that are not in the index yet. */
  readonly waiting: number;
  readonly problem: string | null;
  /** What was looked for. */
  readonly of: string;
}

const nothing: Found = { byId: null, waiting: 0, problem: null, of: '' };

/** What a search finds, looked for again whenever what is typed or the library is another. */
export function useFound(typed: string, library: unknown): Found {
  const { bench, appInfo } = useStores();
  const [found, setFound] = useState(nothing);
  const wanted = typed.trim();
  /** Rises when the index has been brought to what the library holds. */
  const [renewed, setRenewed] = useState(0);
  useEffect(() => {
    let isOver = false;
    // Not before the list is there, and again with each that comes.
    if (library === null) return undefined;
    void appInfo.renewIndex().then(() => {
      if (!isOver) setRenewed((times) => times + 1);
    });
    return () => {
      isOver = true;
    };
  }, [appInfo, library]);
  useEffect(() => {
    // Before the index is read a search finds what there is of it.
    if (wanted === '' || renewed < 0) return undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const answer = await bench.call('library.search', { typed: wanted });
      if (isOver) return;
      if (!answer.ok) return setFound({ ...nothing, problem: answer.error.message });
      const { sessions, indexed } = answer.standing;
      const byId = new Map(answer.found.map((one) => [one.sessionId, one]));
      setFound({ byId, waiting: Math.max(0, sessions - indexed), problem: null, of: wanted });
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [bench, wanted, renewed]);
  return wanted === '' ? nothing : found;
}

/** A text with its hits marked. */
export function Marked({ snippet: { text, marks } }: { readonly snippet: Snippet }) {
  const ends = [0, ...marks.map(([, to]) => to)];
  return (
    <>
      {marks.map(([from, to], at) => (
        <span key={from}>
          {text.slice(ends[at], from)}
          <mark className={styles.mark}>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}

function Sign({ hit: { place, by } }: { readonly hit: SearchHit }) {
  if (by === 'you') return <Mic className={styles.you} />;
  if (by === 'assistant') return <Volume2 className={styles.assistant} />;
  if (place === 'note') return <FileText />;
  if (place === 'option') return <SlidersHorizontal />;
  if (place === 'name') return <Tag />;
  return <List />;
}

const placeWords: Readonly<Record<SearchPlace, string>> = {
  said: 'said',
  note: 'note',
  name: 'name',
  option: 'option',
  event: 'event',
};

const speakers = { you: 'You', assistant: 'Answer', system: 'System', tool: 'Tool' } as const;

export interface HitLineProps {
  readonly hit: SearchHit;
  /** How many other places there are, told behind it. */
  readonly more?: number;
}

/** One place where the words stand: who said it, when, and what. */
export function HitLine({ hit, more = 0 }: HitLineProps) {
  const who = hit.by === null ? placeWords[hit.place] : speakers[hit.by];
  return (
    <span className={styles.hit}>
      <span role="img" aria-label={`${who},`} className={styles.sign}>
        <Sign hit={hit} />
      </span>
      {hit.by !== null && hit.t !== null && <span className={styles.time}>{clockTime(hit.t)}</span>}
      {hit.by === null && <span className={styles.time}>{who}</span>}
      <span className={styles.words}>
        <Marked snippet={hit.snippet} />
      </span>
      {more > 0 && <span className={styles.time}>{`${count(more)} more`}</span>}
    </span>
  );
}

const chipWords: Readonly<Record<SearchPlace, string>> = {
  said: 'what was said',
  note: 'notes',
  name: 'names and tags',
  option: 'options',
  event: 'events',
};

export interface PlaceChipsProps {
  readonly found: ReadonlyMap<string, FoundSession>;
  /** null: everywhere. */
  readonly place: SearchPlace | null;
  readonly onPlace: (place: SearchPlace | null) => void;
}

/** In which place the words are looked for, each with how many sessions have them there. */
export function PlaceChips({ found, place, onPlace }: PlaceChipsProps) {
  const inPlace = (one: SearchPlace): number => [...found.values()].filter(({ places }) => places[one] > 0).length;
  return (
    <div role="group" aria-label="Found in" className={styles.chips}>
      <span className={styles.time}>Found in</span>
      <Button size="dense" pressed={place === null} onClick={() => onPlace(null)}>
        {`everything ${count(found.size)}`}
      </Button>
      {searchPlaces
        .filter((one) => inPlace(one) > 0)
        .map((one) => (
          <Button key={one} size="dense" pressed={place === one} onClick={() => onPlace(place === one ? null : one)}>
            {`${chipWords[one]} ${count(inPlace(one))}`}
          </Button>
        ))}
    </div>
  );
}
