import { benchError, type BenchError } from '../../../shared/errors.ts';
import type { ProxyAnswer } from './tunnel.ts';

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
const rules: Readonly<Record<number, Rule>> = {
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
};

const other: Rule = {
  message: ({ proxy, host }) => `The proxy ${proxy} opened no tunnel to ${host}.`,
  nextStep: () => 'Check that the address is that of an HTTP proxy which allows CONNECT.',
};

/** A proxy's refusal as an error a person can act on. */
export function explainProxy({ status, headers }: ProxyAnswer, place: ProxyPlace): BenchError {
  const rule = rules[status] ?? other;
  const schemes = headers['proxy-authenticate'];
  const asked = schemes === undefined ? null : Array.isArray(schemes) ? schemes.join(', ') : schemes;
  // The bench signs in with a name and a password only.
  const unusable = status === 407 && asked !== null && !/\bbasic\b/i.test(asked);
  return benchError('unreachable', `${rule.message(place)} It answered HTTP ${status}.`, {
    nextStep: unusable
      ? `It takes only ${asked.replace(/\s.*$/, '')}, which the bench does not speak: ask for a proxy with Basic sign-in, or let a local proxy sign in for you.`
      : rule.nextStep(place),
    facts: {
      hop: status === 407 ? 'sign-in at the proxy' : 'tunnel through the proxy',
      proxy: place.proxy,
      host: place.host,
      'proxy status': String(status),
    },
  });
}
