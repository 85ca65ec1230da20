import { createHash } from 'node:crypto';
import { isJsonObject } from '../../../shared/json.ts';
import { emptySession } from '../../../shared/session/reduce.ts';

/** Raised when the fold makes something else of the same log while the view keeps its parts. */
const foldVersion = 2;

/** The members of a value, whatever they hold. */
const shapeOf = (value: unknown): unknown =>
  isJsonObject(value) ? Object.entries(value).map(([key, inside]) => [key, shapeOf(inside)]) : null;

/** Names the fold that made a view: a view of another mark is of another shape and is folded anew. */
export const foldMark = createHash('sha256')
  .update(JSON.stringify([foldVersion, shapeOf(emptySession(null))]))
  .digest('hex')
  .slice(0, 16);
