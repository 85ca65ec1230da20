import type { LevelReading } from '../../shared/audio/level-meter.ts';
import type { DesktopMenu } from '../../shared/contract/desktop-menu.ts';
import type { SecretOutcome } from '../../shared/contract/desktop.ts';
import type { PortKind } from '../../shared/contract/ports.ts';
import type { Result } from '../../shared/kit/errors.ts';
import type { LinkId } from '../../shared/kit/links.ts';
import type { SecretOwner } from '../../shared/protocol/endpoints/credential-id.ts';
import type { Devices } from '../audio/devices.ts';
import type { DeviceWish } from '../audio/follow-device.ts';
import type { CaptureSettings } from '../../shared/session/bench-events.ts';
import type { CaptureWish } from '../audio/microphone.ts';

/** What the stores need of the host; `renderer/host/host.ts` gives it. */
export interface HostServices {
  openPort(kind: PortKind): Promise<MessagePort>;
  /** Where a chosen file lies on this computer; null: the page has its bytes alone. */
  pathOf(file: File): string | null;
  openLink(id: LinkId): void;
  storeSecret(owner: SecretOwner, secret: string): Promise<Result<SecretOutcome>>;
  /** The menu bar of the desktop; absent: there is none. */
  readonly menu?: DesktopMenu;
  onEngineGone(listener: (message: string) => void): () => void;
  onEngineBack(listener: (message: string) => void): () => void;
}

export interface OpenMicrophone {
  readonly label: string;
  readonly settings: CaptureSettings;
  setMuted(muted: boolean): void;
  resetClips(): void;
  close(): Promise<void>;
}

export interface OpenPlayer {
  setOutput(wish: DeviceWish): Promise<Result>;
  /** How long the output holds a sample before it sounds, in ms. */
  readonly latencyMs: number;
  close(): Promise<void>;
}

export interface MicrophoneWish extends CaptureWish {
  readonly port: MessagePort;
  onLevel(level: LevelReading, channels: readonly LevelReading[]): void;
  onLost(message: string): void;
  onZeros(forMs: number): void;
  onCancelling(cancels: boolean): void;
  /** The device changed under the microphone and wants to be opened anew. */
  onReopen(): void;
}

/** What the stores need of `renderer/audio`, so that a test can stand in for a sound card. */
export interface SoundCard {
  openMicrophone(wish: MicrophoneWish): Promise<Result<{ microphone: OpenMicrophone }>>;
  openPlayer(wish: {
    readonly port: MessagePort;
    readonly output: DeviceWish;
    onLevel(level: LevelReading): void;
    onLost(message: string): void;
  }): Promise<Result<{ player: OpenPlayer; routed: Result }>>;
  /** Calls `listener` now, whenever devices come or go, and after each `look`. */
  watchDevices(listener: (devices: Devices) => void): { look(): void };
  /** Plays PCM16 at 24 kHz once, on this computer alone; resolves when it has been heard. */
  playOnce(pcm24k: Int16Array, output: DeviceWish): Promise<Result>;
}
