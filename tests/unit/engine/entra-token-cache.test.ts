import { describe, expect, it } from 'vitest';
import { directRoute } from '../../../electron/engine/net/route.ts';
import { signInError } from '../../../electron/engine/sign-in/entra.ts';
import {
  EntraTokenCache,
  type EntraTokenRequest,
  type EntraTokenSource,
  renewBeforeMs,
} from '../../../electron/engine/sign-in/token-cache.ts';
import type { SignInPrompt } from '../../../shared/contract/connections.ts';
import { benchError, ok, refuse } from '../../../shared/kit/errors.ts';
import { entraScope } from '../../../shared/protocol/endpoints/address.ts';

const request = (scope = 'https://ai.azure.com/.default'): EntraTokenRequest => ({
  signIn: { method: 'device-code' },
  scope,
  route: directRoute,
});
const hourMs = 3_600_000;
const prompt: SignInPrompt = { userCode: 'ABCD', url: 'https://microsoft.com/devicelogin' };

function cache(get?: EntraTokenSource['get']) {
  const asked: string[] = [];
  const prompts: (SignInPrompt | null)[] = [];
  const clock = { nowMs: 0 };
  const source: EntraTokenSource = {
    get: (wanted, signal, onPrompt) => {
      asked.push(wanted.scope);
      if (get !== undefined) return get(wanted, signal, onPrompt);
      return Promise.resolve(ok({ token: `token ${asked.length}`, expiresAtMs: clock.nowMs + hourMs }));
    },
    forget: () => undefined,
  };
  return {
    cache: new EntraTokenCache(
      source,
      () => clock.nowMs,
      (told) => prompts.push(told),
    ),
    asked,
    prompts,
    clock,
  };
}

describe('a token', () => {
  it('is asked for once and handed out while it is fresh', async () => {
    const { cache: tokens, asked } = cache();
    const all = await Promise.all([tokens.token(request()), tokens.token(request()), tokens.token(request())]);
    expect(all.map((answer) => answer.ok && answer.token)).toEqual(['token 1', 'token 1', 'token 1']);
    expect(asked).toHaveLength(1);
    await tokens.token(request('another'));
    expect(asked).toHaveLength(2);
  });

  it('is renewed before it expires, never used in its last minutes', async () => {
    const { cache: tokens, clock } = cache();
    await tokens.token(request());
    clock.nowMs = hourMs - renewBeforeMs - 1;
    expect(tokens.fresh(request())?.token).toBe('token 1');
    clock.nowMs += 1;
    expect(tokens.fresh(request())).toBeNull();
    expect(await tokens.token(request())).toMatchObject({ token: 'token 2' });
  });

  it('that was refused is asked for again the next time', async () => {
    const { cache: tokens, asked } = cache(() => Promise.resolve(refuse(benchError('not-authorised', 'No.'))));
    expect((await tokens.token(request())).ok).toBe(false);
    expect((await tokens.token(request())).ok).toBe(false);
    expect(asked).toHaveLength(2);
  });

  it('is forgotten by signing out', async () => {
    const { cache: tokens } = cache();
    await tokens.token(request());
    tokens.signOut(request());
    expect(tokens.fresh(request())).toBeNull();
  });

  it('needs a code: the person is shown it, and no longer once it is over', async () => {
    const { cache: tokens, prompts } = cache((_request, _signal, onPrompt) => {
      onPrompt(prompt);
      return Promise.resolve(ok({ token: 't', expiresAtMs: hourMs }));
    });
    await tokens.token(request());
    expect(prompts).toEqual([prompt, null]);
  });

  it('that nobody wants any more is given up, and a late prompt shows nothing', async () => {
    let late: (told: SignInPrompt) => void = () => undefined;
    const { cache: tokens, prompts } = cache((_request, _signal, onPrompt) => {
      late = onPrompt;
      onPrompt(prompt);
      return new Promise(() => undefined);
    });
    const asking = tokens.token(request());
    tokens.cancel(request());
    expect(await asking).toMatchObject({ ok: false, error: { message: 'The sign-in was given up.' } });
    late(prompt);
    expect(prompts).toEqual([prompt, null]);
  });

  /** Sign-ins that end when the test says so. */
  function slow() {
    const running: { scope: string; signal: AbortSignal; prompt: (told: SignInPrompt) => void; enter: () => void }[] =
      [];
    const made = cache(
      ({ scope }, signal, onPrompt) =>
        new Promise((resolve) => {
          const enter = (): void => resolve(ok({ token: `token for ${scope}`, expiresAtMs: hourMs }));
          running.push({ scope, signal, prompt: onPrompt, enter });
        }),
    );
    return { ...made, running };
  }

  it('whose wait is cancelled leaves every other sign-in alone', async () => {
    const { cache: tokens, running } = slow();
    const mine = new AbortController();
    const fetching = tokens.token(request('costs'), mine.signal);
    const session = tokens.token(request('session'));
    mine.abort();
    expect(await fetching).toMatchObject({ ok: false, error: { message: 'The sign-in was given up.' } });
    expect(running.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    running[1]?.enter();
    expect(await session).toMatchObject({ token: 'token for session' });
  });

  it('that two wait for goes on until both have left, and can then be asked for anew', async () => {
    const { cache: tokens, running } = slow();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = tokens.token(request(), one.signal);
    const second = tokens.token(request(), other.signal);
    one.abort();
    expect((await first).ok).toBe(false);
    expect(running.map(({ signal }) => signal.aborted)).toEqual([false]);
    other.abort();
    expect((await second).ok).toBe(false);
    expect(running.map(({ signal }) => signal.aborted)).toEqual([true]);
    const again = tokens.token(request());
    running[1]?.enter();
    expect((await again).ok).toBe(true);
  });

  it('given up by a connection goes on for a fetch that waits for the same, and a later connection may join it', async () => {
    const { cache: tokens, running } = slow();
    const fetching = tokens.token(request('both'), new AbortController().signal);
    const session = tokens.token(request('both'));
    tokens.cancel(request('both'));
    expect((await session).ok).toBe(false);
    expect(running.map(({ signal }) => signal.aborted)).toEqual([false]);
    const again = tokens.token(request('both'));
    running[0]?.enter();
    expect([(await fetching).ok, (await again).ok, running.length]).toEqual([true, true, 1]);
  });

  it('whose code is cancelled ends for all who wait for it', async () => {
    const { cache: tokens, running, prompts } = slow();
    const fetching = tokens.token(request('both'), new AbortController().signal);
    const session = tokens.token(request('both'));
    const other = tokens.token(request('other'));
    running[0]?.prompt(prompt);
    tokens.cancelCode('another');
    expect(prompts).toEqual([prompt]);
    tokens.cancelCode(prompt.userCode);
    expect([(await fetching).ok, (await session).ok]).toEqual([false, false]);
    running[1]?.enter();
    expect((await other).ok).toBe(true);
    expect(prompts).toEqual([prompt, null]);
  });

  it('that is had takes no other sign-in’s code away', async () => {
    const { cache: tokens, running, prompts } = slow();
    const session = tokens.token(request('session'));
    void tokens.token(request('costs'));
    const other = { ...prompt, userCode: 'WXYZ' };
    running[0]?.prompt(prompt);
    running[1]?.prompt(other);
    running[0]?.enter();
    await session;
    expect(prompts.at(-1)).toEqual(other);
  });
});

describe('a failed sign-in', () => {
  it.each([
    ['Azure CLI could not be found. Please visit …', 'not installed', 'Install it'],
    ["Please run 'az login' from a command prompt", 'not signed in', 'az login'],
    ['invalid_client: AADSTS7000218: The request body must contain …', 'secret of its own', 'public client'],
    ['AADSTS90002: Tenant contoso not found', 'no tenant', 'Check the tenant'],
    ['endpoints_resolution_error: getaddrinfo ENOTFOUND login.microsoftonline.com', 'could not be reached', 'proxy'],
    ['something new', 'failed: something new', 'Try again'],
  ])('"%s" is explained', (said, message, next) => {
    const error = signInError(new Error(said), 'azure-cli');
    expect(error.message).toContain(message);
    expect(error.nextStep).toContain(next);
  });

  it('repeats no token that the library let slip', () => {
    const token = `eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(30)}.sig`;
    expect(JSON.stringify(signInError(new Error(`bad token ${token}`), 'browser'))).not.toContain('aaaa');
  });
});

it('a token is asked for the audience of the interface: that of v1, and another of the dated one', () => {
  const azure = { host: 'h.openai.azure.com', deployment: 'd', auth: 'entra' } as const;
  expect(entraScope({ kind: 'azure', ...azure })).toBe('https://ai.azure.com/.default');
  expect(entraScope({ kind: 'azure-preview', apiVersion: 'x', ...azure })).toBe(
    'https://cognitiveservices.azure.com/.default',
  );
});
