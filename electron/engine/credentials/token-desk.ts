import type { SignInPrompt } from '../../../shared/contract/sign-in.ts';
import { benchError, ok, refuse, type Result } from '../../../shared/errors.ts';
import type { Token, TokenRequest, TokenSource } from './token-source.ts';

/** A token is renewed this long before it expires, so that none dies between here and the service. */
export const renewBeforeMs = 5 * 60_000;

const idOf = ({ signIn, scope }: TokenRequest): string =>
  JSON.stringify([signIn.method, signIn.tenantId ?? '', signIn.clientId ?? '', scope]);

const cancelled = (): Result<never> =>
  refuse(
    benchError('refused', 'The sign-in was given up.', { nextStep: 'Start again when you are ready to sign in.' }),
  );

/** Tokens of this run: each is asked for once, handed out while it is fresh, and renewed before it expires. */
export class TokenDesk {
  readonly #source: TokenSource;
  readonly #nowMs: () => number;
  readonly #onPrompt: (prompt: SignInPrompt | null) => void;
  readonly #tokens = new Map<string, Token>();
  readonly #asking = new Map<string, Promise<Result<Token>>>();
  #abort = new AbortController();

  /** @param onPrompt hears what the person has to do, and null once that is over */
  constructor(source: TokenSource, nowMs: () => number, onPrompt: (prompt: SignInPrompt | null) => void) {
    this.#source = source;
    this.#nowMs = nowMs;
    this.#onPrompt = onPrompt;
  }

  /** A token that holds for some minutes yet; null when one would have to be asked for. */
  fresh(request: TokenRequest): Token | null {
    const token = this.#tokens.get(idOf(request));
    return token !== undefined && token.expiresAtMs - this.#nowMs() > renewBeforeMs ? token : null;
  }

  /** A fresh token, asked for when there is none. Two who ask at once wait for the same sign-in. */
  async token(request: TokenRequest): Promise<Result<Token>> {
    const fresh = this.fresh(request);
    if (fresh !== null) return ok({ ...fresh });
    const id = idOf(request);
    const running = this.#asking.get(id);
    if (running !== undefined) return running;
    const asking = this.#ask(id, request);
    this.#asking.set(id, asking);
    return asking;
  }

  /** Gives up every sign-in under way. */
  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  signOut(request: TokenRequest): void {
    this.#tokens.delete(idOf(request));
    this.#source.forget(request);
  }

  async #ask(id: string, request: TokenRequest): Promise<Result<Token>> {
    const { signal } = this.#abort;
    let prompted = false;
    const onPrompt = (prompt: SignInPrompt): void => {
      if (signal.aborted) return;
      prompted = true;
      this.#onPrompt(prompt);
    };
    const givenUp = new Promise<Result<never>>((resolve) =>
      signal.addEventListener('abort', () => resolve(cancelled()), { once: true }),
    );
    const answer = await Promise.race([this.#source.get(request, signal, onPrompt), givenUp]);
    this.#asking.delete(id);
    if (prompted) this.#onPrompt(null);
    if (answer.ok) this.#tokens.set(id, { token: answer.token, expiresAtMs: answer.expiresAtMs });
    return answer;
  }
}
