import { useEffect, useState } from 'react';
import { errorText } from '../../../shared/kit/errors.ts';
import type { Envelopes } from '../../drawing/told/envelopes.ts';
import { useStores } from '../../store/context.ts';
import { envelopesOf } from '../../store/envelopes.ts';

/** The sound of a stretch of a record: being read, read, or why it cannot be. */
export type StretchSound =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly envelopes: Envelopes }
  | { readonly kind: 'problem'; readonly text: string };

const reading: StretchSound = { kind: 'reading' };
/** Two for each pixel of the widest column of a comparison. */
const columns = 2048;

/** Lowest and highest samples of both voices of a stretch of a record that need not be on screen. Times are session time in ms. */
export function useStretchSound(sessionId: string, fromMs: number, toMs: number): StretchSound {
  const { bench } = useStores();
  const key = `${sessionId} ${fromMs} ${toMs}`;
  const [state, setState] = useState<{ readonly of: string; readonly sound: StretchSound } | null>(null);
  useEffect(() => {
    let wanted = true;
    void bench.call('sound.peaks', { sessionId, fromMs, toMs, columns }).then((answer) => {
      if (!wanted) return;
      const sound: StretchSound = answer.ok
        ? { kind: 'read', envelopes: envelopesOf(answer.peaks) }
        : { kind: 'problem', text: errorText(answer.error) };
      setState({ of: key, sound });
    });
    return () => {
      wanted = false;
    };
  }, [bench, key, sessionId, fromMs, toMs]);
  return state?.of === key ? state.sound : reading;
}
