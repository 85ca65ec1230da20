import type { Handlers } from '../../../shared/bench-api.ts';
import type { LibraryAnswers } from '../../../shared/contract/library.ts';
import { benchError, ok, refuse } from '../../../shared/errors.ts';
import type { EngineContext } from '../context.ts';
import { compared, usageFile } from '../library/compared.ts';
import { priced } from '../library/priced.ts';

const mostEntriesPerAnswer = 2000;

/** Commands about saved sessions. */
export function libraryHandlers(context: EngineContext): Pick<Handlers, 'entries.read' | keyof LibraryAnswers> {
  return {
    'entries.read': ({ sessionId, fromSeq, toSeq }) => {
      if (toSeq < fromSeq) {
        return refuse(benchError('invalid-argument', `Entries ${fromSeq} to ${toSeq} run backwards.`));
      }
      return context.library.entries(sessionId, fromSeq, toSeq, mostEntriesPerAnswer);
    },
    'library.list': async () => {
      const sessions = await context.library.list();
      return ok({ sessions: sessions.map((one) => priced(one, context)), folder: context.library.folder });
    },
    'library.compare': (ids) => compared(ids, context),
    'library.usage': ({ sessionIds, format }) => usageFile(sessionIds, format, context),
    'library.delete': ({ sessionId }) => {
      if (sessionId === context.live?.record.header.sessionId) {
        return refuse(
          benchError('session-active', 'That session is still being recorded.', { nextStep: 'Close it first.' }),
        );
      }
      return context.library.delete(sessionId);
    },
  };
}
