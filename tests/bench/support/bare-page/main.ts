import { connectBench } from '../../../../renderer/host/bench-client.ts';
import { createHost } from '../../../../renderer/host/create-host.ts';

/** A page that does as little as one can that is of use: it opens the port, asks once, and shows a button by the answer. */
const bench = await connectBench(createHost());
const answer = await bench.call('preferences.read', {});
const button = document.createElement('button');
button.textContent = 'Start';
button.disabled = !answer.ok;
document.body.append(button);
