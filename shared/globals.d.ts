/** The few globals that every runtime of the application has and the ES library does not declare. */
declare class URL {
  constructor(text: string, base?: string);
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly username: string;
  readonly password: string;
  readonly searchParams: URLSearchParams;
}
declare interface URLSearchParams {
  get(name: string): string | null;
  keys(): IterableIterator<string>;
}
