import type { JSX } from 'react';

/** All there is to see when the page cannot reach the engine at all. */
export function BootFailure({ message }: { readonly message: string }): JSX.Element {
  return (
    <main role="alert">
      <h1>Voxtally could not start</h1>
      <p>{message}</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
