import type { NetworkSettings } from '../../shared/network/settings.ts';
import type { CaptureSettings } from '../../shared/session/bench-events.ts';
import type { Clients } from './clients.ts';
import type { TokenDesk } from './credentials/token-desk.ts';
import type { Library } from './library/library.ts';
import type { Http } from './network/http.ts';
import type { PlaybackPorts } from './media-ports.ts';
import type { PreferenceStore } from './preferences.ts';
import type { PriceBooks } from './price-books.ts';
import type { ProfileStore } from './profiles/profile-store.ts';
import type { EngineServices } from './services.ts';
import type { LiveSession } from './session/live-session.ts';
import type { TokenCounter } from './tokens/token-counter.ts';
import type { WavStore } from './wav-store.ts';

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
  readonly tokens: TokenDesk;
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
