import { benchError, type BenchError } from '../../../shared/errors.ts';
import type { ProxyAnswer } from './tunnel.ts';
import { lookup } from '../../../shared/lookup.ts';

/** What the error is about: the proxy, how it came into play, and the host behind it. */
export interface ProxyPlace {
  readonly proxy: string;
  readonly from: 'settings' | 'system';
  readonly withLogin: boolean;
  readonly host: string;
}

interface Rule {
  message(place: ProxyPlace): string;
  nextStep(place: ProxyPlace): string;
}

const refused: Rule = {
  message: ({ proxy, host }) => `The proxy ${proxy} does not let connections to ${host} through.`,
  nextStep: ({ host }) =>
    `Ask whoever runs the proxy to allow CONNECT to ${host}, or choose another way in the network settings.`,
};

/** One entry an answer of a proxy to CONNECT. */
const rules = lookup<Rule>({
  403: refused,
  405: refused,
  407: {
    message: ({ proxy, withLogin }) =>
      withLogin
        ? `The proxy ${proxy} did not accept the user name and password.`
        : `The proxy ${proxy} asks for a user name and password.`,
    nextStep: ({ withLogin, from }) =>
      from === 'system'
        ? 'In the network settings choose an explicit proxy and give it the user name and password.'
        : `${withLogin ? 'Check' : 'Enter'} the user name and password of the proxy in the network settings.`,
  },
  502: {
    message: ({ proxy, host }) => `The proxy ${proxy} could not reach ${host}.`,
    nextStep: ({ host }) => `Check that ${host} is spelled right and may be reached from where the proxy stands.`,
  },
  503: {
    message: ({ proxy, host }) => `The proxy ${proxy} opens no connection to ${host} at this time.`,
    nextStep: () => 'Try again in a minute; if it stays, ask whoever runs the proxy.',
  },
  504: {
    message: ({ proxy, host }) => `The proxy ${proxy} waited in vain for ${host}.`,
    nextStep: ({ host }) => `Check that ${host} is spelled right and may be reached from where the proxy stands.`,
  },
});

const other: Rule = {
  message: ({ proxy, host }) => `The proxy ${proxy} opened no tunnel to ${host}.`,
  nextStep: () => 'Check that the address is that of an HTTP proxy which allows CONNECT.',
};

/** The name of a way to sign in, as it may stand in a sentence. */
const scheme = /^[A-Za-z]{1,30}(?=[\s,]|$)/;

function otherSignIn(asked: string): string {
  const name = scheme.exec(asked)?.[0];
  const takes = name === undefined ? 'It takes no Basic sign-in' : `It takes only ${name}`;
  return `${takes}, ${name === undefined ? 'and the bench speaks no other' : 'which the bench does not speak'}: ask for a proxy with Basic sign-in, or let a local proxy sign in for you.`;
}

/** A proxy's refusal as an error a person can act on. Pure; what the proxy said has passed the gate. */
export function explainProxy({ status, headers }: ProxyAnswer, place: ProxyPlace): BenchError {
  const rule = rules(status) ?? other;
  const asked = headers['proxy-authenticate'] ?? null;
  // The bench signs in with a name and a password only.
  const unusable = status === 407 && asked !== null && !/\bbasic\b/i.test(asked);
  return benchError('unreachable', `${rule.message(place)} It answered HTTP ${status}.`, {
    nextStep: unusable ? otherSignIn(asked) : rule.nextStep(place),
    facts: {
      hop: status === 407 ? 'sign-in at the proxy' : 'tunnel through the proxy',
      proxy: place.proxy,
      host: place.host,
      'proxy status': String(status),
    },
  });
}
