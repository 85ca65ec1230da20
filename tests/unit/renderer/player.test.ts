import { afterEach, expect, it, vi } from 'vitest';
import { openPlayer } from '../../../renderer/audio/player.ts';
import { fakePage } from './fake-context.ts';

const level = { peakDbfs: -20, rmsDbfs: -26, momentsDbfs: [-20], holdDbfs: -20, clips: 0, zerosMs: 0 };
const gone = 'The system closed the output. Choose an output to go on.';

afterEach(() => void vi.unstubAllGlobals());

async function opened(page: ReturnType<typeof fakePage>) {
  const told: string[] = [];
  const answer = await openPlayer({
    port: new MessageChannel().port1,
    output: null,
    onLevel: () => told.push('level'),
    onLost: (message) => told.push(message),
  });
  return { answer, told, measure: () => page.worklet({ type: 'level', level, stats: {} }) };
}

it('a player whose output is lost says so once, and tells nothing more', async () => {
  const page = fakePage();
  const { answer, told, measure } = await opened(page);
  expect(answer.ok).toBe(true);
  measure();
  page.systemCloses();
  page.systemCloses();
  measure();
  expect(told).toEqual(['level', gone]);
});

it('a player whose output is lost while it is opened is refused in the same words', async () => {
  const page = fakePage();
  page.meanwhile(() => page.systemCloses());
  const { answer, told } = await opened(page);
  expect(answer).toEqual({ ok: false, error: { reason: 'not-found', message: gone } });
  expect(told).toEqual([]);
});
