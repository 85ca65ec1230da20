import { expect, it } from 'vitest';
import { createSessionStore, type Schedule } from '../../../renderer/store/session.ts';
import type { Answers, BenchApi, BenchPush } from '../../../shared/contract/bench-api.ts';
import { ok } from '../../../shared/kit/errors.ts';
import { emptySession, reduceSession } from '../../../shared/session/fold/fold.ts';
import type { SessionView } from '../../../shared/session/view.ts';

type Header = NonNullable<SessionView['header']>;
const headerOf = (sessionId: string): Header => ({ sessionId, endpoint: {} }) as Header;
const opened = (sessionId: string): BenchPush => ({ type: 'session.opened', header: headerOf(sessionId) });
const entries = (sessionId: string, ...seqs: number[]): BenchPush =>
  ({
    type: 'entries',
    sessionId,
    entries: seqs.map((seq) => ({ seq, t: seq, from: 'bench', event: { type: 'bench.none' } })),
  }) as unknown as BenchPush;

/** A session store whose fold is still to come, and an engine that has `attached` to show. */
function page(attached: SessionView | null, schedule: Schedule = (run) => run()) {
  let push: (push: BenchPush) => void = () => undefined;
  const wanted: true[] = [];
  const answer: Answers['session.attach'] = ok({ view: attached, folder: null, about: null });
  const bench = {
    call: () => Promise.resolve(answer),
    onPush: (listener: typeof push) => {
      push = listener;
    },
  } as unknown as BenchApi;
  const session = createSessionStore(bench, schedule, () => wanted.push(true));
  return {
    session,
    wanted,
    push: (one: BenchPush) => push(one),
    comes: () => session.foldBy({ emptySession, reduceSession }),
  };
}

const typed = (sessionId: string, seq: number, type: string): BenchPush =>
  ({
    type: 'entries',
    sessionId,
    entries: [{ seq, t: seq, from: 'server', event: { type } }],
  }) as unknown as BenchPush;

it('says at once that there is no session, and asks for no fold', async () => {
  const { session, wanted } = page(null);
  await session.attach(null);
  expect(session.getState()).toMatchObject({ status: 'none', view: null });
  expect(wanted).toEqual([]);
});

it('loses nothing of a session that begins before the fold is there, and tells every entry before it is folded', async () => {
  const { session, wanted, push, comes } = page(null);
  await session.attach(null);
  const told: number[] = [];
  session.onEntries((some) => told.push(...some.map(({ seq }) => seq)));
  push(opened('one'));
  push(entries('one', 1, 2));
  push(entries('other', 1));
  push(entries('one', 3));
  expect(session.getState().view).toBeNull();
  expect(wanted.length).toBeGreaterThan(0);
  comes();
  expect(session.getState()).toMatchObject({ status: 'attached', view: { seq: 3, header: { sessionId: 'one' } } });
  expect(told).toEqual([1, 2, 3]);
  push(entries('one', 4));
  expect(session.getState().view?.seq).toBe(4);
});

it('shows a session that runs already once the fold is there, with what was pushed meanwhile', async () => {
  const { session, wanted, push, comes } = page({ ...emptySession(headerOf('one')), seq: 5 });
  const attached = session.attach(null);
  push(entries('one', 5, 6));
  await Promise.resolve();
  await Promise.resolve();
  expect(session.getState().status).toBe('loading');
  expect(wanted.length).toBeGreaterThan(0);
  comes();
  await attached;
  expect(session.getState()).toMatchObject({ status: 'attached', view: { seq: 6 } });
});

/** A window whose session has just been opened, and the pictures that are asked for from then on. */
async function opening() {
  const asked: { readonly run: () => void; readonly pace: string }[] = [];
  const { session, push, comes } = page(null, (run, pace) => asked.push({ run, pace }));
  comes();
  await session.attach(null);
  push(opened('one'));
  for (const { run } of asked.splice(0)) run();
  return { session, push, asked };
}

it('waits for the beat with what comes, and less than that once eight entries wait', async () => {
  const { session, push, asked } = await opening();
  const upTo = (first: number, last: number): number[] =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at);
  push(entries('one', ...upTo(1, 7)));
  expect(asked.map(({ pace }) => pace)).toEqual(['next']);
  push(entries('one', 8));
  expect(asked.map(({ pace }) => pace)).toEqual(['next', 'soon']);
  push(entries('one', 9));
  expect(asked).toHaveLength(2);
  expect(session.getState().view?.seq).toBe(0);
  for (const { run } of asked.splice(0).toReversed()) run();
  expect(session.getState().view?.seq).toBe(9);
  push(entries('one', 10));
  expect(asked.map(({ pace }) => pace)).toEqual(['next']);
});

it('lets streaming sound wait longest, words less, and whatever else happens not at all beyond the next beat', async () => {
  const { session, push, asked } = await opening();
  const paces = (): string[] => asked.map(({ pace }) => pace);
  push(typed('one', 1, 'input_audio_buffer.append'));
  push(typed('one', 2, 'response.output_audio.delta'));
  expect(paces()).toEqual(['stream']);
  push(typed('one', 3, 'response.output_audio_transcript.delta'));
  push(typed('one', 4, 'response.output_audio.delta'));
  expect(paces()).toEqual(['stream', 'words']);
  push(typed('one', 5, 'input_audio_buffer.speech_started'));
  push(typed('one', 6, 'response.output_audio_transcript.delta'));
  expect(paces()).toEqual(['stream', 'words', 'next']);
  asked[2]?.run();
  expect(session.getState().view?.seq).toBe(6);
  // One that comes late to what was taken in already changes nothing.
  const { view } = session.getState();
  asked[0]?.run();
  expect(session.getState().view).toBe(view);
});

it('shows sound no sooner for being much of it', async () => {
  const { push, asked } = await opening();
  for (let seq = 1; seq <= 40; seq += 1) push(typed('one', seq, 'input_audio_buffer.append'));
  expect(asked.map(({ pace }) => pace)).toEqual(['stream']);
});
