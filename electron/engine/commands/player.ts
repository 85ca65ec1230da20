import { join } from 'node:path';
import type { Handlers } from '../../../shared/contract/bench-api.ts';
import type { PlayerAnswers } from '../../../shared/contract/player.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import type { SessionHeader } from '../../../shared/session/entry.ts';
import { deploymentKey } from '../../../shared/session/costs/model-of-view.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { AskDesk } from '../listening/ask-desk.ts';
import type { ListenPorts } from '../ports/listening.ts';
import type { Library } from '../record/library.ts';
import { readHeader } from '../record/read-log.ts';
import { logName } from '../record/session-folder.ts';

export interface PlayerParts {
  readonly library: Library;
  readonly prices: PriceBooks;
  readonly preferences: PreferenceStore;
  readonly desk: AskDesk;
  readonly listen: ListenPorts;
}

/** Folders whose header is kept: it never changes, and a cursor that is dragged asks for it many times a second. */
const mostHeaders = 8;

class HeaderCache {
  readonly #headers = new Map<string, SessionHeader>();

  /** Null: there is none, or it cannot be read. */
  async of(folder: string): Promise<SessionHeader | null> {
    const have = this.#headers.get(folder);
    if (have !== undefined) return have;
    const header = await readHeader(join(folder, logName)).catch(() => null);
    if (header !== null) this.#headers.set(folder, header);
    const oldest = this.#headers.keys().next().value;
    if (this.#headers.size > mostHeaders && oldest !== undefined) this.#headers.delete(oldest);
    return header;
  }
}

/** Commands of who listens to a record, and looks at any moment of it. */
export function playerHandlers(parts: PlayerParts): Pick<Handlers, keyof PlayerAnswers> {
  const { library, prices, preferences, desk, listen } = parts;
  let lastRunId = 0;
  const headers = new HeaderCache();
  return {
    'sound.pieces': async ({ sessionId }) => {
      const place = await library.place(sessionId);
      if (!place.ok) return place;
      const answer = await desk.ask({ kind: 'pieces', folder: place.folder });
      return answer.ok ? ok({ pieces: [...answer.pieces], lengthMs: answer.lengthMs }) : answer;
    },
    'sound.peaks': async ({ sessionId, fromMs, toMs, columns }) => {
      if (toMs <= fromMs) {
        return refuse(benchError('invalid-argument', `Peaks from ${fromMs} ms to ${toMs} ms run backwards.`));
      }
      const place = await library.place(sessionId);
      return place.ok ? desk.ask({ kind: 'peaks', folder: place.folder, fromMs, toMs, columns }) : place;
    },
    'session.at': async ({ sessionId, atMs }) => {
      const place = await library.place(sessionId);
      if (!place.ok) return place;
      const { folder } = place;
      const header = await headers.of(folder);
      const book = prices.choose(header?.startedAt.slice(0, 10) ?? '', header?.priceBookId ?? null);
      const { models } = preferences.current.pricing;
      const choice = header === null ? null : (models[deploymentKey(header.endpoint)] ?? null);
      return desk.ask({ kind: 'moment', folder, atMs, prices: book, choice });
    },
    'session.hit': async ({ sessionId, itemId, t }) => {
      const place = await library.place(sessionId);
      return place.ok ? desk.ask({ kind: 'hit', folder: place.folder, itemId, t }) : place;
    },
    'player.play': async ({ sessionId, ...order }, client) => {
      const place = await library.place(sessionId);
      if (!place.ok) return place;
      if (!listen.has(client.id)) {
        return refuse(
          benchError('refused', 'This window has no loudspeaker open for records.', { nextStep: 'Press play again.' }),
        );
      }
      lastRunId += 1;
      const runId = lastRunId;
      const begun = await desk.ask({ kind: 'play', folder: place.folder, runId, ...order });
      if (!begun.ok) return begun;
      const streamId = listen.play(client.id, {
        speed: order.speed,
        next: async () => {
          const answer = await desk.ask({ kind: 'block', runId });
          if (answer.ok) return answer.block;
          client.push({ type: 'notice', text: answer.error.message });
          return null;
        },
        left: () => void desk.ask({ kind: 'stop', runId }),
        tell: (news) => client.push({ type: 'played', news }),
      });
      if (streamId !== null) return ok({ streamId });
      await desk.ask({ kind: 'stop', runId });
      return refuse(
        benchError('refused', 'The loudspeaker of this window was closed.', { nextStep: 'Press play again.' }),
      );
    },
    'player.stop': (_args, client) => {
      listen.stop(client.id);
      return ok({});
    },
  };
}
