import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer, Args, CommandName } from '../../shared/contract/bench-api.ts';
import { defaultNetwork } from '../../shared/protocol/endpoints/network.ts';
import { temporaryFolder } from './support/bench.ts';
import { reconcilingBenches } from './support/reconcile-bench.ts';

const start = reconcilingBenches();

const recorded = new URL('../fixtures/usage/', import.meta.url);
const saved = ['06-truncation', '08-echo-loop', '18-two-responses-one-turn', '20-line-broken', '21-tool-round'];

/** A data folder with recorded sessions in it. */
async function folderWithSessions(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of saved) {
    const log = await readFile(new URL(`${name}.jsonl`, recorded), 'utf8');
    const { sessionId } = JSON.parse(log.slice(0, log.indexOf('\n'))) as { sessionId: string };
    await mkdir(join(folder, 'sessions', sessionId), { recursive: true });
    await writeFile(join(folder, 'sessions', sessionId, 'events.jsonl'), log);
  }
  return folder;
}

/** The same text whenever and wherever it was asked for: its folder, ids and times of now stand for themselves. */
function settled(answers: object, dataFolder: string): string {
  const ids = new Map<string, string>();
  const text = JSON.stringify(answers, null, 1)
    .replaceAll(dataFolder, '/home/tester/.config/Voxtally')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      const known = ids.get(id) ?? `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, '0')}`;
      ids.set(id, known);
      return known;
    })
    .replace(/"changedAt": "[^"]*"/g, '"changedAt": "2026-11-23T15:00:00.000Z"')
    .replace(/"savedAt": "[^"]*"/g, '"savedAt": "2026-11-23T15:00:00.000Z"')
    .replace(/"tookMs": [\d.]+/g, '"tookMs": 120')
    .replace(/"bytes": \d+/g, '"bytes": 400000');
  return `${text}\n`;
}

describe('the gallery', () => {
  it('shows what a real engine answers; after a change: npx vitest run -c tests/vitest.config.ts tests/integration/gallery.test.ts -u', async () => {
    const dataFolder = await folderWithSessions();
    // The first one over it repairs what was only copied, and says so.
    await (await start({ dataFolder })).engine.shutdown(0);
    const { client } = await start({ dataFolder, version: '0.1.0', host: 'browser' });
    const answers: { [C in CommandName]?: Answer<C> } = {};
    const ask = async <C extends CommandName>(command: C, args: Args<C>): Promise<Answer<C>> => {
      const answer = await client.api.call(command, args);
      expect(answer).toMatchObject({ ok: true });
      Object.assign(answers, { [command]: answer });
      return answer;
    };
    const call = client.api.call.bind(client.api);
    await call('presets.save', { name: 'Slow speaker', options: { 'vad.silence_duration_ms': 1200 } });
    await call('profiles.save', {
      profile: {
        name: 'voice-mini',
        endpoint: { kind: 'azure', host: 'contoso-voice.openai.azure.com', deployment: 'voice-mini', auth: 'api-key' },
        options: {},
        network: defaultNetwork,
      },
    });
    const example = await call('reconcile.create', { from: { kind: 'example' } });
    if (!example.ok) throw new Error(example.error.message);

    await ask('app.info', {});
    await ask('preferences.read', {});
    await ask('profiles.list', {});
    await ask('presets.list', {});
    await ask('prices.list', {});
    await ask('prices.read', { id: null, day: '2026-11-23' });
    const listed = await ask('library.list', {});
    // Whether a bill is due by now is told by the clock.
    if (listed.ok) {
      const sessions = listed.sessions.map(({ bill: _bill, ...session }) => session);
      Object.assign(answers, { 'library.list': { ...listed, sessions } });
    }
    await ask('library.search', { typed: '' });
    await ask('library.trash', {});
    await ask('library.compare', {
      sessionIds: ['2026-11-23-06-truncation', '2026-11-23-18-two-responses-one-turn'],
    });
    await ask('library.compareGroups', {
      groups: [
        { name: 'truncation', sessionIds: ['2026-11-23-06-truncation'] },
        { name: 'barge-in', sessionIds: ['2026-11-23-18-two-responses-one-turn'] },
      ],
    });
    await ask('reconcile.list', {});
    await ask('reconcile.look', { caseId: example.view.case.caseId });
    await ask('bill.list', {});
    await ask('reconcile.create', { from: { kind: 'nothing' } });
    await ask('secret.status', { owner: { kind: 'simulator', mode: 'voice', model: 'gpt-realtime-2.1-mini' } });
    await ask('session.attach', { sessionId: null });
    await expect(settled(answers, dataFolder)).toMatchFileSnapshot('../../renderer/gallery/recorded/answers.json');
  }, 60_000);
});
