import { rm } from 'node:fs/promises';
import { startSession, stopSession } from '../../e2e/support/audio-page.ts';
import type { HostName, OpenBench } from '../../e2e/support/bench.ts';
import { microphoneFile } from '../../e2e/support/microphone.ts';
import { openBench } from '../../e2e/support/open-bench.ts';
import { homeFor } from '../../e2e/support/prepare.ts';
import { type Line, linesOf, onlySession } from '../../e2e/support/record.ts';
import { type DeploymentSession, startDeployment } from '../../integration/support/deployment.ts';

export interface Running {
  readonly bench: OpenBench;
  readonly remote: DeploymentSession;
}

/** Seconds that the long measurements last; fewer while one works on them. */
export const longSeconds = Number(process.env['VOXTALLY_BENCH_SECONDS'] ?? 60);
/** Seconds of each part of a measurement that looks for what happens to one frame in thousands. */
export const phaseSeconds = 2 * longSeconds;

/**
 * A session in a window with a microphone that hears a quiet room, against a deployment on loopback that says nothing of
 * itself. `after` is called once it is closed and before the window is.
 */
export async function inSession<T>(
  host: HostName,
  work: (running: Running) => Promise<T>,
  after: (running: Running, lines: readonly Line[], worked: T) => Promise<void> = async () => undefined,
): Promise<{ worked: T; lines: readonly Line[] }> {
  const deployment = await startDeployment();
  const home = await homeFor(deployment.url);
  const bench = await openBench({ host, home, microphone: await microphoneFile([(phaseSeconds + 60) * 1000]) });
  try {
    await startSession(bench.page);
    const remote = await deployment.session();
    await remote.event('input_audio_buffer.append');
    const worked = await work({ bench, remote });
    await stopSession(bench.page);
    const lines = await linesOf(await onlySession(home));
    await after({ bench, remote }, lines, worked);
    return { worked, lines };
  } finally {
    await bench.close();
    await deployment.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
