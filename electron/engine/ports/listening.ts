import { encodeFrame } from '../../../shared/audio/frames.ts';
import { fromPlayerSchema, type ToPlayer } from '../../../shared/audio/player-messages.ts';
import type { PlayNews } from '../../../shared/contract/player.ts';
import type { BenchPort } from '../../../shared/contract/ports.ts';

/** A block of what plays at 24 kHz, and from what session time it is; null: it is over. */
export type NextBlock = () => Promise<{ readonly pcm24k: Int16Array; readonly atMs: number } | null>;

/** One record that plays. */
export interface Playing {
  readonly speed: number;
  readonly next: NextBlock;
  /** It is heard no more, whyever. */
  readonly left: () => void;
  readonly tell: (news: PlayNews) => void;
}

/** So much is kept ready at the loudspeaker: the disk may be slow for a moment. */
const aheadMs = 1500;
const samplesPerMs = 24;

/** Where in what was sent a block begins, and from what session time it is. */
interface Sent {
  readonly fromMs: number;
  readonly atMs: number;
}

interface Run extends Playing {
  readonly streamId: number;
  sentMs: number;
  playedMs: number;
  frames: number;
  blocks: Sent[];
  filling: boolean;
  ended: boolean;
}

/** What one page listens to: one record at a time, sent as fast as it is heard. */
class ListenPort {
  readonly #port: BenchPort;
  #run: Run | null = null;

  constructor(port: BenchPort) {
    this.#port = port;
    port.onMessage((message) => {
      const said = fromPlayerSchema.safeParse(message);
      const run = this.#run;
      if (!said.success || run === null || said.data.streamId !== run.streamId) return;
      switch (said.data.type) {
        case 'progress':
          run.playedMs = said.data.playedMs;
          run.tell({ streamId: run.streamId, state: 'playing', atMs: this.#heardAt(run) });
          void this.#fill(run);
          break;
        case 'drained':
          run.playedMs = said.data.playedMs;
          this.#run = null;
          run.left();
          run.tell({ streamId: run.streamId, state: 'ended', atMs: this.#heardAt(run) });
          break;
        case 'started':
        case 'underrun':
        case 'flushed':
          break;
      }
    });
  }

  play(streamId: number, playing: Playing): void {
    this.stop();
    const run = { ...playing, streamId, sentMs: 0, playedMs: 0, frames: 0, blocks: [], filling: false, ended: false };
    this.#run = run;
    this.#tell({ type: 'begin', streamId, itemId: '' });
    void this.#fill(run);
  }

  stop(): void {
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    run.left();
    this.#tell({ type: 'flush' });
  }

  #tell(message: ToPlayer): void {
    this.#port.post(message);
  }

  /** Session time of what is heard: of the block that holds it. */
  #heardAt(run: Run): number {
    const at = run.blocks.findLastIndex(({ fromMs }) => fromMs <= run.playedMs);
    run.blocks = run.blocks.slice(Math.max(0, at));
    const block = run.blocks[0];
    return block === undefined ? 0 : block.atMs + (run.playedMs - block.fromMs) * run.speed;
  }

  async #fill(run: Run): Promise<void> {
    if (run.filling || run.ended) return;
    run.filling = true;
    while (this.#run === run && run.sentMs - run.playedMs < aheadMs) {
      const block = await run.next();
      if (this.#run !== run) break;
      if (block === null) {
        run.ended = true;
        this.#tell({ type: 'end', streamId: run.streamId });
        break;
      }
      run.blocks.push({ fromMs: run.sentMs, atMs: block.atMs });
      this.#send(run, block.pcm24k);
    }
    run.filling = false;
  }

  #send(run: Run, pcm24k: Int16Array): void {
    if (pcm24k.length === 0) return;
    run.frames += 1;
    run.sentMs += pcm24k.length / samplesPerMs;
    const { frames: number, streamId } = run;
    this.#port.post(encodeFrame({ number, clipped: 0, firstAtMs: 0, streamId, muted: false, pcm24k }));
  }
}

/** The listen ports of all pages, by page: what one listens to the other does not hear. */
export class ListenPorts {
  readonly #ports = new Map<number, ListenPort>();
  #lastStreamId = 0;

  add(port: BenchPort, clientId: number): void {
    const listen = new ListenPort(port);
    this.#ports.get(clientId)?.stop();
    this.#ports.set(clientId, listen);
    port.onClose(() => {
      listen.stop();
      if (this.#ports.get(clientId) === listen) this.#ports.delete(clientId);
    });
  }

  has(clientId: number): boolean {
    return this.#ports.has(clientId);
  }

  /** What news of it are told by; null: this page has no such port. */
  play(clientId: number, playing: Playing): number | null {
    const port = this.#ports.get(clientId);
    if (port === undefined) return null;
    this.#lastStreamId += 1;
    port.play(this.#lastStreamId, playing);
    return this.#lastStreamId;
  }

  stop(clientId: number): void {
    this.#ports.get(clientId)?.stop();
  }
}
