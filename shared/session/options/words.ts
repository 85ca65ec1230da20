import type { Json, JsonObject } from '../../json.ts';
import { optionSpec, optionsFromSession } from '../../protocol/build-session.ts';
import { optionText, shortText } from '../../protocol/options/text.ts';
import type { OptionUpdateView } from './view.ts';

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
export function askedText(changed: readonly string[], before: JsonObject, asked: JsonObject): string {
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
      return `${askedText(update.changed, update.before, update.asked)}: refused`;
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
      return askedText(update.changed, update.before, update.asked);
  }
}
