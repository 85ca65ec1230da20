/** A pasted text is typed or copied by hand; an export is imported. */
export const mostPastedCharacters = 4_000_000;

/** The public question that this reconciler answers, as it was asked: one reported response, six meters, none equal. */
export const exampleName = 'Example: one response, six meters';

/** The usage of the one response, in the names of the .NET library. */
export const exampleUsage = `InputTokenCount: 229
OutputTokenCount: 537
TotalTokenCount: 766
InputTokenDetails.TextTokenCount: 119
InputTokenDetails.AudioTokenCount: 110
InputTokenDetails.CachedTokenCount: 128
InputTokenDetails.CachedTokenDetails.TextTokenCount: 64
InputTokenDetails.CachedTokenDetails.AudioTokenCount: 64
OutputTokenDetails.TextTokenCount: 117
OutputTokenDetails.AudioTokenCount: 420`;

/** The six meters of Cost analysis for that day. */
export const exampleMeters = `gpt rt aud mn in gl 1215\t640
gpt rt aud mn out gl 1215\t631
gpt rt txt mn in gl 1215\t357
gpt rt txt mn Out gl 1215\t181
gpt rt aud mn cd in gl 1215\t0
gpt rt txt mn cd in gl 1215\t0`;
