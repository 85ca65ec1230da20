/** Which mark stands before decimals. */
export type DecimalMark = '.' | ',';

/** What the numbers seen so far say about the mark; each field holds one number as its proof. */
export interface MarkEvidence {
  readonly point: string | null;
  readonly comma: string | null;
  /** A number that reads either way: `1,234` and `1.234`. */
  readonly open: string | null;
}

export const noMarkEvidence: MarkEvidence = { point: null, comma: null, open: null };

/** Spaces and apostrophes only ever group digits. */
const bare = (text: string): string =>
  /[^\d.,+-]/.test(text) ? text.trim().replaceAll(/[\s\u00a0\u202f'’]/g, '') : text;

type Proof = keyof MarkEvidence | null;

/** Which evidence one number gives. null: none, it has no mark or is no number. */
function proofOf(text: string): Proof {
  const number = bare(text).replace(/^[+-]/, '');
  if (!/^[\d.,]*\d(e[+-]?\d+)?$/i.test(number)) return null;
  const lastPoint = number.lastIndexOf('.');
  const lastComma = number.lastIndexOf(',');
  if (lastPoint < 0 && lastComma < 0) return null;
  if (lastPoint >= 0 && lastComma >= 0) return lastPoint > lastComma ? 'point' : 'comma';
  const mark = lastPoint >= 0 ? '.' : ',';
  const asDecimal = mark === '.' ? 'point' : 'comma';
  const parts = number.split(mark);
  if (parts.length > 2) return asDecimal === 'point' ? 'comma' : 'point';
  return /^[1-9]\d{0,2}$/.test(parts[0] ?? '') && /^\d{3}$/.test(parts[1] ?? '') ? 'open' : asDecimal;
}

export function addNumber(evidence: MarkEvidence, text: string): MarkEvidence {
  // Most rows of a file only say again what is proved: a number with one point and no comma.
  if (evidence.point !== null && !text.includes(',') && text.indexOf('.') === text.lastIndexOf('.')) return evidence;
  const proof = proofOf(text);
  return proof === null || evidence[proof] !== null ? evidence : { ...evidence, [proof]: text.trim() };
}

/** The mark a whole column uses; `unknown` where its numbers read either way, `both` where they contradict each other. */
export function markOf({ point, comma, open }: MarkEvidence): DecimalMark | 'none' | 'unknown' | 'both' {
  if (point !== null && comma !== null) return 'both';
  if (point !== null) return '.';
  if (comma !== null) return ',';
  return open === null ? 'none' : 'unknown';
}

/** A number as a plain decimal string with a point, or null when it is none by this mark. */
export function plainNumber(text: string, mark: DecimalMark): string | null {
  const number = bare(text);
  // As exports write it, whatever the mark: nothing groups and nothing is decimal.
  if (/^-?\d+$/.test(number) || (mark === '.' && /^-?\d+\.\d+$/.test(number))) return number;
  const group = mark === '.' ? ',' : '.';
  const [whole = '', ...decimals] = number.split(mark);
  if (decimals.length > 1) return null;
  const [head = '', ...groups] = whole.split(group);
  if (groups.length > 0 && !(/^[+-]?\d{1,3}$/.test(head) && groups.every((part) => /^\d{3}$/.test(part)))) return null;
  const plain = `${head}${groups.join('')}${decimals.length === 0 ? '' : `.${decimals[0]}`}`;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? plain.replace(/^\+/, '') : null;
}
