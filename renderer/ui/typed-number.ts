/**
 * A number as a person types it, with a decimal comma and a true minus sign too.
 * @returns null: an empty field or no number, or one outside of `least` to `most`
 */
export function typedNumber(text: string, least: number, most: number): number | null {
  const plain = text.trim().replace('\u2212', '-').replace(',', '.');
  const value = plain === '' ? Number.NaN : Number(plain);
  return value >= least && value <= most ? value : null;
}
