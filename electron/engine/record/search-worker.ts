import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../shared/kit/errors.ts';
import { SearchDesk, type SearchNews, type SearchOrder, type SearchPlaces } from './searcher.ts';

const say = (news: SearchNews): void => parentPort?.postMessage(news);
/** News of the index go out no more often: nobody reads faster. */
const newsMs = 250;
let lastMs = 0;
// Started by the engine alone, with places of its own.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What the engine started it with.
const desk = new SearchDesk(workerData as SearchPlaces, (standing) => {
  if (performance.now() - lastMs < newsMs) return;
  lastMs = performance.now();
  say({ type: 'standing', standing });
});

parentPort?.on('message', ({ id, ask }: SearchOrder) => {
  void desk.answer(ask).then(
    (answer) => say({ type: 'answer', id, answer }),
    (error: unknown) => say({ type: 'problem', id, problem: messageOf(error) }),
  );
});
