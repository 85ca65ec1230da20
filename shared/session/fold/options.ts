import { append, at, emptyList, findLastIndex, replace, values } from '../../kit/chunk-list.ts';
import { asObject, asString, type Json, type JsonObject } from '../../kit/json.ts';
import { entryOf } from '../../kit/lookup.ts';
import {
  optionsFromSession,
  optionSpec,
  optionSpecs,
  optionText,
  sameValue,
  shortText,
} from '../../protocol/options/options.ts';
import { grants, inEffectOf } from '../option-standing.ts';
import { type Failure, noReason } from '../failure.ts';
import type { OptionFact, OptionRefusal, OptionsView, OptionUpdateView } from '../options-view.ts';
import type { MarkView, SessionView } from '../view.ts';
import { mark } from './edit.ts';

/** Whether a path that an error names is that of an option, or inside or around it. */
function minds(param: string, id: string): boolean {
  const path = optionSpec(id)?.path ?? '';
  if (path === '') return false;
  const bare = param.replace(/^session\./, '');
  return bare === path || bare.startsWith(`${path}.`) || bare.startsWith(`${path}[`);
}

/**
 * What to say beside each option of a refused update that asked for a change. The service names one; the rest were
 * refused with it, for an update is taken whole or not at all.
 */
function blamedFor(update: OptionUpdateView, refusal: OptionRefusal): Readonly<Record<string, string>> {
  const { param, message } = refusal;
  const asked = Object.keys(update.asked);
  const named = param === null ? [] : asked.filter((id) => minds(param, id));
  const culprits = named.length > 0 ? named : asked.includes('json') ? ['json'] : update.changed;
  const first = optionSpec(culprits[0] ?? '')?.label ?? 'another option';
  return Object.fromEntries([
    ...update.changed.map((id) => [id, `Not changed, for the service refused ${first} in the same update.`]),
    ...culprits.map((id) => [id, message]),
  ]);
}

/** More changes than this in one update are counted. */
const mostNamed = 2;

const named = (id: string): string => (optionSpec(id)?.label ?? id).toLowerCase();

const isLong = (id: string): boolean => ['text', 'json', 'list'].includes(optionSpec(id)?.kind.type ?? 'json');

/** `silence 500 to 700 ms`, `voice alloy to marin`, `instructions changed`. */
function changeText(id: string, before: Json | undefined, asked: Json): string {
  const spec = optionSpec(id);
  if (spec === undefined || isLong(id)) return `${named(id)} ${asked === null ? 'cleared' : 'changed'}`;
  const from = before === undefined ? '' : `${optionText(spec, before)} to `;
  return `${named(id)} ${from}${shortText(spec, asked)}`;
}

function joined(texts: readonly string[], most = mostNamed): string {
  const shown = texts.length > most + 1 ? texts.slice(0, most) : texts;
  const more = texts.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** What an update asks to change, as the tick on the time axis says it. */
function updateText(changed: readonly string[], before: JsonObject, asked: JsonObject): string {
  if (changed.length === 0) return 'options sent again';
  return joined(changed.map((id) => changeText(id, before[id], asked[id] ?? null)));
}

function keptText(id: string, update: OptionUpdateView): string {
  const spec = optionSpec(id);
  const asked = update.asked[id] ?? null;
  if (spec === undefined || isLong(id)) return `${named(id)} not as asked`;
  return `${named(id)} ${shortText(spec, asked)} asked, ${shortText(spec, update.kept[id])} kept`;
}

/** The options a session object asks for, in a line of the log. */
export function sessionText(session: JsonObject): string {
  const { type: _type, ...asked } = optionsFromSession(session);
  return joined(
    Object.entries(asked).map(([id, value]) => changeText(id, undefined, value)),
    4,
  );
}

/** The same once the service has answered. */
export function outcomeText(update: OptionUpdateView): string {
  switch (update.state) {
    case 'refused':
      return `${updateText(update.changed, update.before, update.asked)}: refused`;
    case 'perhaps-refused':
      return `${updateText(update.changed, update.before, update.asked)}: perhaps refused`;
    case 'altered': {
      const granted = update.changed.filter((id) => !(id in update.kept));
      const { before, asked } = update;
      return joined([
        ...Object.keys(update.kept).map((id) => keptText(id, update)),
        ...granted.map((id) => changeText(id, before[id], asked[id] ?? null)),
      ]);
    }
    case 'pending':
    case 'accepted':
      return updateText(update.changed, update.before, update.asked);
  }
}

export const noOptions: OptionsView = { updates: emptyList(), unanswered: 0, facts: {} };

/** What a session object asks for, by option id. Its type is not asked for, it is demanded. */
function askedBy(session: JsonObject): JsonObject {
  const { type: _type, ...asked } = optionsFromSession(session);
  return asked;
}

/** Whether a row stands for this path, or for something inside it or around it. */
const isKnown = (path: string): boolean =>
  optionSpecs.some((spec) => {
    const place = spec.switches ?? spec.path;
    return place === path || place.startsWith(`${path}.`) || path.startsWith(`${place}.`);
  });

/** Whether a row stands for the whole of this path. */
const isOwned = (path: string): boolean =>
  optionSpecs.some((spec) => spec.path !== '' && path === (spec.switches ?? spec.path));

/** Members that no row has: somebody wrote them as raw JSON. */
function rawPart(object: JsonObject, path = ''): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]): [string, Json][] => {
      const here = path === '' ? key : `${path}.${key}`;
      if (!isKnown(here)) return [[key, value]];
      const inside = asObject(value);
      if (inside === undefined || isOwned(here)) return [];
      const rest = rawPart(inside, here);
      return Object.keys(rest).length === 0 ? [] : [[key, rest]];
    }),
  );
}

const pendingFact = (asked: Json, askedMs: number): OptionFact => ({
  asked,
  askedMs,
  state: 'pending',
  message: null,
  waitsFor: null,
});

/** The facts with a new one for each option of `asked`. */
const withFacts = (
  { options: { facts } }: SessionView,
  asked: JsonObject,
  fact: (asked: Json) => OptionFact,
): OptionsView['facts'] => ({
  ...facts,
  ...Object.fromEntries(Object.entries(asked).map(([id, value]) => [id, fact(value)])),
});

/** A `session.update` went out. */
export function optionsSent(view: SessionView, event: JsonObject): SessionView {
  const session = asObject(event['session']) ?? {};
  const raw = rawPart(session);
  const asked: JsonObject = { ...askedBy(session), ...(Object.keys(raw).length === 0 ? {} : { json: raw }) };
  const effective = view.effective ?? {};
  const byId = optionsFromSession(effective);
  const before = Object.fromEntries(
    Object.entries(asked).flatMap(([id, value]): [string, Json][] => {
      const spec = optionSpec(id);
      const found = spec === undefined ? undefined : inEffectOf(spec, effective, byId, value);
      const was = found ?? entryOf(view.options.facts, id)?.asked ?? spec?.default;
      return was === undefined ? [] : [[id, was]];
    }),
  );
  const changed = Object.keys(asked).filter((id) => !sameValue(asked[id], before[id]));
  const update: OptionUpdateView = {
    eventId: asString(event['event_id']) ?? '',
    seq: view.seq,
    t: view.t,
    asked,
    before,
    changed,
    state: 'pending',
    answeredMs: null,
    kept: {},
    refusal: null,
    mark: view.marks.length,
  };
  const facts = withFacts(view, asked, (value) => pendingFact(value, view.t));
  const options = { ...view.options, updates: append(view.options.updates, update), facts };
  return mark({ ...view, options }, 'options', updateText(changed, before, asked));
}

/** The view with one update answered: its tick takes the colour of the outcome. */
function settle(
  view: SessionView,
  index: number,
  answered: OptionUpdateView,
  facts: OptionsView['facts'],
): SessionView {
  const updates = replace(view.options.updates, index, answered);
  let { unanswered } = view.options;
  for (
    let next = at(updates, unanswered);
    next !== undefined && next.state !== 'pending';
    next = at(updates, unanswered)
  ) {
    unanswered += 1;
  }
  const before = at(view.marks, answered.mark);
  const outcome: MarkView['outcome'] = answered.state === 'accepted' ? 'ok' : 'alarm';
  const marks =
    before === undefined
      ? view.marks
      : replace(view.marks, answered.mark, { ...before, text: outcomeText(answered), outcome });
  return { ...view, marks, options: { updates, unanswered, facts } };
}

const isUnsettled = ({ state }: Pick<OptionUpdateView | OptionFact, 'state'>): boolean =>
  state === 'pending' || state === 'perhaps-refused';

/** The fact belongs to this update, and not to a later one that asked again. */
const isOf = (fact: OptionFact | undefined, update: OptionUpdateView): fact is OptionFact =>
  fact !== undefined && isUnsettled(fact) && fact.askedMs === update.t;

/** Whether every change that an update asked for is in effect. One that asked for none shows nothing of that. */
function isInEffect({ effective }: SessionView, { asked, changed }: OptionUpdateView): boolean {
  const session = effective ?? {};
  const byId = optionsFromSession(session);
  const isGranted = (id: string): boolean => {
    const spec = optionSpec(id);
    const value = asked[id] ?? null;
    const found = spec === undefined ? undefined : inEffectOf(spec, session, byId, value);
    return spec !== undefined && found !== undefined && grants(spec, value, found);
  };
  return changed.length > 0 && changed.every(isGranted);
}

/**
 * The update that a `session.updated` answers. It names none, but the service works them off in order: the oldest that has no
 * answer, unless what that one asked for is not in effect and what an older one asked for is, which was taken for refused.
 */
function answeredUpdate(view: SessionView): number {
  const { updates, unanswered } = view.options;
  const oldest = at(updates, unanswered);
  if (oldest !== undefined && isInEffect(view, oldest)) return unanswered;
  const taken = findLastIndex(updates, (update) => update.state === 'perhaps-refused' && isInEffect(view, update));
  return taken < 0 ? unanswered : taken;
}

/** `session.updated` came; `view.effective` is what it says. */
export function optionsAnswered(view: SessionView): SessionView {
  const index = answeredUpdate(view);
  const update = at(view.options.updates, index);
  if (update === undefined) return view;
  const effective = view.effective ?? {};
  const byId = optionsFromSession(effective);
  const facts = new Map(Object.entries(view.options.facts));
  const kept = new Map<string, Json>();
  for (const [id, asked] of Object.entries(update.asked)) {
    const spec = optionSpec(id);
    if (spec === undefined) continue;
    const found = inEffectOf(spec, effective, byId, asked);
    const granted = grants(spec, asked, found);
    if (!granted) kept.set(id, found ?? null);
    const fact = facts.get(id);
    if (!isOf(fact, update)) continue;
    const state = granted ? 'accepted' : sameValue(found, update.before[id]) ? 'ignored' : 'altered';
    facts.set(id, { ...fact, state });
  }
  const state = kept.size === 0 ? 'accepted' : 'altered';
  const answered = { ...update, state, kept: Object.fromEntries(kept), answeredMs: view.t } as const;
  return settle(view, index, answered, Object.fromEntries(facts));
}

const refusalOf = ({ code, type, message, param }: Failure): OptionRefusal => ({
  code: code ?? type ?? 'error',
  message: message ?? noReason,
  param,
});

/** The update at `index`, refused or perhaps: what it asked for is not in effect. */
function refuseUpdate(view: SessionView, index: number, failure: Failure, isCertain: boolean): SessionView {
  const update = at(view.options.updates, index);
  if (update === undefined) return view;
  const refusal = refusalOf(failure);
  const messages = blamedFor(update, refusal);
  const facts = new Map(Object.entries(view.options.facts));
  const state = isCertain ? 'refused' : 'perhaps-refused';
  for (const id of Object.keys(update.asked)) {
    const fact = facts.get(id);
    if (!isOf(fact, update)) continue;
    const message = entryOf(messages, id);
    facts.set(id, message === undefined ? { ...fact, state: 'accepted' } : { ...fact, state, message });
  }
  return settle(view, index, { ...update, state, refusal, answeredMs: view.t }, Object.fromEntries(facts));
}

/** Of what the codes speak that name an option without its path. */
const optionOfCode = new Map([['cannot_update_voice', 'voice']]);

/** Whether the words of an error are about something that this update asked for. */
function isAbout({ asked }: OptionUpdateView, { param, code }: Failure): boolean {
  const ids = Object.keys(asked);
  const named = optionOfCode.get(code ?? '');
  if (named !== undefined && ids.includes(named)) return true;
  return param !== null && ids.some((id) => minds(param, id) || (id === 'json' && param.startsWith('session.')));
}

/** The oldest update without an answer that passes; -1: none does. */
function openUpdate({ options }: SessionView, passes: (update: OptionUpdateView) => boolean): number {
  for (let index = options.unanswered; index < options.updates.length; index += 1) {
    const update = at(options.updates, index);
    if (update?.state === 'pending' && passes(update)) return index;
  }
  return -1;
}

/**
 * The view after an error that names one of the updates, by its id or, where it has none, by what it minds; null when it names
 * none. An update that is refused changes nothing.
 */
export function optionsRefused(view: SessionView, failure: Failure, eventId: string | null): SessionView | null {
  const index = openUpdate(view, (update) =>
    eventId === null ? isAbout(update, failure) : update.eventId === eventId,
  );
  return index < 0 ? null : refuseUpdate(view, index, failure, true);
}

/** An error that names nothing at all, while updates wait: the oldest was perhaps refused. */
export const optionsPerhapsRefused = (view: SessionView, failure: Failure): SessionView => {
  const index = openUpdate(view, () => true);
  return index < 0 ? view : refuseUpdate(view, index, failure, false);
};

/** Options that the bench holds back until a response has ended. */
export function optionsWaiting(view: SessionView, held: JsonObject, responseId: string): SessionView {
  const facts = withFacts(view, held, (asked) => ({
    asked,
    askedMs: view.t,
    state: 'waiting',
    message: null,
    waitsFor: responseId,
  }));
  return { ...view, options: { ...view.options, facts } };
}

/** A person wrote raw JSON into the update of this event id: the option itself gets a fact, whatever rows it touches. */
export function rawOptionsSent(view: SessionView, eventId: string, json: JsonObject): SessionView {
  const { updates } = view.options;
  const index = findLastIndex(updates, (update) => update.eventId === eventId);
  const update = at(updates, index);
  if (update === undefined || update.state !== 'pending') return view;
  const asked = { ...update.asked, json };
  const facts = { ...view.options.facts, json: pendingFact(json, update.t) };
  return { ...view, options: { ...view.options, updates: replace(updates, index, { ...update, asked }), facts } };
}

/**
 * What this session was asked for and was not refused, by option id: what an object that is replaced whole is sent
 * with. A value that was refused leaves the one before it standing.
 */
export function standingValues({ updates }: OptionsView): JsonObject {
  return Object.fromEntries(
    [...values(updates)].flatMap(({ state, asked }) =>
      state === 'refused' || state === 'perhaps-refused' ? [] : Object.entries(asked),
    ),
  );
}
