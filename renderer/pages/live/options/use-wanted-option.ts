import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { optionSpec, type OptionSpec } from '../../../../shared/protocol/options/options.ts';
import { useStores } from '../../../store/context.ts';

const controls = 'input, textarea, [role=combobox], [role=switch], button';

export interface WantedOption {
  /** What the panel is searched for. */
  readonly words: string;
  readonly setWords: (words: string) => void;
  /** The option that is gone to, for sections that may be folded over it. */
  readonly wanted: object | null;
  /** The panel that the options stand in. */
  readonly panel: RefObject<HTMLElement | null>;
}

/**
 * The search of a panel of options, and its way to the one that a person asked for elsewhere: that is not searched away, and its control,
 * or where it has none its row, gets the focus.
 * @param shows whether an option has a row now; of one that has none the panel is searched for its name, and says why
 */
export function useWantedOption(shows: (spec: OptionSpec) => boolean): WantedOption {
  const { options } = useStores();
  const wanted = useStore(options, (state) => state.wanted);
  const panel = useRef<HTMLElement>(null);
  const wordsFor = (id: string): string => {
    const spec = optionSpec(id);
    return spec === undefined || shows(spec) ? '' : spec.label;
  };
  const [words, setWords] = useState(() => (wanted === null ? '' : wordsFor(wanted.id)));
  const [seen, setSeen] = useState(wanted);
  if (seen !== wanted) {
    setSeen(wanted);
    if (wanted !== null) setWords(wordsFor(wanted.id));
  }
  useEffect(() => {
    if (wanted === null) return;
    // After whatever else takes the focus with the panel: the dialog that asked gives it back, an overlay takes it in.
    const frame = requestAnimationFrame(() => {
      const row = panel.current?.querySelector<HTMLElement>(`[data-option="${CSS.escape(wanted.id)}"]`) ?? null;
      const control = row?.querySelector<HTMLElement>(controls) ?? row;
      const target = control ?? panel.current?.querySelector<HTMLElement>('[data-search]') ?? null;
      if (target !== null && target === row) target.tabIndex = -1;
      row?.scrollIntoView({ block: 'center' });
      target?.focus({ preventScroll: true });
      options.arrived();
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, options]);
  return { words, setWords, wanted, panel };
}
