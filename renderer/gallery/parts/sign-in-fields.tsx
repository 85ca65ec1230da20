import { useState } from 'react';
import type { EntraSignIn } from '../../../shared/protocol/endpoints/schema.ts';
import { Button } from '../../ui/button.tsx';
import { SignInFields } from '../../ui/sign-in-fields.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

function Form() {
  const [signIn, setSignIn] = useState<EntraSignIn>({ method: 'azure-cli' });
  return (
    <div className={styles.form}>
      <SignInFields id="gallery" signIn={signIn} onChange={setSignIn} beside={<Button>Sign in</Button>} />
    </div>
  );
}

const page: PartPage = {
  title: 'Sign-in',
  says: 'How to sign in with Entra ID, and as whom.',
  examples: [{ name: 'Rows of a form', Draw: Form }],
};
export default page;
