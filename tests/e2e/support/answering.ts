import { type Deployment, type DeploymentSession, startDeployment } from '../../integration/support/deployment.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import { startSession } from './audio-page.ts';
import type { OpenBench } from './bench.ts';
import { listenIn, listening } from './loudspeaker.ts';
import { homeFor } from './prepare.ts';
import { eventsOf, linesOf, onlySession } from './record.ts';
import type { Open } from './test.ts';

/** A running session whose loudspeaker is heard, against a deployment that answers what the test says. */
export interface Answering {
  readonly page: OpenBench['page'];
  readonly deployment: Deployment;
  readonly remote: DeploymentSession;
  /** The events of a type that the record has by now. */
  readonly events: (type: string) => Promise<JsonObject[]>;
}

export async function answering(open: Open): Promise<Answering> {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const { page } = await open({ home });
  await listenIn(page);
  await startSession(page);
  await listening(page);
  return {
    page,
    deployment,
    remote: await deployment.session(),
    events: async (type) => eventsOf(await linesOf(await onlySession(home)), type),
  };
}
