/** The members that a help text describes, each with its own; null: it says nothing of what is inside. */
export interface Described {
  readonly members: ReadonlyMap<string, Described> | null;
}

/** Members of an object as help writes them: `responses, money {cost, currency} or null, days [{day}]`. */
export function describedIn(text: string): Described {
  const tokens = text.match(/\[\{|\}\]|[{}(),]|[^\s[\]{}(),]+/g) ?? [];
  let at = 0;
  const skipBrackets = (): void => {
    for (let depth = 0; at < tokens.length; at += 1) {
      depth += tokens[at] === '(' ? 1 : tokens[at] === ')' ? -1 : 0;
      if (depth === 0) return;
    }
  };
  const object = (): Described => {
    const members = new Map<string, Described>();
    let last: string | null = null;
    for (; at < tokens.length; at += 1) {
      const token = tokens[at] ?? '';
      if (token === '}' || token === '}]') break;
      if (token === '(') skipBrackets();
      else if (token === '{' || token === '[{') {
        at += 1;
        const inner = object();
        if (last !== null) members.set(last, inner);
      } else if (token === ',') last = null;
      else if (last === null && !members.has(token)) {
        last = token;
        members.set(token, { members: null });
      }
    }
    return { members };
  };
  return object();
}

/** Paths of an answer's members that nothing describes: `transcription.hours`. */
export function undescribed(value: unknown, described: Described, path = ''): string[] {
  const { members } = described;
  if (members === null || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => undescribed(one, described, path)))];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = members.get(name);
    const at = path === '' ? name : `${path}.${name}`;
    return own === undefined ? [at] : undescribed(inner, own, at);
  });
}
