import type { SignInFlags } from './sign-in-flags.ts';

/** The flags by which a command names the deployment it speaks to. */
export interface EndpointFlags extends SignInFlags {
  readonly url?: string | undefined;
  /** Names of parameters of `url` that hold no secret. */
  readonly 'allow-parameter'?: readonly string[] | undefined;
  readonly azure?: string | undefined;
  readonly deployment?: string | undefined;
  readonly openai?: boolean | undefined;
  readonly model?: string | undefined;
  readonly echo?: boolean | undefined;
}
