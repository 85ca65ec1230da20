import type { Answer, BenchApi } from '../../shared/contract/bench-api.ts';
import { mostImportBytes } from '../../shared/contract/handing-on.ts';
import { titleOf } from '../../shared/contract/session-list.ts';
import { benchError, errorText, ok, refuse, type Result } from '../../shared/kit/errors.ts';
import { fileSize, plural } from '../../shared/kit/numbers.ts';
import { digestWord } from '../../shared/session/record-state.ts';
import type { AppInfoStore } from './app-info.ts';
import type { HostServices } from './services.ts';
import { createState, type State } from './state.ts';
import { uploadBill } from './upload-bill.ts';

/** What a page is told of a session that is being brought in. */
export interface ImportProgress {
  readonly file: string;
  /** How many of its bytes the engine has; null: it reads them where they lie, or looks at them. */
  readonly sent: { readonly bytes: number; readonly ofBytes: number } | null;
}

/** What came of the files that were chosen. */
export interface ImportOutcome {
  /** The session that came last; null: none did. */
  readonly sessionId: string | null;
  /** What was taken in and what is to be known of it, in whole sentences. */
  readonly taken: readonly string[];
  /** What was not, and why. */
  readonly problems: readonly string[];
}

export interface ImportState {
  /** What is being brought in; null: nothing is. */
  readonly progress: ImportProgress | null;
  /** What came of the last files, until a page has told it; null: nothing is to be told. */
  readonly outcome: ImportOutcome | null;
}

/** Sessions on their way into the library, whatever page is shown meanwhile. */
export interface SessionImports extends State<ImportState> {
  /** Brings zips of sessions in, one after the other; does nothing while others come. */
  take(files: readonly File[]): void;
  /** Gives up what is being sent, and what was to follow. */
  cancel(): void;
  /** The outcome was told. */
  told(): void;
}

export interface ImportParts {
  readonly bench: Pick<BenchApi, 'call'>;
  readonly host: Pick<HostServices, 'openPort' | 'pathOf'>;
  readonly appInfo: Pick<AppInfoStore, 'loadSaved' | 'getState'>;
}

/** A zip is never larger than what is in it by more than this. */
const mostZipBytes = mostImportBytes * 1.01;

/** How every zip begins. */
const zipStart = [0x50, 0x4b];

const notTaken = ({ name }: File, why: string): Result<never> =>
  refuse(
    benchError('invalid-argument', `${name} is not taken: ${why}.`, {
      nextStep: 'Take a zip that Hand on, or voxtally export, has written.',
    }),
  );

/** Refuses what is no zip before all of it is sent. */
async function checkZip(file: File): Promise<Result> {
  if (file.size > mostZipBytes)
    return notTaken(file, `it has ${fileSize(file.size)}, and at most ${fileSize(mostZipBytes)} are`);
  try {
    const begins = new Uint8Array(await file.slice(0, zipStart.length).arrayBuffer());
    if (zipStart.every((byte, at) => begins[at] === byte)) return ok({});
  } catch {
    return refuse(
      benchError('disk', `${file.name} could not be read from this computer.`, {
        nextStep: 'See whether it still exists and may be read, then choose it again.',
      }),
    );
  }
  return notTaken(file, 'it is no zip');
}

async function importOne(
  { bench, host }: ImportParts,
  file: File,
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<Answer<'handOn.import'>> {
  onProgress({ file: file.name, sent: null });
  const checked = await checkZip(file);
  if (!checked.ok) return checked;
  const path = host.pathOf(file);
  if (path !== null) return await bench.call('handOn.import', { from: { kind: 'path', path } });
  const came = await uploadBill(host, [file], signal, (name, bytes, ofBytes) =>
    onProgress({ file: name, sent: bytes < ofBytes ? { bytes, ofBytes } : null }),
  );
  if (!came.ok) return came;
  return await bench.call('handOn.import', { from: { kind: 'upload', uploadId: came.uploadId } });
}

/** Brings zips in. One that is refused keeps none of the others from coming. */
async function importAll(
  parts: ImportParts,
  files: readonly File[],
  signal: AbortSignal,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportOutcome> {
  const came: { readonly sessionId: string; readonly says: (name: string) => readonly string[] }[] = [];
  const problems: string[] = [];
  for (const file of files) {
    if (signal.aborted) break;
    const answer = await importOne(parts, file, signal, onProgress);
    if (!answer.ok) {
      problems.push(errorText(answer.error));
      continue;
    }
    const { sessionId, files: number, digest, problems: wrong } = answer;
    const record = digest === null ? '' : `, its record is ${digestWord(digest)}`;
    came.push({ sessionId, says: (name) => [`${name} was imported: ${plural(number, 'file')}${record}.`, ...wrong] });
  }
  if (came.length > 0) await parts.appInfo.loadSaved();
  const saved = parts.appInfo.getState().saved ?? [];
  const taken = came.flatMap(({ sessionId, says }) => {
    const row = saved.find((one) => one.sessionId === sessionId);
    return says(row === undefined ? sessionId : titleOf(row));
  });
  return { sessionId: came.at(-1)?.sessionId ?? null, taken, problems };
}

export const createSessionImports = (parts: ImportParts): SessionImports =>
  createState<ImportState, Omit<SessionImports, keyof State<ImportState>>>(
    { progress: null, outcome: null },
    ({ setState }) => {
      let running: AbortController | null = null;
      const bring = async (files: readonly File[], { signal }: AbortController): Promise<void> => {
        const outcome = await importAll(parts, files, signal, (progress) => setState({ progress }));
        running = null;
        setState({ progress: null, outcome });
      };
      return {
        take(files) {
          if (files.length === 0 || running !== null) return;
          running = new AbortController();
          void bring(files, running);
        },
        cancel: () => running?.abort(),
        told: () => setState({ outcome: null }),
      };
    },
  );
