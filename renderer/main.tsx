import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/type.css';
import './ui/styles/parts.css';
import { connecting, host } from './connection.ts';
import { createRoot } from 'react-dom/client';
import { App, BootFailure } from './app/app.tsx';
import { tellWhenSeen } from './host/window-seen.ts';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element with the id "root".');
const root = createRoot(element);

const onDrawn = (): void => host.drawn();

connecting.then(
  (bench) => {
    tellWhenSeen(bench, document);
    root.render(<App host={host} bench={bench} onDrawn={onDrawn} />);
  },
  (error: unknown) =>
    root.render(<BootFailure message={error instanceof Error ? error.message : String(error)} onDrawn={onDrawn} />),
);
