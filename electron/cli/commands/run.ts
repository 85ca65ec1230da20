import { writeFailure } from '../../engine/data/disk-errors.ts';
import { writeAbout } from '../../engine/record/about-file.ts';
import { tagSchema, mostTags, noAbout } from '../../../shared/session/about.ts';
import type { BenchApi } from '../../../shared/contract/bench-api.ts';
import type { SoundChoice } from '../../../shared/contract/sessions.ts';
import { usualTrailingSilenceMs } from '../../../shared/contract/default-preferences.ts';
import { resolve } from 'node:path';
import { mostGainDb, readChannelChoice } from '../../../shared/audio/channels.ts';
import { benchError, type BenchError, ok, refuse, type Result } from '../../../shared/kit/errors.ts';
import { refuseMisplacedKey, repeatable } from '../../../shared/kit/untrusted/quoting.ts';
import { jsonText } from '../../../shared/kit/untrusted/safe-text.ts';
import { authSchemes, entraMethods } from '../../../shared/protocol/authentication.ts';
import { optionSpecs } from '../../../shared/protocol/options/options.ts';
import { turnByHand } from '../../../shared/session/turn-by-hand.ts';
import type { SessionView } from '../../../shared/session/view.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { Interruption } from '../../hosts/process.ts';
import { type Terminal, textLine } from '../../hosts/terminal.ts';
import { type Command, type Outcome, plannedForm, type Surroundings } from '../input/command.ts';
import { readKindNames } from '../../../shared/audio/files/kinds.ts';
import { personAt } from '../input/ask-person.ts';
import { commandLineServices } from '../input/bench-services.ts';
import { endpointFlags, endpointFromFlags } from '../input/endpoint-flags.ts';
import type { Flags, Read } from '../input/flags.ts';
import { networkFlags, proxyFromFlag } from '../input/network-flags.ts';
import { optionsFromWords, startArgs, type StartWanted } from '../input/session-start.ts';
import { printReport } from '../output/print-session.ts';
import { reportOf, sessionJsonHelp } from '../output/session-report.ts';
import { codeOfRefusal, outcomeHelp, type RunEnd } from '../output/run-outcome.ts';
import { TurnWatch, usualWait } from '../output/turn-watch.ts';

const flags = {
  wav: {
    type: 'string',
    value: 'FILE',
    says:
      `The file that is spoken, at the pace of speech: ${readKindNames()}, by its content. Of several, each is a turn: the ` +
      'next begins 1.5 s after the answer to the one before is over.',
    needed: ['voxtally run needs --wav FILE.'],
    many: 'words',
  },
  channel: {
    type: 'string',
    value: 'left|right|mix|N',
    says: 'What is heard of a file with several channels.',
    default: 'mix',
  },
  'gain-db': {
    type: 'string',
    value: 'DB',
    says: `How much louder the file is sent, from -${mostGainDb} to ${mostGainDb} dB.`,
    default: '0',
  },
  out: { type: 'string', value: 'DIR', says: "Keep the session's folder in DIR instead of the bench's own library." },
  tag: {
    type: 'string',
    value: 'TEXT',
    says:
      'A word to find the session by, kept beside its record. voxtally reconcile adds cost up by tag; customer=NAME ' +
      'names whom it was for.',
    many: 'again',
  },
  keep: {
    type: 'string',
    choices: ['all', 'usage'],
    says: 'What the record keeps. usage: neither sound nor words, only counts, times and what the session used.',
    default: 'all',
  },
  json: { type: 'boolean', says: 'Print one JSON object instead of tables (see below).' },
  ...endpointFlags,
  'allow-parameter': {
    type: 'string',
    value: 'NAME',
    says:
      'The address may hold this parameter, which is no secret. Addresses are recorded, so parameters that are not known ' +
      'to be harmless are refused. A key goes into VOXTALLY_API_KEY.',
    many: 'again',
  },
  auth: { type: 'string', choices: authSchemes, says: 'How the deployment lets the bench in.' },
  'entra-method': {
    type: 'string',
    choices: entraMethods,
    says: 'How --auth entra signs in.',
    otherwise: 'azure-cli, as az login left it',
  },
  tenant: {
    type: 'string',
    value: 'ID|DOMAIN',
    says: 'Where --auth entra signs in.',
    otherwise: 'the tenant of the account',
  },
  profile: {
    type: 'string',
    value: 'NAME',
    says:
      'The endpoint, options and network of a saved profile; the other flags have the last word. Without --azure, ' +
      '--openai, --url and --profile the embedded simulator answers; --model names what it plays, --echo repeats you.',
  },
  'accept-profile': {
    type: 'boolean',
    says:
      'Use the profile though nobody has accepted yet what it does: its host, proxy, certificate authority and headers. ' +
      'They are printed and asked about at a terminal; without one the run is refused. A profile that changed asks again.',
  },
  echo: { type: 'boolean', says: 'The simulator repeats you instead of answering.' },
  proxy: { ...networkFlags.proxy, otherwise: "the profile's, else HTTPS_PROXY and NO_PROXY" },
  'ca-file': networkFlags['ca-file'],
  option: {
    type: 'string',
    value: 'ID=VALUE',
    says: `Set a session option; voxtally options says what each takes. Ids: ${optionSpecs.map(({ id }) => id).join(', ')}.`,
    many: 'again',
  },
  'trailing-silence': {
    type: 'string',
    value: 'MS',
    says: 'Silence after each file, so that the service hears the turn end.',
    whole: [0, 60_000],
    default: String(usualTrailingSilenceMs),
  },
  turns: {
    type: 'string',
    says: 'Stop after N finished responses, in a transcription session after N transcripts.',
    whole: [1, 1000],
    otherwise: 'when the files are through and everything is answered',
  },
  wait: {
    type: 'string',
    value: 'S',
    says: 'How many seconds an answer that is due may take to begin. A turn without one by then is told as unanswered.',
    whole: [0, 600],
    default: String(usualWait),
  },
} as const satisfies Flags;

/** What the flags ask for; the profile and the files they name are not read yet. */
interface RunPlan {
  readonly wanted: StartWanted;
  readonly proxyPassword: string | null;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly turns: number | null;
  /** How long an answer that is due may take to begin. */
  readonly answerMs: number;
  readonly tags: readonly string[];
  readonly keep: 'all' | 'usage';
}

/** How long a run waits at its end for usage that is still to come. */
const graceMs = 10_000;
const lookEveryMs = 50;
/** What was printed has left the process by then. */
const lingerMs = 1000;
/** An interrupted session waits this long for usage. */
const hurriedGraceMs = 1000;

function plan({ values }: Read<typeof flags>): Result<{ plan: RunPlan }> {
  // What is wrong whatever the profile holds is refused before anything is opened.
  const endpoint = values.profile === undefined ? endpointFromFlags(values) : ok({});
  if (!endpoint.ok) return endpoint;
  const out = refuseMisplacedKey([[values.out, 'the folder of --out']]);
  if (out !== null) return out;
  const options = optionsFromWords(values.option ?? []);
  if (!options.ok) return options;
  const tags = tagsFromWords(values.tag ?? []);
  if (!tags.ok) return tags;
  if (values['accept-profile'] && values.profile === undefined) {
    return refuse(benchError('invalid-argument', '--accept-profile goes with --profile NAME.'));
  }
  const heard = heardFromFlags(values);
  if (!heard.ok) return heard;
  const proxy = values.proxy === undefined ? null : proxyFromFlag(values.proxy);
  if (proxy !== null && !proxy.ok) return proxy;
  const [first = {}, ...more] = values.wav.map((path) => ({ path: resolve(path), ...heard.heard }));
  return ok({
    plan: {
      wanted: {
        flags: values,
        profile: values.profile,
        options: options.options,
        proxy: proxy?.asked.proxy,
        caFile: values['ca-file'],
        acceptProfile: values['accept-profile'],
        input: {
          kind: 'wav',
          ...first,
          trailingSilenceMs: values['trailing-silence'],
          ...(more.length === 0 ? {} : { more }),
        },
      },
      proxyPassword: proxy?.asked.password ?? null,
      out: values.out === undefined ? undefined : resolve(values.out),
      json: values.json,
      turns: values.turns ?? null,
      answerMs: values.wait * 1000,
      tags: tags.tags,
      keep: values.keep,
    },
  });
}

/** What is heard of each file. Refuses a channel that is none, and a gain beyond what there is. */
function heardFromFlags(values: {
  readonly channel: string;
  readonly 'gain-db': string;
}): Result<{ heard: Pick<SoundChoice, 'channel' | 'gainDb'> }> {
  const chosen = readChannelChoice(values.channel);
  if (!chosen.ok) {
    const { nextStep = '' } = chosen.error;
    return refuse(
      benchError('invalid-argument', `--channel ${repeatable(values.channel)} is no channel.`, { nextStep }),
    );
  }
  const text = values['gain-db'];
  const gainDb = Number(text);
  if (text.trim() === '' || !(Math.abs(gainDb) <= mostGainDb)) {
    const range = `from -${mostGainDb} to ${mostGainDb}`;
    return refuse(benchError('invalid-argument', `--gain-db is a number of dB ${range}, not ${repeatable(text)}.`));
  }
  return ok({ heard: { channel: chosen.channel, gainDb } });
}

/** Tags as they were given. Refuses one that is empty or too long, and more than a session can have. */
function tagsFromWords(words: readonly string[]): Result<{ tags: readonly string[] }> {
  const tags: string[] = [];
  for (const word of words) {
    const read = tagSchema.safeParse(word);
    if (!read.success) {
      return refuse(
        benchError('invalid-argument', `--tag is a word or a few, up to 100 characters, not ${repeatable(word)}.`),
      );
    }
    if (!tags.includes(read.data)) tags.push(read.data);
  }
  if (tags.length <= mostTags) return ok({ tags });
  return refuse(benchError('invalid-argument', `A session can have ${mostTags} tags; ${tags.length} were given.`));
}

async function runSession(planned: RunPlan, surroundings: Surroundings): Promise<Outcome> {
  const { out, proxyPassword } = planned;
  const { services, close } = commandLineServices(surroundings, {
    proxyPassword,
    ...(out === undefined ? {} : { sessionsFolder: out }),
  });
  const engine = await createEngine(services);
  const interruption = new Interruption(() => void engine.shutdown(0));
  try {
    return await converse(engine, planned, surroundings.terminal, interruption);
  } finally {
    await engine.shutdown(0);
    close();
    interruption.done();
    // A sign-in nobody waits for any more would hold the process.
    if (interruption.happened) setTimeout(() => process.exit(), lingerMs).unref();
  }
}

const neverBegan = (): { ok: false; error: BenchError } =>
  refuse(
    benchError('no-session', 'The run was interrupted before its session was open.', {
      nextStep: 'Run it again; nothing was sent.',
    }),
  );

async function converse(
  engine: Engine,
  { wanted, json, turns, answerMs, tags, keep }: RunPlan,
  terminal: Terminal,
  interruption: Interruption,
): Promise<Outcome> {
  const watch = new TurnWatch(turns, answerMs);
  const client = engine.client((push) => {
    if (push.type === 'session.opened') watch.begin(push.header);
    if (push.type === 'entries') watch.take(push.entries, performance.now());
    if (push.type === 'sign-in' && push.prompt !== null) {
      terminal.err(textLine(`To sign in, open ${push.prompt.url} and enter the code ${push.prompt.userCode}.`));
    }
  });
  const left = interruption.first.then(neverBegan);
  const start = await Promise.race([startArgs(client, wanted, personAt(terminal, interruption.first)), left]);
  if (!start.ok) return start;
  const started = await Promise.race([client.call('session.start', { ...start.start, answerMs, keep }), left]);
  if (!started.ok) return { ...started, code: codeOfRefusal(started.error) };
  const untagged = await tagSession(client, started.sessionId, tags);

  await untilThrough(watch, interruption, async () => {
    for (const event of turnByHand(watch.view)) await client.call('session.send', { event });
  });
  const stopping = client.call('session.stop', { graceMs: interruption.happened ? hurriedGraceMs : graceMs });
  if (!interruption.happened) void interruption.first.then(() => client.call('session.stop', { graceMs: 0 }));
  const stopped = await stopping;
  const ends: RunEnd[] = [
    ...(interruption.happened ? [{ name: 'interrupted', text: 'The run was interrupted.' } as const] : []),
    // A session that the service ended meanwhile is none that could not be ended.
    ...(stopped.ok || stopped.error.reason === 'no-session'
      ? []
      : [{ name: 'not-stopped', text: stopped.error.message } as const]),
  ];
  const told = [...(stopped.ok ? stopped.unfinished : []), ...untagged];
  const info = await client.call('app.info', {});
  if (!info.ok) return info;
  const reported = (view: SessionView, folder: string): Outcome & { readonly ok: true } => {
    const report = reportOf(view, info.priceBook, folder, told, ends);
    return { ...ok({ out: json ? jsonText(report) : printReport(report, true) }), code: report.outcome.code };
  };
  if (stopped.ok && stopped.unsaved !== null) {
    // What was seen while it ran holds all of its usage.
    ends.push({ name: 'unsaved', text: stopped.unsaved });
    return reported(watch.view, '');
  }
  const { sessionId } = started;
  const opened = await client.call('session.attach', { sessionId });
  if (!opened.ok) return opened;
  return opened.view === null ? refuse(lost(sessionId)) : reported(opened.view, opened.folder ?? '');
}

/** Keeps the tags beside the record as soon as there is one, so that an interrupted run has them too; else why not, in a sentence. */
async function tagSession(
  client: Pick<BenchApi, 'call'>,
  sessionId: string,
  tags: readonly string[],
): Promise<string[]> {
  if (tags.length === 0) return [];
  const opened = await client.call('session.attach', { sessionId });
  const folder = opened.ok ? opened.folder : null;
  const why =
    folder === null
      ? 'its folder is not known'
      : await writeAbout(folder, { ...noAbout, tags: [...tags] }).then(() => null, writeFailure);
  return why === null ? [] : [`The tags are not kept: ${why}.`];
}

const lost = (sessionId: string): BenchError =>
  benchError('not-found', `The record of ${sessionId} is gone before it could be read.`);

/** Waits until the conversation is over, or somebody ends it. */
async function untilThrough(watch: TurnWatch, interruption: Interruption, commit: () => Promise<void>): Promise<void> {
  for (;;) {
    const step = watch.next(performance.now());
    if (interruption.happened || step === 'stop' || step === 'ended') return;
    if (step === 'commit') await commit();
    await new Promise((wake) => setTimeout(wake, lookEveryMs));
  }
}

/** `voxtally run`: one session without a window, then its report. */
export const runWav: Command = {
  forms: [
    plannedForm({
      flags,
      notes: [outcomeHelp, sessionJsonHelp],
      examples: [
        'voxtally run --wav question.wav --azure contoso-voice.openai.azure.com --deployment voice-mini --json',
        'voxtally run --wav question.wav --profile voice-mini --option voice=marin',
      ],
      plan,
      run: runSession,
    }),
  ],
};
