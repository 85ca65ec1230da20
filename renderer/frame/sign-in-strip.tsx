import KeyRound from 'lucide-react/icons/key-round';
import { deviceLoginLink } from '../../shared/links.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Strip } from '../parts/strip.tsx';
import { useStores, useUi } from '../store/context.ts';

/** The code that a sign-in waits for, wherever one looks. */
export function SignInStrip() {
  const { bench, host } = useStores();
  const prompt = useUi((state) => state.signIn);
  if (prompt === null) return null;
  return (
    <Strip
      level="notice"
      icon={<KeyRound />}
      title={`Enter the code ${prompt.userCode} to sign in`}
      actions={
        <>
          <CopyButton size="small" text={() => prompt.userCode}>
            Copy the code
          </CopyButton>
          <Button size="small" onClick={() => host.openLink(deviceLoginLink(prompt.url))}>
            Open the page
          </Button>
          <Button
            size="small"
            look="quiet"
            onClick={() => void bench.call('entra.cancel', { of: { kind: 'code', userCode: prompt.userCode } })}
          >
            Cancel
          </Button>
        </>
      }
    >
      {`At ${prompt.url}, on this or any other device. The bench goes on by itself once that is done.`}
    </Strip>
  );
}
