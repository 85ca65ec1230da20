import { join } from 'node:path';
import type { BilledSession } from '../../../electron/simulator/model/bill.ts';
import { startSimulator } from '../../../electron/simulator/server.ts';
import type { MeterKind } from '../../../shared/billing/meter-kind.ts';
import { reportedTotals, turnFromUsage } from '../../../shared/reconcile/evidence/reported-responses.ts';
import { startBench, startSession } from '../../integration/support/bench.ts';
import { enterpriseFile, type SyntheticMeter, threadMeters } from '../../integration/support/synthetic.ts';
import { assetsFolder } from './places.ts';

const kinds: readonly MeterKind[] = ['audio_in', 'audio_cached', 'audio_out', 'text_in', 'text_cached', 'text_out'];

/** What a simulator really charged for all its inferences, on the meters of the bill: cached tokens folded into the input. */
function metersOf(sessions: readonly BilledSession[]): SyntheticMeter[] {
  const turns = sessions.flatMap(({ inferences }) =>
    inferences.map(({ charged }) => {
      const read = turnFromUsage(charged);
      if (!read.ok) throw new Error(read.error.message);
      return read.turn;
    }),
  );
  const totals = reportedTotals(turns);
  return threadMeters.map((meter, index) => {
    const kind = kinds[index] ?? 'audio_in';
    return { ...meter, tokens: kind.endsWith('cached') ? 0 : totals[kind] };
  });
}

/**
 * Records one spoken turn under a data folder, against a simulator that runs the model once more without a word, and
 * returns an export of what that simulator charged on that UTC day.
 */
export async function recordedWithHidden(home: string): Promise<{ csv: string; day: string }> {
  const simulator = await startSimulator({ assetsFolder, seed: 7 });
  const bench = await startBench({ dataFolder: home });
  try {
    const url = `${simulator.url}?model=gpt-realtime-mini-2025-12-15&hidden_response=1&speed=50`;
    const wav = join(assetsFolder, 'speech', 'questions', 'thank-you.wav');
    await startSession(bench, url, { wav, trailingSilenceMs: 1500 });
    await bench.client.event('response.done');
    await bench.client.api.call('session.stop', { graceMs: 5000 });
    const answer = await fetch(`${new URL(simulator.url).origin.replace('ws:', 'http:')}/simulator/bill`);
    const { sessions } = (await answer.json()) as { sessions: BilledSession[] };
    const [year = '', month = '', date = ''] = (bench.client.header?.startedAt ?? '').slice(0, 10).split('-');
    return { csv: enterpriseFile(`${month}/${date}/${year}`, metersOf(sessions)), day: `${year}-${month}-${date}` };
  } finally {
    await bench.engine.shutdown(0);
    await simulator.close();
  }
}
