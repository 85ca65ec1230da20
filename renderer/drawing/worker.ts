import { Studio } from './studio.ts';
import { thisThread } from './threads.ts';
import type { ToStudio } from './told/messages.ts';

/** The faces of this worker: a page's own are not seen in it. */
declare const fonts: FontFaceSet;

async function readFace(family: string, url: string): Promise<void> {
  const face = new FontFace(family, `url(${JSON.stringify(url)}) format("woff2")`, { weight: '100 900' });
  fonts.add(face);
  await face.load();
}

/*
 * The worker that draws what runs in the page's windows. A message brings the line on which one window tells what there
 * is to draw.
 */
addEventListener('message', ({ ports: [line] }: MessageEvent<unknown>) => {
  if (line === undefined) return;
  const studio = new Studio(thisThread(readFace));
  line.addEventListener('message', ({ data }: MessageEvent<ToStudio>) => studio.receive(data));
  line.start();
});

// The page draws by itself until it hears this.
postMessage('ready');
