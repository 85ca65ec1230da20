/** Headers by name in lower case, the values of one as one. */
export type PlainHeaders = Readonly<Record<string, string>>;

/** Headers as Node gives them, each one text. */
export const joinedHeaders = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): PlainHeaders =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
