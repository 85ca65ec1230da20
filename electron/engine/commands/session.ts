import type { Handlers } from '../../../shared/contract/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { checkOptions } from '../../../shared/protocol/options/options.ts';
import { noAbout } from '../../../shared/session/about.ts';
import { isUnderWay } from '../../../shared/session/view.ts';
import { loadFiles } from './load-files.ts';
import type { Client } from '../ports/control.ts';
import { readAbout } from '../record/about-file.ts';
import type { LiveSession } from '../session/live-session.ts';
import { type StartParts, startSession } from './start-session.ts';

type SessionHandlers = Pick<
  Handlers,
  | 'session.start'
  | 'session.stop'
  | 'session.options'
  | 'session.send'
  | 'session.network'
  | 'session.mute'
  | 'input.play'
  | 'input.stopFile'
  | 'input.sample'
  | 'session.attach'
  | 'input.report'
  | 'output.report'
>;

const noSession = (): Result<never> =>
  refuse(benchError('no-session', 'No session is running.', { nextStep: 'Connect first.' }));

/** Commands about the running session. */
export function sessionHandlers(parts: StartParts, clientOf: (id: number) => Client | null): SessionHandlers {
  const { library, repairs, slot } = parts;
  const withLive = <T extends object>(use: (live: LiveSession) => Result<T>): Result<T> =>
    slot.live === null ? noSession() : use(slot.live);

  return {
    'session.start': (args, client) => {
      const follower = clientOf(client.id);
      if (follower !== null) follower.following = null;
      return startSession(parts, args);
    },
    'session.stop': async ({ graceMs }) => {
      await slot.callOff();
      const { live } = slot;
      if (live === null) return noSession();
      const unfinished = await live.stop('person', graceMs);
      return ok({ sessionId: live.record.header.sessionId, unfinished, unsaved: live.record.kept });
    },
    'session.options': ({ options }) => {
      const complaints = checkOptions(options);
      if (Object.keys(options).length === 0) complaints.push('No option was given, so there is nothing to change.');
      if (complaints.length > 0) return refuse(benchError('invalid-argument', complaints.join(' ')));
      return withLive((live) => live.change(options));
    },
    'session.send': ({ event }) => {
      const { type } = event;
      if (typeof type !== 'string' || type === '') {
        return refuse(benchError('invalid-argument', 'An event needs a type, for example response.create.'));
      }
      return withLive((live) => live.send(event));
    },
    'session.network': ({ online }) => {
      slot.live?.note({ type: 'bench.network', online });
      if (online) slot.live?.probe();
      return ok({});
    },
    'session.mute': ({ muted }) =>
      withLive((live) => {
        live.input.audioIn.mute(muted);
        return ok({ muted });
      }),
    'input.play': async ({ files, trailingSilenceMs }) => {
      const began = slot.live;
      if (began === null) return noSession();
      const loaded = await loadFiles(parts, files, trailingSilenceMs);
      if (!loaded.ok) return loaded;
      // Reading may take longer than a session lasts.
      return slot.live === began ? began.play(loaded.files) : noSession();
    },
    'input.stopFile': ({ which }) =>
      withLive((live) => {
        if (which === 'all') live.input.files.clear();
        else live.input.files.next();
        return ok({});
      }),
    'input.sample': ({ id }) => parts.wavs.sample(id),
    'session.attach': async ({ sessionId }, client) => {
      const follower = clientOf(client.id);
      const shown = slot.live;
      const about = shown === null ? noAbout : (await readAbout(shown.record.folder)).about;
      const { live } = slot;
      if (sessionId === null || sessionId === live?.record.header.sessionId) {
        if (follower !== null) follower.following = sessionId;
        // In one step: the next batch this client gets begins right after the snapshot.
        follower?.snapshotTaken();
        if (live === null) return ok({ view: null, folder: null, about: null });
        return ok({ view: live.record.shown, folder: live.record.folder, about: live === shown ? about : noAbout });
      }
      const opened = await repairs.read(
        () => library.open(sessionId),
        (read) => read.ok && isUnderWay(read.view.phase),
      );
      // A session that began while this one was read is what the client may follow by now.
      if (opened.ok && follower !== null && slot.live === live) follower.following = sessionId;
      return opened.ok ? { ...opened, about: (await readAbout(opened.folder)).about } : opened;
    },
    'input.report': (report, client) => {
      const { live } = slot;
      switch (report.what) {
        case 'opened':
          slot.microphoneOpened({ clientId: client.id, label: report.label, settings: report.settings });
          live?.microphoneOpened();
          break;
        case 'lost':
          slot.microphoneLost();
          live?.note({ type: 'bench.input.lost', label: report.label, message: report.message });
          break;
        case 'zeros':
          slot.microphoneSilent(report.forMs);
          if (report.forMs > 0) {
            live?.microphoneAils({ type: 'bench.input.zeros', label: report.label, forMs: report.forMs });
          }
          break;
        case 'cancelling':
          slot.microphoneCancelling(report.channels);
          if (report.channels > 0) {
            live?.microphoneAils({ type: 'bench.input.cancelling', label: report.label, channels: report.channels });
          }
          break;
      }
      return ok({});
    },
    'output.report': (report) => {
      const { label } = report;
      slot.live?.note(
        report.what === 'lost'
          ? { type: 'bench.output.lost', label, message: report.message }
          : { type: 'bench.output.opened', label, latencyMs: report.latencyMs },
      );
      return ok({});
    },
  };
}
