/** Words that bills write together or apart. Each line: what is found, what it becomes. Applied in order to lower-case text. */
const joints: readonly (readonly [RegExp, string])[] = [
  [/\bdata zone\b/g, 'datazone'],
  // A service's name, not a text meter.
  [/\bspeech[ -]to[ -]text\b/g, ' '],
  [/\bgpt(?=\d)/g, 'gpt '],
  [/\b4omini\b/g, '4o mini'],
  [/realtimeprvw/g, 'realtime prvw '],
  [/\b(aud|txt|img)(?=\d{4}\b)/g, '$1 '],
  [/\b(aud|txt|img)(?=(inp|outp)\b)/g, '$1 '],
];

/** The words of a meter's name in lower case, glued ones taken apart. `audio_in` is two words too. */
export function splitName(name: string): string[] {
  const text = joints.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name.toLowerCase());
  return text.split(/[\s_,()/-]+/).filter((word) => word !== '');
}
