import { readKindNames } from '../../../shared/audio/files/kinds.ts';
import { assertNever, type BenchError, type ErrorReason } from '../../../shared/kit/errors.ts';

/** What a person can do from the error page besides trying again. */
export type Remedy = 'key' | 'deployment' | 'input' | 'entra' | 'network';

/** What a failure at one part of the way is called, and which part of the form mends it. */
export interface HopWords {
  readonly where: string;
  readonly title: string;
  /** Goes with the engine's own advice. */
  readonly remedy: Remedy;
}

/** By the `hop` of an error's facts: one entry a part of the way. The first that fits counts. */
const hops: readonly (readonly [pattern: RegExp, words: HopWords])[] = [
  [
    /^sign-in at the proxy/,
    { where: 'Stopped at the proxy', title: 'The proxy did not let you in.', remedy: 'network' },
  ],
  [
    /^tunnel through/,
    { where: 'Stopped at the proxy', title: 'The proxy let no connection through.', remedy: 'network' },
  ],
  [
    /^TLS, proxy/,
    { where: 'Stopped at the proxy', title: 'The proxy showed no trusted certificate.', remedy: 'network' },
  ],
  [/proxy$/, { where: 'Stopped before the proxy', title: 'The proxy could not be reached.', remedy: 'network' }],
  [
    /^TLS, service/,
    { where: 'Stopped while encrypting', title: 'The encrypted connection was not trusted.', remedy: 'network' },
  ],
  [
    /^name lookup/,
    { where: 'Stopped while looking up the name', title: 'The host was not found.', remedy: 'deployment' },
  ],
  [/^sign-in with Entra/, { where: 'Stopped while signing in', title: 'The sign-in failed.', remedy: 'entra' }],
];

/** The words for where an error happened; null when it happened at the service itself. */
const hopWords = (hop: string | undefined): HopWords | null =>
  hop === undefined ? null : (hops.find(([pattern]) => pattern.test(hop))?.[1] ?? null);

export interface Step {
  readonly title: string;
  readonly text: string;
  readonly remedy: Remedy | null;
}

export interface ErrorWords {
  /** Above the headline: in what phase it happened. */
  readonly where: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

const checkAddress: Step = {
  title: 'Check the address',
  text: 'The host is the resource, the last part names the deployment. An api-version left on a GA address is refused too.',
  remedy: 'deployment',
};
const checkNetwork: Step = {
  title: 'Check the way there',
  text: 'A proxy, a firewall or a private endpoint may keep WebSockets from this machine.',
  remedy: 'network',
};

const titles: Readonly<Record<ErrorReason, string>> = {
  'invalid-argument': 'The request was not understood.',
  'invalid-address': 'The address is not one.',
  unreachable: 'The deployment could not be reached.',
  'not-authorised': 'The deployment refused the key.',
  'not-accepted': 'This way has not been accepted yet.',
  'deployment-not-found': 'There is no such deployment.',
  'rate-limited': 'The deployment has no room for another session.',
  refused: 'The deployment refused the session.',
  timeout: 'The deployment did not answer in time.',
  'session-active': 'A session is already running.',
  'no-session': 'There is no session.',
  'not-found': 'It is not there.',
  'invalid-audio-file': 'The file cannot be played.',
  'disk-full': 'The disk is full.',
  disk: 'The record could not be written.',
  locked: 'The session is open elsewhere.',
  simulator: 'The simulator did not start.',
  engine: 'The engine stopped.',
  unsupported: 'This machine cannot do that.',
};

function stepsOf(reason: ErrorReason): readonly Step[] {
  switch (reason) {
    case 'not-authorised':
      return [
        {
          title: 'Check that the key belongs to this resource',
          text: 'A key of one resource is refused by every other.',
          remedy: 'key',
        },
        {
          title: 'Or sign in without a key',
          text: 'Entra ID needs the role Cognitive Services OpenAI User on an Azure resource.',
          remedy: 'entra',
        },
        checkAddress,
      ];
    case 'deployment-not-found':
    case 'invalid-address':
      return [checkAddress];
    case 'unreachable':
    case 'timeout':
      return [checkAddress, checkNetwork];
    case 'rate-limited':
      return [
        {
          title: 'Wait, then try again',
          text: 'Limits count sessions and tokens a minute; both come back by themselves.',
          remedy: null,
        },
      ];
    case 'refused':
      return [checkAddress];
    case 'invalid-audio-file':
      return [{ title: 'Choose another file', text: `${readKindNames()}, at any rate.`, remedy: 'input' }];
    case 'session-active':
    case 'locked':
      return [
        { title: 'Close it where it runs', text: 'Another window or the command line may hold it.', remedy: null },
      ];
    case 'disk-full':
    case 'disk':
      return [
        {
          title: 'Make room or mend the folder',
          text: 'A session is only opened when it can be recorded.',
          remedy: null,
        },
      ];
    case 'simulator':
    case 'engine':
    case 'invalid-argument':
    case 'no-session':
    case 'not-accepted':
    case 'not-found':
    case 'unsupported':
      return [];
    default:
      return assertNever(reason, 'Error reason');
  }
}

/** A refusal of the service has a status; one of the bench itself, before anything was sent, has none. */
function titleOf(error: BenchError, status: string | undefined): string {
  const noKey = error.reason === 'not-authorised' && status === undefined;
  return noKey ? 'There is no key to use.' : titles[error.reason];
}

/** Advice that only says more of the usual first step takes its place, so that nothing is said twice. */
function joined(advice: readonly Step[], usual: readonly Step[]): readonly Step[] {
  const [said] = advice;
  const [first, ...others] = usual;
  if (said === undefined || first === undefined || !said.title.startsWith(first.title)) return [...advice, ...usual];
  return [{ ...first, title: said.title }, ...others];
}

/** The error as a page: a headline by its kind and place, the engine's own advice first, then what usually helps. */
export function errorWords(error: BenchError): ErrorWords {
  const status = error.facts?.['HTTP status'] ?? error.facts?.['status'];
  const hop = hopWords(error.facts?.['hop']);
  const advice: Step[] =
    error.nextStep === undefined ? [] : [{ title: error.nextStep, text: '', remedy: hop?.remedy ?? null }];
  if (hop !== null) {
    const others = hop.remedy === 'network' ? [] : [checkNetwork];
    return {
      where: hop.where,
      title: hop.title,
      steps: [...advice, ...(hop.remedy === 'entra' ? [] : [checkAddress]), ...others],
    };
  }
  return {
    where: status === undefined ? 'While connecting' : `Refused while connecting, HTTP ${status}`,
    title: titleOf(error, status),
    steps: joined(advice, stepsOf(error.reason)),
  };
}

/** All of it as text, for a support ticket. The error never holds a key, so neither does this. */
export function supportText(error: BenchError, when: string | null, url: string | null): string {
  const lines = [
    titles[error.reason],
    error.message,
    `Reason: ${error.reason}`,
    url === null ? null : `Where: ${url}`,
    when === null ? null : `When: ${when}`,
    ...Object.entries(error.facts ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  return lines.filter((line) => line !== null).join('\n');
}
