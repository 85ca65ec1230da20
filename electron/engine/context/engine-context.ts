import type { NetworkSettings } from '../../../shared/protocol/endpoints/schema.ts';
import type { CaptureSettings } from '../../../shared/session/bench-events.ts';
import type { PreferenceStore } from '../data/preferences.ts';
import type { PriceBooks } from '../data/price-books.ts';
import type { ProfileStore } from '../data/profiles.ts';
import type { Http } from '../net/http.ts';
import type { Clients } from '../ports/control.ts';
import type { PlaybackPorts } from '../ports/media.ts';
import type { WavStore } from '../ports/wav-uploads.ts';
import type { Library } from '../record/library.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { TokenCounter } from '../session/token-counter.ts';
import type { EntraTokenCache } from '../sign-in/token-cache.ts';
import type { EngineServices } from './services.ts';

/** What the handlers of one engine share. */
export interface EngineContext {
  readonly services: EngineServices;
  readonly clients: Clients;
  readonly preferences: PreferenceStore;
  readonly library: Library;
  readonly wavs: WavStore;
  readonly playback: PlaybackPorts;
  readonly prices: PriceBooks;
  readonly profiles: ProfileStore;
  readonly tokens: EntraTokenCache;
  /** How questions to Azure leave this machine, beside sessions, whose profiles say so themselves. */
  network(): NetworkSettings;
  /** Asks over HTTP, by that network. */
  readonly http: Http;
  /** Counts tokens in a thread of its own. */
  readonly counter: TokenCounter;
  /** What the person should know of this start: repairs, preferences set aside. */
  readonly notices: string[];
  /** The running session, from its first connection attempt to its last written entry. */
  live: LiveSession | null;
  /** A start is under way and has no session yet. */
  starting: boolean;
  /** The engine is closing; nothing new begins. */
  closing: boolean;
  /** The microphone a page has open, and which page. */
  microphone: {
    readonly clientId: number;
    readonly label: string;
    readonly settings: CaptureSettings;
    /** It has delivered only zeros for so long, as the page last said; null: it delivers sound. */
    readonly zerosForMs: number | null;
  } | null;
}

/** Tells a sentence to whoever is there now and to whoever comes later. */
export function notify({ notices, services, clients }: EngineContext, text: string): void {
  notices.push(text);
  services.log(text);
  clients.push({ type: 'notice', text });
}
