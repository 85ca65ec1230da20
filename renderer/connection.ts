import { connectBench } from './host/bench-client.ts';
import { createHost } from './host/create-host.ts';

/*
 * The way to the engine takes a worker and a few turns between processes. `main.tsx` imports this first, so that it is under way while
 * the code of the page is still being run.
 */

/** The host of this page. */
export const host = createHost();

/** The engine, once it answers; rejects with a whole sentence where it cannot be reached. */
export const connecting = connectBench(host);
