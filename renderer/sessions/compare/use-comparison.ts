import { useEffect, useState } from 'react';
import type { Comparison } from '../../../shared/library/compare-sessions.ts';
import { useStores } from '../../store/context.ts';

/** What two sessions come to side by side: being read, read, or why it cannot be. */
export type ComparisonState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly comparison: Comparison }
  | { readonly kind: 'problem'; readonly text: string };

const reading: ComparisonState = { kind: 'reading' };

export function useComparison(one: string, other: string): ComparisonState {
  const { bench } = useStores();
  const [state, setState] = useState<{ readonly of: string; readonly shown: ComparisonState } | null>(null);
  const pair = `${one} ${other}`;
  useEffect(() => {
    let wanted = true;
    void bench.call('library.compare', { one, other }).then((answer) => {
      if (!wanted) return;
      const shown: ComparisonState = answer.ok
        ? { kind: 'read', comparison: answer.comparison }
        : { kind: 'problem', text: [answer.error.message, answer.error.nextStep ?? ''].join(' ').trim() };
      setState({ of: pair, shown });
    });
    return () => {
      wanted = false;
    };
  }, [bench, one, other, pair]);
  return state?.of === pair ? state.shown : reading;
}
