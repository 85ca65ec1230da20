/**
 * How events are named and shaped on the wire: `ga` is the released protocol, `preview` the older one that Azure still serves
 * below an api-version. Everything but the engine's edge and the readers of a record speaks `ga` only.
 */
export const dialects = ['ga', 'preview'] as const;
export type Dialect = (typeof dialects)[number];
