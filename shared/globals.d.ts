/** The few globals that every runtime of the application has and the ES library does not declare. */
declare class URL {
  constructor(text: string, base?: string);
  static canParse(text: string, base?: string): boolean;
  readonly protocol: string;
  readonly host: string;
  readonly href: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly username: string;
  readonly password: string;
  readonly port: string;
  readonly searchParams: URLSearchParams;
}
declare interface URLSearchParams extends Iterable<[string, string]> {
  has(name: string): boolean;
  get(name: string): string | null;
  keys(): IterableIterator<string>;
}
