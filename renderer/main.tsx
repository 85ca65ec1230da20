import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/type.css';
import './ui/styles/parts.css';
import { createRoot } from 'react-dom/client';
import { connectBench } from './host/bench-client.ts';
import { App, BootFailure } from './app/app.tsx';
import { createHost } from './host/create-host.ts';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element with the id "root".');
const root = createRoot(element);
const host = createHost();

const onDrawn = (): void => host.drawn();

connectBench(host).then(
  (bench) => root.render(<App host={host} bench={bench} onDrawn={onDrawn} />),
  (error: unknown) =>
    root.render(<BootFailure message={error instanceof Error ? error.message : String(error)} onDrawn={onDrawn} />),
);
