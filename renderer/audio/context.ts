import { benchError, refuse, type BenchError } from '../../shared/kit/errors.ts';

/** An audio context with a worklet module loaded, kept running: the browser may suspend it, we resume it. */
export interface RunningContext {
  readonly context: AudioContext;
  close(): Promise<void>;
}

/**
 * Opens a context and loads a worklet into it.
 * @param rateHz the device's own rate; where the browser cannot have it, its default is taken
 * @param onGone the context was closed under us: a device failed or the computer slept
 */
export async function openContext(worklet: string, rateHz: number | null, onGone: () => void): Promise<RunningContext> {
  const context = makeContext(rateHz);
  let closing = false;
  const keep = (): void => {
    if (closing) return;
    if (context.state === 'closed') onGone();
    else if (context.state !== 'running') void context.resume().catch(onGone);
  };
  context.addEventListener('statechange', keep);
  try {
    await context.audioWorklet.addModule(worklet);
    await context.resume();
  } catch (cause) {
    closing = true;
    await context.close();
    throw cause;
  }
  return {
    context,
    async close() {
      closing = true;
      context.removeEventListener('statechange', keep);
      if (context.state !== 'closed') await context.close();
    },
  };
}

function makeContext(rateHz: number | null): AudioContext {
  const latency = { latencyHint: 'interactive' } as const;
  if (rateHz === null) return new AudioContext(latency);
  try {
    return new AudioContext({ ...latency, sampleRate: rateHz });
  } catch {
    // A rate the platform will not open is no reason to give up: the default converts, only less purely.
    return new AudioContext(latency);
  }
}

/**
 * How long the output holds a sample before it sounds, in ms: the latencies that it states, or where it states none what lies between
 * its clock and the context's. 0 where it says neither.
 */
export function outputLatencyMs(context: AudioContext): number {
  const { baseLatency, outputLatency } = context;
  // None before the first sound, and in some engines never.
  if (outputLatency > 0) return (baseLatency + outputLatency) * 1000;
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  if (contextTime <= 0 || performanceTime <= 0) return 0;
  const soundingMs = contextTime * 1000 + (performance.now() - performanceTime);
  return Math.max(0, context.currentTime * 1000 - soundingMs);
}

const name = (cause: unknown): string => (cause instanceof DOMException ? cause.name : '');

/** Why a microphone would not open, in words, with what to do. */
export function microphoneError(cause: unknown, wanted: string | null): { ok: false; error: BenchError } {
  const device = wanted ?? 'The microphone';
  switch (name(cause)) {
    case 'NotAllowedError':
    case 'SecurityError':
      return refuse(
        benchError('not-authorised', 'The microphone was denied.', {
          nextStep:
            'Allow the microphone for Voxtally in the privacy settings of this computer (or of the browser) and start again, or use a sound file.',
        }),
      );
    case 'NotFoundError':
    case 'OverconstrainedError':
      return refuse(
        benchError('not-found', wanted === null ? 'This computer has no microphone.' : `${wanted} is not connected.`, {
          nextStep: 'Plug it in or choose another input, or use a sound file.',
        }),
      );
    case 'NotReadableError':
    case 'AbortError':
      return refuse(
        benchError('refused', `${device} could not be opened.`, {
          nextStep: 'Another program may hold it. Close that program or choose another input.',
        }),
      );
    default:
      return refuse(
        benchError(
          'refused',
          `${device} could not be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
          {
            nextStep: 'Choose another input, or use a sound file.',
          },
        ),
      );
  }
}
