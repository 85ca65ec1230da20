import { encodeFrame } from '../../../shared/audio/frames.ts';
import { type BenchPort } from '../../../shared/contract/ports.ts';
import { type FromPlayer, fromPlayerSchema, type ToPlayer } from '../../../shared/audio/player-messages.ts';

/** Whatever plays the assistant's voice: a worklet behind a port, or the virtual player. Streams play one after the other. */
export interface PlayerLink {
  tell(message: ToPlayer): void;
  /** Audio of a stream that was begun. `number` counts 1, 2, 3 … within the stream. */
  audio(streamId: number, number: number, pcm24k: Int16Array): void;
  /** No more messages will be sent or heard. */
  release(): void;
}

export type PlayerListener = (message: FromPlayer) => void;

const bytesOf = (message: unknown): Uint8Array | null =>
  message instanceof ArrayBuffer ? new Uint8Array(message) : message instanceof Uint8Array ? message : null;

/** A capture port that has been silent this long no longer keeps others out. */
const ownerSilentMs = 1000;

/**
 * The capture ports of all pages. One microphone at a time: the first to send is heard until it closes or
 * falls silent, so that a second window does not mix its voice in.
 */
export class CapturePorts {
  #owner: BenchPort | null = null;
  #heardMs = 0;

  add(port: BenchPort, onFrame: (bytes: Uint8Array) => void): void {
    port.onMessage((message) => {
      const bytes = bytesOf(message);
      if (bytes === null) return;
      const now = performance.now();
      if (this.#owner !== port && this.#owner !== null && now - this.#heardMs < ownerSilentMs) return;
      this.#owner = port;
      this.#heardMs = now;
      onFrame(bytes);
    });
    port.onClose(() => {
      if (this.#owner === port) this.#owner = null;
    });
  }
}

/** A playback port and whoever listens to it now: sessions come and go, the port stays. */
class PlaybackPort {
  readonly #port: BenchPort;
  #listener: PlayerListener | null = null;

  constructor(port: BenchPort) {
    this.#port = port;
    port.onMessage((message) => {
      const heard = bytesOf(message) === null ? fromPlayerSchema.safeParse(message) : null;
      if (heard?.success === true) this.#listener?.(heard.data satisfies FromPlayer);
    });
  }

  link(listener: PlayerListener): PlayerLink {
    this.#listener = listener;
    return {
      tell: (message) => this.#port.post(message),
      audio: (streamId, number, pcm24k) =>
        this.#port.post(encodeFrame({ number, clipped: 0, firstAtMs: 0, streamId, muted: false, pcm24k })),
      release: () => {
        if (this.#listener === listener) this.#listener = null;
      },
    };
  }
}

/** Makes the link to a player for one session. */
export type MakePlayer = (listener: PlayerListener) => PlayerLink;

/** The playback ports of all pages: the newest plays; when it closes, the one before it. */
export class PlaybackPorts {
  #ports: PlaybackPort[] = [];
  readonly #onChange: (player: MakePlayer | null) => void;

  constructor(onChange: (player: MakePlayer | null) => void) {
    this.#onChange = onChange;
  }

  get current(): MakePlayer | null {
    const port = this.#ports.at(-1);
    return port === undefined ? null : (listener) => port.link(listener);
  }

  add(port: BenchPort): void {
    const playback = new PlaybackPort(port);
    this.#ports.push(playback);
    this.#onChange(this.current);
    port.onClose(() => {
      const wasCurrent = this.#ports.at(-1) === playback;
      this.#ports = this.#ports.filter((other) => other !== playback);
      if (wasCurrent) this.#onChange(this.current);
    });
  }
}
