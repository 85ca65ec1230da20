import { asObject, asString, type Json } from '../kit/json.ts';

/** What the service says of something that failed, each part as it said it; null: it did not say. */
export interface Failure {
  readonly code: string | null;
  readonly type: string | null;
  /** The dotted path of what it minds. */
  readonly param: string | null;
  readonly message: string | null;
}

export const noReason = 'The service gave no reason.';

/** A word, or a number that stands in the place of one (Azure writes some codes as 429). */
const word = (value: Json | undefined): string | null => {
  const said = typeof value === 'number' ? String(value) : asString(value);
  return said === undefined || said === '' ? null : said;
};

/** Reads the `error` of an event, of whatever shape: a text alone counts as its message. */
export function failureOf(error: Json | undefined): Failure {
  const said = asObject(error) ?? {};
  return {
    code: word(said['code']),
    type: word(said['type']),
    param: word(said['param']),
    message: word(said['message']) ?? asString(error) ?? null,
  };
}

/** An error as it is told of by itself: its code as a title, and what it says and minds. */
export const errorTold = ({
  code,
  type,
  param,
  message,
}: Failure): { readonly title: string; readonly text: string } => ({
  title: `The service answered ${code ?? type ?? 'error'}`,
  text: `${message ?? noReason}${param === null ? '' : ` It minds ${param}.`}`,
});

/** Everything that was said, in one line: `DeploymentNotFound (invalid_request_error, at session.voice): No such deployment.` */
export function failureText({ code, type, param, message }: Failure): string {
  const name = code ?? type;
  const about = [...(code === null || type === null ? [] : [type]), ...(param === null ? [] : [`at ${param}`])];
  const beside = about.length === 0 ? '' : ` (${about.join(', ')})`;
  if (name === null) return `${message ?? noReason}${beside}`;
  return `${name}${beside}: ${message ?? noReason}`;
}
