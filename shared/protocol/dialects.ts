import { asObject, isJsonObject, type Json, type JsonObject } from '../kit/json.ts';
import type { DialectForm } from './dialect-form.ts';
import { type Dialect, dialects } from './dialect-names.ts';
import { ga } from './ga-dialect.ts';
import { preview } from './preview-dialect.ts';

export { type Dialect, dialectRow, dialects } from './dialect-names.ts';
export { previewPath } from './preview-dialect.ts';

/**
 * How events are named and shaped on the wire: `ga` is the released protocol, `preview` the older one that Azure still serves
 * below an api-version. One entry a dialect, its name in `dialect-names.ts`.
 */
const forms: readonly (DialectForm & { readonly id: Dialect })[] = [ga, preview];

const formOf = (dialect: Dialect): DialectForm => forms.find(({ id }) => id === dialect) ?? ga;

/** What a dialect is called in the middle of a sentence. */
export const dialectLabel = (dialect: Dialect): string => formOf(dialect).label;

/** The GA name of an event as it stood on the wire of any dialect; names they share come back unchanged. */
export const gaName = (type: string): string =>
  forms.map((form) => form.gaName(type)).find((name) => name !== type) ?? type;

/** A server event as the GA protocol would have sent it. Pure and total: what it does not know passes through. */
export const serverEventInGa = (dialect: Dialect, event: Json): Json => formOf(dialect).serverInGa(event);

/** A client event as the GA protocol would have sent it, for whoever reads a record. */
export const clientEventInGa = (dialect: Dialect, event: Json): Json => formOf(dialect).clientInGa(event);

/** An entry of a record with its event in the GA dialect. What the bench says about itself has none. */
export function entryInGa<Entry extends { readonly from: 'client' | 'server' | 'bench'; readonly event: Json }>(
  dialect: Dialect,
  entry: Entry,
): Entry {
  if (dialect === 'ga' || entry.from === 'bench') return entry;
  const translate = entry.from === 'server' ? serverEventInGa : clientEventInGa;
  return { ...entry, event: translate(dialect, entry.event) };
}

/** A client event, given in the GA dialect, as it goes on the wire. */
export const clientEventOnWire = (dialect: Dialect, event: JsonObject): JsonObject =>
  formOf(dialect).clientOnWire(event);

/** What shows which dialect a service speaks: the session it describes, or an event that goes by a name of its own. */
export interface DialectSign {
  readonly dialect: Dialect;
  readonly by: 'session' | 'name';
  /** Type of the event, as it stood on the wire. */
  readonly event: string;
}

/** Only these describe a session. */
const describing = /^(?:transcription_)?session\.(?:created|updated)$/;

/** What a server event, as it stood on the wire, shows of its dialect; null: nothing, or what two dialects have. */
export function dialectSign(event: Json): DialectSign | null {
  const type = isJsonObject(event) ? event['type'] : undefined;
  if (!isJsonObject(event) || typeof type !== 'string') return null;
  const session = describing.test(type) ? asObject(event['session']) : undefined;
  if (session !== undefined) {
    const shapes = forms.filter((form) => form.ownSession(session));
    if (shapes.length > 1) return null;
    const [shape] = shapes;
    if (shape !== undefined) return { dialect: shape.id, by: 'session', event: type };
  }
  const named = forms.find((form) => form.ownEvent(type));
  return named === undefined ? null : { dialect: named.id, by: 'name', event: type };
}

/**
 * The dialect that a service may speak which refused a session for its form: a member of it is unknown there, or one of another
 * dialect is missing. Null: the refusal is about something else.
 * @param param path of what is wrong, as the service names it
 */
export function dialectInstead(sent: Dialect, code: string, param: string): Dialect | null {
  const member = /^session\.([a-z_]+)/.exec(param)?.[1] ?? '';
  const others = dialects.filter((dialect) => dialect !== sent);
  if (code === 'unknown_parameter' && formOf(sent).ownMembers.includes(member)) return others[0] ?? null;
  if (!code.startsWith('missing')) return null;
  return others.find((dialect) => formOf(dialect).ownMembers.includes(member)) ?? null;
}

/** Which dialect a connection speaks, from what was asked for and what the service has shown since. */
export interface SpokenDialect {
  /** In which the bench sends. */
  readonly sends: Dialect;
  /** From which its frames are read. A translation leaves what is GA already as it is, so a mixed wire is read right, too. */
  readonly reads: Dialect;
  /** What the service has shown; null: nothing yet. */
  readonly shown: DialectSign | null;
}

export const askedDialect = (asked: Dialect): SpokenDialect => ({ sends: asked, reads: asked, shown: null });

/**
 * The same after a server event. The first session that the service describes decides in which dialect it is spoken to, and as
 * long as it has described none, the first name. Whatever is shown is read.
 */
export function spokenAfter(before: SpokenDialect, event: Json): SpokenDialect {
  const sign = dialectSign(event);
  if (sign === null) return before;
  const reads = sign.dialect === 'ga' ? before.reads : sign.dialect;
  const decides = before.shown === null || (before.shown.by === 'name' && sign.by === 'session');
  if (!decides) return reads === before.reads ? before : { ...before, reads };
  return { sends: sign.dialect, reads, shown: sign };
}

/**
 * What a transcription session takes of a session object: its input and what to include. The service refuses an update of type
 * `realtime` there, and members about answers.
 */
function asTranscriptionSession(session: JsonObject): JsonObject {
  const input = asObject(asObject(session['audio'])?.['input']);
  return {
    type: 'transcription',
    ...(input === undefined ? {} : { audio: { input } }),
    ...(session['include'] === undefined ? {} : { include: session['include'] }),
  };
}

/** What a connection takes; a record's header holds it, and leaves out what older records did not know. */
export interface Wire {
  readonly dialect?: Dialect;
  readonly intent?: 'conversation' | 'transcription';
}

/** A client event of the GA conversation as it goes out on this wire. */
export function outgoing({ dialect = 'ga', intent = 'conversation' }: Wire, event: JsonObject): JsonObject {
  const session = asObject(event['session']);
  const fitting =
    intent === 'transcription' && event['type'] === 'session.update' && session !== undefined
      ? { ...event, session: asTranscriptionSession(session) }
      : event;
  return clientEventOnWire(dialect, fitting);
}
