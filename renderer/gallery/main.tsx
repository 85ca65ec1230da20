import '../ui/styles/tokens.css';
import '../ui/styles/base.css';
import '../ui/styles/type.css';
import '../ui/styles/parts.css';
import { createRoot } from 'react-dom/client';
import { askedFor } from './asked.ts';
import { Gallery } from './gallery.tsx';
import { ShownState } from './shown-state.tsx';

/* The gallery: every part of the window and its states, without an engine. `npm run dev` serves it at /gallery/; it is not shipped. */

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element with the id "root".');
const root = createRoot(element);

/** Draws what the address asks for, from nothing: what was drawn before leaves no state behind. */
function draw(): void {
  const asked = askedFor(location.search);
  delete document.documentElement.dataset['seen'];
  root.render(
    asked.state === null ? (
      <Gallery key={location.search} asked={asked} />
    ) : (
      <ShownState key={location.search} id={asked.state} theme={asked.theme} />
    ),
  );
}

// Back and forth lead from one to the next without loading the page anew.
addEventListener('popstate', draw);
draw();
