import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWav } from '../../../electron/cli/commands/run.ts';
import { runCommand } from '../../../electron/cli/input/command.ts';
import { outcomeRows } from '../../../electron/cli/output/run-outcome.ts';
import { reportOf } from '../../../electron/cli/output/session-report.ts';
import { readEntries, readHeader } from '../../../electron/engine/record/read-log.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import type { JsonObject } from '../../../shared/kit/json.ts';
import type { LogEntry } from '../../../shared/session/entry.ts';
import { foldSession } from '../../../shared/session/fold/fold.ts';
import { bookOnDay } from '../../../shared/pricing/choose-book.ts';
import { shipped } from '../../unit/pricing/books.ts';
import { toneFile } from '../support/audio.ts';
import { temporaryFolder } from '../support/bench.ts';
import { type Deployment, type DeploymentSession, sessionObject, startDeployment } from '../support/deployment.ts';
import { until } from '../support/until.ts';

let wav = '';
const deployments: Deployment[] = [];
beforeAll(async () => {
  wav = await toneFile(60);
});
afterAll(() => Promise.all(deployments.map((one) => one.close())));

type Script = (session: DeploymentSession) => void | Promise<void>;

/** A run against a deployment that does what the script says, in this process, with these preferences in its data folder. */
async function run(script: Script, more: readonly string[] = [], refuse?: number, preferences: JsonObject = {}) {
  const deployment = await startDeployment({
    onSession: (session) => void script(session),
    ...(refuse === undefined ? {} : { refuse: (_request, respond) => respond(refuse, {}, '') }),
  });
  deployments.push(deployment);
  const out = await temporaryFolder();
  const dataFolder = await temporaryFolder();
  await writeFile(join(dataFolder, 'preferences.json'), JSON.stringify(preferences));
  let printed = '';
  const code = await runCommand(
    'run',
    runWav,
    [
      '--wav',
      wav,
      '--url',
      deployment.url,
      '--auth',
      'none',
      '--out',
      out,
      '--trailing-silence',
      '0',
      '--wait',
      '1',
      ...more,
      '--json',
    ],
    {
      installation: findInstallation(),
      terminal: { out: (text) => void (printed += text), err: () => undefined },
      launch: forkChild,
      lent: { dataFolder },
    },
  );
  return { code, out, report: JSON.parse(printed) as ReturnType<typeof reportOf> };
}

const transcribing = sessionObject({
  output_modalities: ['audio'],
  audio: { input: { turn_detection: { type: 'server_vad' }, transcription: { model: 'hears' } } },
});
const open =
  (then: Script): Script =>
  async (session) => {
    session.send({ type: 'session.created', event_id: 'e0', session: transcribing });
    await session.event('input_audio_buffer.append');
    await then(session);
  };
const turn = (session: DeploymentSession): void => {
  session.send({ type: 'input_audio_buffer.speech_started', item_id: 'u1', audio_start_ms: 0 });
  session.send({ type: 'input_audio_buffer.speech_stopped', item_id: 'u1', audio_end_ms: 40 });
  session.send({ type: 'input_audio_buffer.committed', item_id: 'u1' });
};
const heard = (session: DeploymentSession, id = 'u1'): void =>
  session.send({
    type: 'conversation.item.input_audio_transcription.completed',
    item_id: id,
    transcript: 'Hello.',
    usage: { type: 'duration', seconds: 1 },
  });
const answer = (session: DeploymentSession, end: JsonObject = { status: 'completed' }, speaks = true): void => {
  session.send({ type: 'response.created', response: { id: 'r1', conversation_id: 'c' } });
  const item = { id: 'a1', type: 'message', role: 'assistant' };
  session.send({ type: 'response.output_item.added', response_id: 'r1', item });
  const delta = Buffer.alloc(960).toString('base64');
  if (speaks) session.send({ type: 'response.output_audio.delta', response_id: 'r1', item_id: 'a1', delta });
  session.send({ type: 'response.done', response: { id: 'r1', usage: null, ...end } });
};
const whole =
  (end?: JsonObject, speaks = true): Script =>
  (session) => {
    turn(session);
    heard(session);
    answer(session, end, speaks);
  };
const failed = (code: string): JsonObject => ({
  status: 'failed',
  status_details: { error: { type: 'server_error', code, message: 'No.' } },
});
const closing =
  (code: number, reason: string): Script =>
  (session) =>
    session.close(code, reason);

const refusing: Script = async (session) => {
  session.send({ type: 'session.created', event_id: 'e0', session: transcribing });
  const { event_id: id = null } = await session.event('session.update');
  session.send({ type: 'error', error: { code: 'invalid_value', message: 'No.', event_id: id } });
  await session.event('input_audio_buffer.append');
  await whole()(session);
};

/** What the deployment does, by the name of the row that the run ends with. */
const scripts: readonly (readonly [name: string, script: Script, more?: readonly string[], set?: JsonObject])[] = [
  ['key', open(closing(3000, 'invalid_api_key'))],
  ['model', open(closing(4004, 'model_not_found'))],
  ['quota', open(whole(failed('insufficient_quota')))],
  ['closed', open((session) => session.drop())],
  [
    'budget',
    open(whole({ status: 'completed', usage: { total_tokens: 30, input_tokens: 20, output_tokens: 10 } })),
    [],
    { budget: { limit: { unit: 'tokens', amount: '10' }, warnAt: 0.5, stop: true } },
  ],
  ['options', refusing, ['--option', 'voice=nobody']],
  ['response', open(whole(failed('server_error')))],
  ['response', open(whole({ status: 'expired' }))],
  [
    'unanswered',
    open((session) => {
      turn(session);
      heard(session);
    }),
  ],
  ['no-audio', open(whole(undefined, false))],
  [
    'transcription',
    open((session) => {
      turn(session);
      const error = { type: 'invalid_request_error', code: 'DeploymentNotFound', message: 'None.' };
      session.send({ type: 'conversation.item.input_audio_transcription.failed', item_id: 'u1', error });
      answer(session);
    }),
  ],
  ['no-speech', open(() => undefined)],
  [
    'no-turn',
    open((session) => session.send({ type: 'error', error: { type: 'server_error', message: 'It broke.' } })),
  ],
];

describe('what voxtally run exits with', () => {
  it('is tried for every row of the table', () => {
    expect(new Set(scripts.map(([name]) => name))).toEqual(new Set(outcomeRows.map(({ name }) => name)));
  });

  for (const [at, [name, script, more = [], set]] of scripts.entries()) {
    it.concurrent(
      `names ${name} where the deployment does that, ${at + 1}`,
      async () => {
        const { code, report } = await run(script, more, undefined, set);
        expect(report.outcome.name).toBe(name);
        expect(code).toBe(outcomeRows.find((row) => row.name === name)?.code);
        if (name !== 'no-speech') expect(JSON.stringify(report)).not.toContain('heard no speech');
      },
      120_000,
    );
  }

  it.concurrent(
    'is done where the turn was answered, and that of its reason where the handshake is refused',
    async () => {
      expect((await run(open(whole()))).code).toBe(0);
      expect((await run(open(whole()), [], 401)).code).toBe(3);
      expect((await run(open(whole()), [], 404)).code).toBe(4);
      expect((await run(open(whole()), [], 429)).code).toBe(5);
    },
    120_000,
  );

  it.concurrent(
    'reads JSON in binary frames, as a replay of the same record does, and records their bytes',
    async () => {
      const done = { type: 'response.done', response: { id: 'r1', status: 'completed', usage: { total_tokens: 9 } } };
      const bytes = Buffer.from(JSON.stringify(done));
      const { out, report } = await run(
        open((session) => {
          turn(session);
          heard(session);
          session.send({
            type: 'response.created',
            response: { id: 'r1', conversation_id: 'c', output_modalities: ['text'] },
          });
          session.sendBinary(bytes);
          session.sendBinary(Buffer.from([0xff, 0xfe]));
        }),
      );
      expect(report.responses).toMatchObject([{ id: 'r1', status: 'completed', usage: { total_tokens: 9 } }]);
      expect(report.alarms.map(({ kind }) => kind)).toContain('event-in-binary');
      const [name = ''] = await readdir(out);
      const log = join(out, name, 'events.jsonl');
      expect(await readFile(log, 'utf8')).toContain(`"binary":true,"event":"${bytes.toString('base64')}"`);
      const entries: LogEntry[] = [];
      for await (const some of readEntries(log)) entries.push(...some);
      const replayed = reportOf(
        foldSession(await readHeader(log), entries),
        bookOnDay(shipped('2026-10-09'), '2026-11-23'),
        '',
      );
      expect(replayed.responses).toEqual(report.responses);
      expect(replayed.alarms).toEqual(report.alarms);
    },
    120_000,
  );

  it.concurrent(
    'of a session that only transcribes goes by transcripts: each file is committed and no response asked for',
    async () => {
      const session = sessionObject({
        type: 'transcription',
        audio: { input: { turn_detection: null, transcription: { model: 'hears' } } },
      });
      let asked = 0;
      const { code, report } = await run(
        async (deployed) => {
          deployed.send({ type: 'session.created', event_id: 'e0', session });
          for (const [at, id] of ['u1', 'u2'].entries()) {
            await until(() => deployed.events('input_audio_buffer.commit').length > at, 'the commit of the file');
            deployed.send({ type: 'input_audio_buffer.committed', item_id: id });
            heard(deployed, id);
          }
          asked = deployed.events('response.create').length;
        },
        ['--wav', wav, '--turns', '2'],
      );
      expect([code, asked]).toEqual([0, 0]);
      expect(report.transcriptions).toMatchObject(
        ['u1', 'u2'].map((itemId) => ({ itemId, status: 'completed', model: 'hears' })),
      );
      expect(report.latency.transcript).not.toBeNull();
      expect(report.unfinished).toEqual([]);
    },
    120_000,
  );

  it.concurrent(
    'lets the next file wait as long for a slow answer as it waits itself',
    async () => {
      const { out } = await run(
        open(async (session) => {
          turn(session);
          heard(session);
          // Much later than the next file would begin after the usual wait and the pause behind it.
          await new Promise((wake) => setTimeout(wake, 8000));
          answer(session);
        }),
        ['--wav', wav, '--wait', '15', '--turns', '1'],
      );
      const [name = ''] = await readdir(out);
      const log = await readFile(join(out, name, 'events.jsonl'), 'utf8');
      expect(log).toContain('"response.done"');
      expect(log.slice(0, log.indexOf('"response.created"')).split('"bench.input.opened"')).toHaveLength(2);
    },
    120_000,
  );
});
