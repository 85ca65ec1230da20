import { createHash } from 'node:crypto';

/*
 * The digests between the entries of a log, held against its bytes and its audio by what the format promises, apart from the
 * application's own reader.
 */

const digestLine = /^(\{"digest":(\{.*\})),"sha256":"([0-9a-f]{64})"\}$/;

const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** How many bytes stand before the sound of a file. */
const headerBytes = (name: string): number => (/-pcm[ua]\.wav$/.test(name) ? 58 : 44);

/** What a digest says, besides itself. */
interface Said {
  readonly seq: number;
  readonly end?: boolean;
  readonly audio?: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** Takes a log line by line and holds every digest against what stands before it. */
export class Digests {
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #problems: string[] = [];
  #before = '';
  #open: Uint8Array[] = [];
  #lines = 0;
  #last: Said | null = null;

  /** @param files the audio of the session, by name */
  constructor(files: ReadonlyMap<string, Buffer>) {
    this.#files = files;
  }

  /**
   * The next line. Whether it is a digest.
   * @param bytes of the line, its line break included
   * @param entries that stand before it
   */
  take(bytes: Uint8Array, line: string, entries: number): boolean {
    const [, covered, value, said] = line.startsWith('{"digest":') ? (digestLine.exec(line) ?? []) : [];
    this.#lines += 1;
    if (this.#lines === 2 && covered === undefined) this.#problems.push('No digest stands behind the header.');
    if (covered === undefined || value === undefined || said === undefined) {
      this.#open.push(bytes);
      return false;
    }
    this.#last = JSON.parse(value) as Said;
    const { seq, end = false } = this.#last;
    if (seq !== entries) this.#problems.push(`The digest behind entry ${entries} says that it stands behind ${seq}.`);
    if (sha256(this.#before, ...this.#open, covered) !== said) {
      this.#problems.push(`The digest behind entry ${entries} is not that of the bytes before it.`);
    }
    if (end) this.#compareAudio(this.#last.audio ?? {});
    this.#before = said;
    this.#open = [];
    return true;
  }

  /** What was wrong with them, once the log is through, which must be a closed one. */
  end(): readonly string[] {
    const closed = this.#last?.end === true && this.#open.length === 0;
    return closed ? this.#problems : [...this.#problems, 'The log does not end with the digest that closes it.'];
  }

  #compareAudio(audio: NonNullable<Said['audio']>): void {
    for (const name of new Set([...this.#files.keys(), ...Object.keys(audio)])) {
      const sound = this.#files.get(name)?.subarray(headerBytes(name));
      const [said, is] = [audio[name], sound && { bytes: sound.byteLength, sha256: sha256(sound) }];
      if (said?.bytes !== is?.bytes || said?.sha256 !== is?.sha256) {
        this.#problems.push(`The last digest does not name ${name} as it is.`);
      }
    }
  }
}
