import type { JsonObject } from '../../kit/json.ts';
import type { ClientEventType } from '../../protocol/events.ts';
import type { BenchEvent, BenchEventOf } from '../bench-events.ts';
import { mcpEvents } from '../mcp.ts';
import type { SessionView } from '../view.ts';
import { alarms } from './alarms.ts';
import * as bench from './bench.ts';
import * as calls from './calls.ts';
import * as causes from './causes.ts';
import { type Handler, mark, raised } from './edit.ts';
import * as input from './input.ts';
import * as latency from './latency.ts';
import * as mcp from './mcp.ts';
import { optionsSent } from './options.ts';
import { usageBeside } from './reported-usage.ts';
import * as responses from './responses.ts';
import * as session from './session-events.ts';
import { tokensCounted } from './token-counts.ts';

const movedByMcp = Object.fromEntries(Object.keys(mcpEvents).map((type) => [type, [mcp.mcpMoved]]));

/**
 * What each entry of the log does to the view: the handlers of its type, in the order in which they run. A new event that
 * changes the view is one entry here. Where a type has several, the first ones write what the later ones read: latency
 * reads the response, the stretch of speech and the item that have just been added. What an event warns of stands in
 * `alarms.ts` and is asked for behind its handlers.
 */
const table = {
  /** Input audio is not here: nine entries of ten are such, and the fold takes them by a way of their own. */
  client: {
    'session.update': [optionsSent],
    'input_audio_buffer.commit': [(view) => mark(view, 'commit', 'committed by hand'), latency.turnCommitAsked],
    'conversation.item.create': [causes.itemSent, calls.callAnswered, mcp.mcpAnswerSent, latency.turnTyped],
    'response.create': [causes.createSent, latency.turnAsked],
  },
  server: {
    error: [session.errorAnswered, mcp.mcpAnswerRefused],
    'session.created': [session.sessionCreated],
    'session.updated': [session.sessionUpdated, input.speechUnwatched],
    'rate_limits.updated': [session.rateLimitsUpdated],
    'input_audio_buffer.speech_started': [input.speechStarted, latency.bargeInBegun],
    'input_audio_buffer.speech_stopped': [input.speechStopped, latency.turnSpoken],
    'input_audio_buffer.committed': [input.inputCommitted, latency.turnCommitted],
    'input_audio_buffer.cleared': [input.inputCleared],
    'input_audio_buffer.timeout_triggered': [input.inputTimedOut],
    'conversation.item.added': [responses.itemSeen, calls.callAnswered, mcp.mcpItemAdded, mcp.mcpAnswered],
    'conversation.item.created': [responses.itemSeen],
    'conversation.item.done': [responses.itemSeen, mcp.mcpItemDone],
    'conversation.item.truncated': [input.itemTruncated],
    'conversation.item.deleted': [input.itemDeleted],
    'conversation.item.input_audio_transcription.delta': [input.transcriptDelta],
    'conversation.item.input_audio_transcription.completed': {
      countsUsage: [input.transcriptDone, latency.turnTranscribed],
    },
    'conversation.item.input_audio_transcription.failed': [input.transcriptionFailed],
    'response.created': [responses.responseCreated, latency.turnAnswered],
    'response.done': { countsUsage: [responses.responseDone] },
    'response.output_item.added': [responses.outputItemAdded, calls.callAdded, mcp.mcpItemAdded],
    'response.output_item.done': [responses.outputItemDone, calls.callDone, mcp.mcpItemDone],
    'response.output_text.delta': [responses.writtenDelta, latency.turnFirstText],
    'response.output_text.done': [responses.writtenDone],
    'response.output_audio.delta': [responses.audioDelta, latency.turnFirstAudio],
    'response.output_audio_transcript.delta': [responses.spokenDelta, latency.turnFirstText],
    'response.output_audio_transcript.done': [responses.spokenDone],
    'response.function_call_arguments.delta': [responses.argumentsDelta],
    'response.function_call_arguments.done': [calls.callWritten],
    'response.mcp_call_arguments.delta': [mcp.mcpArguments],
    'response.mcp_call_arguments.done': [mcp.mcpArguments],
    ...movedByMcp,
  },
  bench: {
    'bench.connect': [bench.connecting],
    'bench.connected': [bench.connected],
    'bench.refused': [bench.refused],
    'bench.closing': [bench.closing],
    'bench.hurried': [bench.hurried],
    'bench.closed': [bench.closed],
    'bench.input.opened': [bench.inputOpened],
    'bench.input.lost': [bench.inputLost],
    'bench.input.ended': [bench.inputEnded],
    'bench.input.queued': [bench.inputQueued],
    'bench.input.zeros': [bench.inputSilent],
    'bench.input.clipped': [bench.inputClipped],
    'bench.input.gap': [bench.inputGap],
    'bench.input.filled': [bench.inputFilled],
    'bench.input.cancelling': [],
    'bench.input.muted': [bench.inputMuted],
    'bench.capture': [bench.captureMeasured],
    'bench.speech-end': [latency.turnEndHeard],
    'bench.send.paused': [],
    'bench.playback.started': [bench.playbackStarted, latency.turnAudible],
    'bench.playback.stopped': [bench.playbackStopped, latency.bargeInSilenced],
    'bench.playback.underrun': [bench.playbackUnderrun],
    'bench.output.lost': [bench.outputLost],
    'bench.output.opened': [],
    'bench.self-interruption': [],
    'bench.tokens': [tokensCounted],
    'bench.tool': [calls.callAnsweredByTable],
    'bench.options': [bench.optionsWritten],
    'bench.options.waiting': [bench.optionsHeldBack],
    'bench.budget': [bench.budgetReported],
    'bench.error': [bench.errorMet],
    'bench.repaired': [],
    'bench.slept': [bench.slept],
    'bench.clock-set': [bench.clockSet],
    'bench.network': [bench.networkChanged],
    'bench.expiring': [bench.expiring],
    'bench.continued': [bench.continued],
    'bench.dialect': [bench.dialectNoticed],
  },
} as const satisfies HandlerTable;

interface HandlerTable {
  readonly client: { readonly [Type in Exclude<ClientEventType, 'input_audio_buffer.append'>]?: readonly Handler[] };
  readonly server: Readonly<Record<string, ServerHandlers>>;
  readonly bench: { readonly [Type in BenchEvent['type']]: readonly Handler<BenchEventOf<Type>>[] };
}

/** `countsUsage`: these count the usage of the event themselves. Of any other event it is counted before they run. */
type ServerHandlers = readonly Handler[] | { readonly countsUsage: readonly Handler[] };

const inOrder = (handlers: ServerHandlers): readonly Handler[] =>
  'countsUsage' in handlers ? handlers.countsUsage : [usageBeside, ...handlers];

const warned = (type: string, entries: (typeof alarms.server)[string]): [string, readonly Handler[]] => [
  type,
  [...(serverHandlers.get(type) ?? [usageBeside]), (view, event) => raised(view, entries, event)],
];

const clientHandlers = new Map<string, readonly Handler[]>(Object.entries(table.client));

const serverHandlers = new Map<string, readonly Handler[]>(
  Object.entries<ServerHandlers>(table.server).map(([type, handlers]) => [type, inOrder(handlers)]),
);
for (const [type, entries] of Object.entries(alarms.server)) serverHandlers.set(...warned(type, entries));

const benchHandlers: HandlerTable['bench'] = table.bench;

/** Whether a server event of this type has an entry, in the protocol's list or not. */
export const isHandled = (type: string): boolean => serverHandlers.has(type);

function run(view: SessionView, handlers: readonly Handler[], event: JsonObject): SessionView {
  let next = view;
  for (const handler of handlers) next = handler(next, event);
  return next;
}

/** The view after an event that the bench sent; one without an entry changes nothing. */
export function clientEventTaken(view: SessionView, type: string, event: JsonObject): SessionView {
  const handlers = clientHandlers.get(type);
  return handlers === undefined ? view : run(view, handlers, event);
}

/** The view after an event of the service; of one without an entry the usage is counted, should it report any. */
export function serverEventTaken(view: SessionView, type: string, event: JsonObject): SessionView {
  const handlers = serverHandlers.get(type);
  return handlers === undefined ? usageBeside(view, event) : run(view, handlers, event);
}

/** The view after what the bench wrote about itself. */
export function benchEventTaken<Type extends BenchEvent['type']>(
  view: SessionView,
  event: BenchEventOf<Type>,
): SessionView {
  const type: Type = event.type;
  let next = view;
  for (const handler of benchHandlers[type]) next = handler(next, event);
  const entries = alarms.bench[type];
  return entries === undefined ? next : raised(next, entries, event);
}
