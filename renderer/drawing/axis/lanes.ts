/** One band of the time axis: where it lies in CSS pixels. */
export interface Lane {
  readonly top: number;
  readonly height: number;
}

export interface Lanes {
  readonly ruler: Lane;
  readonly microphone: Lane;
  readonly vad: Lane;
  readonly responses: Lane;
  readonly playback: Lane;
  readonly marks: Lane;
  readonly height: number;
}

/** The lanes of a canvas of this height: ruler 20, VAD 20, responses 24, marks 28; the two waves share the rest. */
export function lanesOf(height: number): Lanes {
  const fixed = 20 + 20 + 24 + 28;
  const wave = Math.max(24, Math.floor((height - fixed) / 2));
  let top = 0;
  const next = (size: number): Lane => {
    const lane = { top, height: size };
    top += size;
    return lane;
  };
  return {
    ruler: next(20),
    microphone: next(wave),
    vad: next(20),
    responses: next(24),
    playback: next(wave),
    marks: next(28),
    height: top,
  };
}
