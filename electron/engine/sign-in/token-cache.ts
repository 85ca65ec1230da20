import type { SignInPrompt } from '../../../shared/contract/connections.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import type { EntraSignIn } from '../../../shared/protocol/endpoints/schema.ts';
import { gateFor } from '../net/gate.ts';
import type { Route } from '../net/route.ts';

/** Which token is wanted. Two requests of equal sign-in and scope are served by one. */
export interface EntraTokenRequest {
  readonly signIn: EntraSignIn;
  readonly scope: string;
  /** Where Entra ID signs in; absent: that of the public cloud. */
  readonly signInUrl?: string | undefined;
  /** The way to the sign-in service: proxy, and whom to trust. */
  readonly route: Route;
}

interface EntraToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Where tokens come from: Entra ID, or a test. */
export interface EntraTokenSource {
  /** Signs in as far as needed. `onPrompt` hears what the person has to do. Never throws; a refusal holds no token. */
  get(
    request: EntraTokenRequest,
    signal: AbortSignal,
    onPrompt: (prompt: SignInPrompt) => void,
  ): Promise<Result<EntraToken>>;
  /** Forgets the account of a request. */
  forget(request: EntraTokenRequest): void;
}

/** A token is renewed this long before it expires, so that none dies between here and the service. */
export const renewBeforeMs = 5 * 60_000;

const idOf = ({ signIn, scope, signInUrl }: EntraTokenRequest): string =>
  JSON.stringify([signIn.method, signIn.tenantId ?? '', signIn.clientId ?? '', scope, signInUrl ?? '']);

const cancelled = (): Result<never> =>
  refuse(
    benchError('refused', 'The sign-in was given up.', { nextStep: 'Start again when you are ready to sign in.' }),
  );

/** A sign-in under way, and how many wait for it. */
interface SignInUnderWay {
  readonly answer: Promise<Result<EntraToken>>;
  readonly abort: AbortController;
  /** Ends the waits that have no signal of their own. */
  connections: AbortController;
  waiting: number;
}

/**
 * Tokens of this run: each is asked for once, handed out while it is fresh, and renewed before it expires. What a source says beside
 * them, its errors and what the person has to do, is handed on through the gate.
 */
export class EntraTokenCache {
  readonly #source: EntraTokenSource;
  readonly #nowMs: () => number;
  readonly #onPrompt: (prompt: SignInPrompt | null) => void;
  readonly #tokens = new Map<string, EntraToken>();
  readonly #underWay = new Map<string, SignInUnderWay>();
  /** What the person has to do for each sign-in, by what ends it, in the order in which they asked. */
  readonly #prompts = new Map<AbortController, SignInPrompt>();

  /** @param onPrompt hears what the person has to do, and null once that is over */
  constructor(source: EntraTokenSource, nowMs: () => number, onPrompt: (prompt: SignInPrompt | null) => void) {
    this.#source = source;
    this.#nowMs = nowMs;
    this.#onPrompt = onPrompt;
  }

  /** A token that holds for some minutes yet; null when one would have to be asked for. */
  fresh(request: EntraTokenRequest): EntraToken | null {
    const token = this.#tokens.get(idOf(request));
    return token !== undefined && token.expiresAtMs - this.#nowMs() > renewBeforeMs ? token : null;
  }

  /**
   * A fresh token, asked for when there is none. Two who ask at once wait for the same sign-in.
   * @param signal gives up this wait; absent: `cancel` does. The sign-in itself ends when nobody waits for it any more
   */
  async token(request: EntraTokenRequest, signal?: AbortSignal): Promise<Result<EntraToken>> {
    if (signal?.aborted === true) return cancelled();
    const fresh = this.fresh(request);
    if (fresh !== null) return ok({ ...fresh });
    const underWay = this.#underWay.get(idOf(request)) ?? this.#begin(request);
    return await this.#wait(underWay, signal ?? underWay.connections.signal);
  }

  /** Gives up what waits for this sign-in without a signal of its own: the connections. */
  cancel(request: EntraTokenRequest): void {
    const underWay = this.#underWay.get(idOf(request));
    if (underWay === undefined) return;
    const { connections } = underWay;
    underWay.connections = new AbortController();
    connections.abort();
  }

  /** Gives up the sign-in that a code is for, whoever waits for it. */
  cancelCode(userCode: string): void {
    for (const [abort, prompt] of this.#prompts) if (prompt.userCode === userCode) abort.abort();
  }

  signOut(request: EntraTokenRequest): void {
    this.#tokens.delete(idOf(request));
    this.#source.forget(request);
  }

  async #wait(underWay: SignInUnderWay, signal: AbortSignal): Promise<Result<EntraToken>> {
    underWay.waiting += 1;
    const left = new AbortController();
    const givenUp = new Promise<Result<never>>((resolve) => {
      const leave = (): void => {
        underWay.waiting -= 1;
        if (underWay.waiting === 0) underWay.abort.abort();
        resolve(cancelled());
      };
      signal.addEventListener('abort', leave, { once: true, signal: left.signal });
    });
    const answer = await Promise.race([underWay.answer, givenUp]);
    left.abort();
    return answer;
  }

  #begin(request: EntraTokenRequest): SignInUnderWay {
    const id = idOf(request);
    const abort = new AbortController();
    const underWay: SignInUnderWay = {
      abort,
      connections: new AbortController(),
      waiting: 0,
      answer: this.#ask(id, request, abort),
    };
    this.#underWay.set(id, underWay);
    // Whoever asks from now on begins anew.
    const leave = (): void => {
      if (this.#underWay.get(id) === underWay) this.#underWay.delete(id);
    };
    abort.signal.addEventListener('abort', leave, { once: true });
    void underWay.answer.then(leave);
    return underWay;
  }

  async #ask(id: string, request: EntraTokenRequest, abort: AbortController): Promise<Result<EntraToken>> {
    const { signal } = abort;
    const givenUp = new Promise<Result<never>>((resolve) =>
      signal.addEventListener('abort', () => resolve(cancelled()), { once: true }),
    );
    const gate = gateFor(
      [...this.#tokens.values()].map(({ token }) => token),
      request.route.proxy,
    );
    const got = this.#source.get(request, signal, ({ userCode, url }) => {
      if (!signal.aborted) this.#prompt(abort, { userCode: gate.fact(userCode), url: gate.fact(url) });
    });
    const answer = await Promise.race([got, givenUp]);
    this.#prompt(abort, null);
    if (!answer.ok) return refuse(gate.error(answer.error));
    this.#tokens.set(id, { token: answer.token, expiresAtMs: answer.expiresAtMs });
    return answer;
  }

  /** Shows the newest prompt that is open: the end of one sign-in takes no other's code away. */
  #prompt(of: AbortController, prompt: SignInPrompt | null): void {
    const had = this.#prompts.delete(of);
    if (prompt !== null) this.#prompts.set(of, prompt);
    if (had || prompt !== null) this.#onPrompt([...this.#prompts.values()].at(-1) ?? null);
  }
}
