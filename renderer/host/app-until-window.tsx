import { useEffect, useState, type JSX } from 'react';
import type { BenchClient } from './bench-client.ts';
import type { Host } from './host.ts';

/** Says that page and engine have found each other. */
export function App({ host, bench }: { readonly host: Host; readonly bench: BenchClient }): JSX.Element {
  const [text, setText] = useState('…');
  useEffect(() => {
    void bench
      .call('app.info', {})
      .then((answer) => setText(answer.ok ? `Voxtally ${answer.version}, ${answer.host}` : answer.error.message));
    return host.onEngineGone(setText);
  }, [host, bench]);
  return <p>{text}</p>;
}
