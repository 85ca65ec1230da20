import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { CaptureSettings } from '../../../shared/session/bench-events.ts';
import type { LiveSession } from './live-session.ts';

/** The microphone a page has open, and which page. */
export interface OpenMicrophone {
  readonly clientId: number;
  readonly label: string;
  readonly settings: CaptureSettings;
  /** It has delivered only zeros for so long, as the page last said; null: it delivers sound. */
  readonly zerosForMs: number | null;
  /** So many channels cancel each other in what is heard of it; null: they do not. */
  readonly cancellingChannels: number | null;
}

/** Tells one start from the next. */
export interface StartTicket {
  readonly start: symbol;
}

/**
 * `starting`: a start is under way and has no session yet. `live`: from the first connection attempt of a session to its last written
 * entry. `closing`: the engine ends, and with it what runs; nothing new begins.
 */
type SlotState =
  | { readonly kind: 'free' }
  | { readonly kind: 'starting'; readonly ticket: StartTicket }
  | { readonly kind: 'live'; readonly session: LiveSession }
  | { readonly kind: 'closing'; readonly session: LiveSession | null };

const busy = (): Result<never> =>
  refuse(
    benchError('session-active', 'A session is already running.', {
      nextStep: 'Close it before you start another; the bench records one at a time.',
    }),
  );

const calledOff = (): Result<never> =>
  refuse(benchError('no-session', 'The start was called off before anything was sent.', { nextStep: 'Start again.' }));

const closing = (): Result<never> => refuse(benchError('engine', 'The bench is closing, so no session was started.'));

/** The one session that the bench runs at a time, and the microphone it may listen to. */
export class SessionSlot {
  #state: SlotState = { kind: 'free' };
  #beginning: Promise<unknown> = Promise.resolve();
  #microphone: OpenMicrophone | null = null;

  /** The running session; null: none, or none yet. */
  get live(): LiveSession | null {
    return 'session' in this.#state ? this.#state.session : null;
  }

  get microphone(): OpenMicrophone | null {
    return this.#microphone;
  }

  /** Takes the slot for a start; refused while a session runs or begins, and once the engine is closing. */
  reserve(): Result<{ ticket: StartTicket }> {
    switch (this.#state.kind) {
      case 'free': {
        const ticket: StartTicket = { start: Symbol('start') };
        this.#state = { kind: 'starting', ticket };
        return ok({ ticket });
      }
      case 'closing':
        return this.#state.session === null ? closing() : busy();
      case 'starting':
      case 'live':
        return busy();
    }
  }

  /**
   * Lets a start make its record and its session. Refuses one that was called off, and once the engine is closing: a start that took
   * long writes no record any more. One that has begun by then is waited for, so that it is there to be ended.
   */
  async begin<T extends object>(ticket: StartTicket, work: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#state.kind === 'closing') return closing();
    if (!this.#isMine(ticket)) return calledOff();
    const begun = work();
    this.#beginning = begun.catch(() => undefined);
    return await begun;
  }

  /** The start came to nothing. */
  giveBack(ticket: StartTicket): void {
    if (this.#isMine(ticket)) this.#state = { kind: 'free' };
  }

  /** Frees the slot of a start that has no session yet: it makes none any more, however long what it waits for takes. */
  async callOff(): Promise<void> {
    if (this.#state.kind !== 'starting') return;
    const { ticket } = this.#state;
    // One that makes its record at this moment has its session with the next.
    await this.#beginning;
    if (this.#isMine(ticket)) this.#state = { kind: 'free' };
  }

  #isMine(ticket: StartTicket): boolean {
    return this.#state.kind === 'starting' && this.#state.ticket === ticket;
  }

  /** The start has its session, which leaves the slot by itself at its end. */
  occupy(session: LiveSession): void {
    this.#state = { kind: this.#state.kind === 'closing' ? 'closing' : 'live', session };
    void session.ended.then(() => {
      if (this.live !== session) return;
      this.#state = this.#state.kind === 'closing' ? { kind: 'closing', session: null } : { kind: 'free' };
    });
  }

  /** Nothing new begins from now on. The running session, for the caller to end; null: none. */
  async close(): Promise<LiveSession | null> {
    this.#state = { kind: 'closing', session: this.live };
    await this.#beginning;
    return this.live;
  }

  microphoneOpened(microphone: Omit<OpenMicrophone, 'zerosForMs' | 'cancellingChannels'>): void {
    this.#microphone = { ...microphone, zerosForMs: null, cancellingChannels: null };
  }

  microphoneLost(): void {
    this.#microphone = null;
  }

  /** @param forMs how long it has delivered only zeros; 0: it delivers sound */
  microphoneSilent(forMs: number): void {
    if (this.#microphone !== null) this.#microphone = { ...this.#microphone, zerosForMs: forMs > 0 ? forMs : null };
  }

  /** @param channels how many cancel each other; 0: they do no more */
  microphoneCancelling(channels: number): void {
    if (this.#microphone === null) return;
    this.#microphone = { ...this.#microphone, cancellingChannels: channels > 0 ? channels : null };
  }

  /** A page is gone, and its microphone with it. */
  clientLeft(clientId: number): void {
    if (this.#microphone?.clientId === clientId) this.#microphone = null;
  }
}
