import type { SignInPrompt } from '../../../shared/contract/sign-in.ts';
import type { Result } from '../../../shared/errors.ts';
import type { EntraSignIn } from '../../../shared/protocol/endpoint/endpoint.ts';
import type { Route } from '../network/route.ts';

/** Which token is wanted. Two requests of equal sign-in and scope are served by one. */
export interface TokenRequest {
  readonly signIn: EntraSignIn;
  readonly scope: string;
  /** Where Entra ID signs in; absent: that of the public cloud. */
  readonly signInUrl?: string | undefined;
  /** The way to the sign-in service: proxy, and whom to trust. */
  readonly route: Route;
}

export interface Token {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Where tokens come from: Entra ID, or a test. */
export interface TokenSource {
  /** Signs in as far as needed. `onPrompt` hears what the person has to do. Never throws; a refusal holds no token. */
  get(request: TokenRequest, signal: AbortSignal, onPrompt: (prompt: SignInPrompt) => void): Promise<Result<Token>>;
  /** Forgets the account of a request. */
  forget(request: TokenRequest): void;
}
