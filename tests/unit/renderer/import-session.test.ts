import { expect, it } from 'vitest';
import { createSessionImports, type ImportParts } from '../../../renderer/store/import-session.ts';
import type { Args } from '../../../shared/contract/bench-api.ts';
import type { SessionSummary } from '../../../shared/contract/sessions.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { until } from '../../integration/support/until.ts';

/** A zip by its start, as a browser gives it: not of a folder that was chosen. */
const zip = (name: string, moreBytes = 0): File =>
  Object.assign(new File([new Uint8Array([0x50, 0x4b, 3, 4]), new Uint8Array(moreBytes)], name), {
    webkitRelativePath: '',
  });
const damaged = 'Bytes 4 to 9 of events.jsonl do not match.';

/** The window's end of imports: a host with or without paths, and an engine that takes what is not called `there.zip`. */
function imports({ paths }: { readonly paths: boolean }) {
  const asked: Args<'handOn.import'>['from'][] = [];
  const ports: MessagePort[] = [];
  const row = { sessionId: 's-1', about: { name: 'Order desk' } } as unknown as SessionSummary;
  let saved: readonly SessionSummary[] = [];
  const parts = {
    bench: {
      call: (_: string, { from }: Args<'handOn.import'>) => {
        asked.push(from);
        if (from.kind === 'path' && from.path === '/there.zip')
          return Promise.resolve(refuse(benchError('invalid-argument', 'The session s-0 is in the library already.')));
        return Promise.resolve(ok({ sessionId: 's-1', files: 4, digest: 'damaged', problems: [damaged] }));
      },
    },
    host: {
      pathOf: ({ name }: File) => (paths ? `/${name}` : null),
      openPort: () => {
        const { port1, port2 } = new MessageChannel();
        ports.push(port2);
        return Promise.resolve(port1);
      },
    },
    appInfo: {
      loadSaved: () => {
        saved = [row];
        return Promise.resolve();
      },
      getState: () => ({ saved }),
    },
  } as unknown as ImportParts;
  return { store: createSessionImports(parts), asked, ports };
}

it('takes zips where they lie, one after the other, and says of each what came of it; the last one that came is gone to', async () => {
  const { store, asked } = imports({ paths: true });
  store.take([zip('a.zip'), zip('there.zip'), new File(['text'], 'notes.txt'), zip('b.zip')]);
  expect(store.getState()).toEqual({ progress: { file: 'a.zip', sent: null }, outcome: null });
  // While some come, no others are begun.
  store.take([zip('c.zip')]);
  await until(() => store.getState().outcome !== null, 'the outcome');
  expect(asked).toEqual(['/a.zip', '/there.zip', '/b.zip'].map((path) => ({ kind: 'path', path })));
  const taken = ['Order desk was imported: 4 files, its record is damaged.', damaged];
  expect(store.getState()).toEqual({
    progress: null,
    outcome: {
      sessionId: 's-1',
      taken: [...taken, ...taken],
      problems: [
        'The session s-0 is in the library already.',
        'notes.txt is not taken: it is no zip. Take a zip that Hand on, or voxtally export, has written.',
      ],
    },
  });
  store.told();
  expect(store.getState().outcome).toBeNull();
});

it('refuses by its size what no zip of a session has, before any of it is read', async () => {
  const { store, asked } = imports({ paths: true });
  store.take([Object.defineProperty(zip('huge.zip'), 'size', { value: 5e9 })]);
  await until(() => store.getState().outcome !== null, 'the outcome');
  expect(store.getState().outcome?.problems[0]).toMatch(
    /^huge\.zip is not taken: it has 5\.0 GB, and at most 4\.3 GB are\./,
  );
  expect(asked).toEqual([]);
});

it('sends a zip in pieces where the host knows no path, tells how far it is, and can be given up', async () => {
  const { store, asked, ports } = imports({ paths: false });
  const file = zip('big.zip', 1_200_000);
  store.take([file, zip('next.zip')]);
  await until(() => ports.length === 1, 'the port');
  const [engine] = ports;
  const pieces: number[] = [];
  let announced: unknown = null;
  engine?.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | object>) => {
    if (data instanceof ArrayBuffer) pieces.push(data.byteLength);
    else announced = data;
    // The disk has the first piece, and is slow with the others.
    if (data instanceof ArrayBuffer && pieces.length === 1) engine.postMessage({ received: data.byteLength });
  });
  engine?.start();
  await until(() => store.getState().progress?.sent !== null, 'the first piece');
  expect(announced).toMatchObject({ path: 'big.zip', sizeBytes: file.size });
  expect(store.getState().progress).toEqual({ file: 'big.zip', sent: { bytes: 524_288, ofBytes: file.size } });
  store.cancel();
  await until(() => store.getState().outcome !== null, 'the outcome');
  expect(Math.max(...pieces)).toBeLessThanOrEqual(524_288);
  expect(store.getState().outcome).toEqual({
    sessionId: null,
    taken: [],
    problems: ['The import was cancelled; nothing of it was kept.'],
  });
  expect([asked, ports.length]).toEqual([[], 1]);
  engine?.close();
});
