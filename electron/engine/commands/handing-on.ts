import type { Handlers } from '../../../shared/contract/bench-api.ts';
import type { HandOnAnswers } from '../../../shared/contract/handing-on.ts';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { fileNameOf } from '../../../shared/kit/untrusted/safe-text.ts';
import { handOnFiles } from '../../../shared/session/handing-on/formats.ts';
import type { EngineServices } from '../context/services.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { HandOnFiles } from '../handing-on/hand-on-files.ts';
import type { Library } from '../record/library.ts';

export interface HandOnParts {
  readonly library: Library;
  readonly prices: PriceBooks;
  readonly preferences: PreferenceStore;
  readonly services: EngineServices;
  readonly files: HandOnFiles;
}

type Wanted = Parameters<Handlers['handOn.write']>[0];

/** What a file is called, without its end. */
const nameOf = ({ sessionIds, format, redacted }: Wanted): string => {
  const what = `${format.replace(/-.*$/, '')}${redacted ? '-redacted' : ''}`;
  const [only = ''] = sessionIds;
  return sessionIds.length === 1 ? fileNameOf(`${what}-${only}`, what) : `${what}-of-${sessionIds.length}-sessions`;
};

async function written(
  wanted: Wanted,
  { library, prices, preferences, services, files }: HandOnParts,
): Promise<Result<HandOnAnswers['handOn.write']>> {
  const folders: string[] = [];
  for (const sessionId of wanted.sessionIds) {
    const place = await library.place(sessionId);
    if (!place.ok) return place;
    folders.push(place.folder);
  }
  const file = await files.write({
    format: wanted.format,
    redacted: wanted.redacted,
    folders,
    books: prices.all,
    bookId: null,
    models: preferences.current.pricing.models,
    app: services.version,
    since: null,
    until: null,
    leavesOut: false,
    at: new Date().toISOString(),
    beside: null,
  });
  if (!file.ok) return file;
  const { end, mediaType } = handOnFiles[wanted.format];
  const { holds, notes } = file.done;
  return ok({
    fileId: file.fileId,
    fileName: `${nameOf(wanted)}.${end}`,
    mediaType,
    bytes: file.bytes,
    holds,
    notes,
  });
}

/** Commands that hand sessions on. */
export function handOnHandlers(parts: HandOnParts): Pick<Handlers, keyof HandOnAnswers> {
  const { files } = parts;
  return {
    'handOn.write': (wanted) => written(wanted, parts),
    'handOn.read': ({ fileId, offset }) => files.read(fileId, offset),
    'handOn.drop': async ({ fileId }) => {
      await files.drop(fileId);
      return ok({});
    },
  };
}
