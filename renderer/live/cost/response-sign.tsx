import Check from 'lucide-react/icons/check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleSlash from 'lucide-react/icons/circle-slash';
import CircleX from 'lucide-react/icons/circle-x';
import Loader from 'lucide-react/icons/loader';
import Scissors from 'lucide-react/icons/scissors';
import Unplug from 'lucide-react/icons/unplug';
import type { ResponseView } from '../../../shared/session/view.ts';
import type { UsageBasis } from '../../../shared/usage/expected.ts';
import tones from '../../styles/tone.module.css';

export interface ResponseSignProps {
  readonly basis: UsageBasis;
  readonly status: ResponseView['status'];
  /** It comes to nothing by the rules. */
  readonly nothing?: boolean;
}

/** Where the numbers of a response come from, as a sign. Only one that was finished and reported has the check. */
export function ResponseSign({ basis, status, nothing = false }: ResponseSignProps) {
  switch (basis) {
    case 'if billed':
      return nothing ? <CircleSlash /> : <CircleDashed />;
    case 'live':
      return <Loader className={tones.out} />;
    case 'estimated':
      return <Unplug />;
    case 'reported':
      if (status === 'failed') return <CircleX className={tones.alarm} />;
      return status === 'completed' ? <Check className={tones.ok} /> : <Scissors />;
  }
}
