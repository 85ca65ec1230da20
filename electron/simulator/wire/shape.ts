import type { JsonObject } from '../../../shared/json.ts';

/** An event as it leaves, or null for one that the preview does not send. */
export type Shape = (type: string, event: JsonObject) => { readonly type: string; readonly event: JsonObject } | null;

/** Sends every event as it is. */
export const gaShape: Shape = (type, event) => ({ type, event });
