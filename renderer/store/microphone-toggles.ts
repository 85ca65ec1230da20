/** What this computer does to the voice, with what people call it. */
export const microphoneToggles = [
  { id: 'echoCancellation', label: 'Echo cancelling', alsoCalled: 'AEC, loudspeaker, hears itself' },
  { id: 'noiseSuppression', label: 'Noise filter', alsoCalled: 'noise suppression, denoise, background' },
  { id: 'autoGainControl', label: 'Automatic gain', alsoCalled: 'AGC, level, volume, loudness' },
] as const;
