import CircleSlash from 'lucide-react/icons/circle-slash';
import KeyRound from 'lucide-react/icons/key-round';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { useEffect, useState } from 'react';
import type { Answers } from '../../../shared/bench-api.ts';
import type { Profile } from '../../../shared/profiles/profile.ts';
import { useStores } from '../../store/context.ts';
import styles from './profiles.module.css';

const words = ({ present, from, needed, variable }: Answers['secret.status']): string => {
  if (!needed) return 'no key needed';
  if (!present) return 'no key yet';
  return variable ?? (from === 'store' ? 'key stored' : 'key for this run');
};

/** How a profile is let in, in two words. */
export function CredentialWords({ profile }: { readonly profile: Profile }) {
  const { bench } = useStores();
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
