import { z } from 'zod';
import { ok, type Result } from '../../../shared/kit/errors.ts';
import { JsonList } from './json-files.ts';

const acceptedSchema = z.object({
  /** SHA-256 of what the connection does, in hexadecimal. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** For whoever reads the file. */
  host: z.string().max(300),
  /** ISO 8601 in UTC. */
  acceptedAt: z.string().max(40),
});
type Accepted = z.infer<typeof acceptedSchema>;

const acceptedNow = (digest: string, host: string): Accepted => ({
  digest,
  host: host.slice(0, 300),
  acceptedAt: new Date().toISOString(),
});

/** Which ways to a deployment a person has seen and accepted, beside the profiles in their file. */
export class AcceptedConnections {
  readonly #accepted: JsonList<Accepted>;

  /** @param path the file of the profiles */
  constructor(path: string, note: (text: string) => void) {
    this.#accepted = new JsonList({
      path,
      what: 'the profiles',
      member: 'accepted',
      entry: acceptedSchema,
      keyOf: ({ digest }) => digest,
      version: 1,
      beside: 'profiles',
      note,
    });
  }

  async digests(): Promise<ReadonlySet<string>> {
    return new Set((await this.#accepted.read()).map(({ digest }) => digest));
  }

  /** Begins the list where there is none yet. @param hosts by digest */
  begin(hosts: ReadonlyMap<string, string>): Promise<Result> {
    return this.#accepted.begin([...hosts].map(([digest, host]) => acceptedNow(digest, host)));
  }

  add(digest: string, host: string): Promise<Result> {
    return this.#accepted.change((now) => {
      const others = now.filter((one) => one.digest !== digest);
      return ok({ next: [...others, acceptedNow(digest, host)], answer: {} });
    });
  }
}
