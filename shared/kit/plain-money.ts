/** Decimals of an amount in a table of text: an hourly price by the second never ends. */
const plainDecimals = 10;

const decimal = /^(-?)(\d+)\.?(\d*)$/;

/**
 * An exact amount as a plain number for tables of text, rounded half up (away from zero) to ten decimals: `0.0011333333`. What is no
 * plain decimal is left as it is. It counts in whole numbers: whoever only reads amounts needs no library for them.
 */
export function plainMoney(amount: string): string {
  const [, sign, whole, fraction = ''] = decimal.exec(amount) ?? [];
  if (whole === undefined) return amount;
  const cut = BigInt(whole + fraction.slice(0, plainDecimals).padEnd(plainDecimals, '0'));
  const rounded = cut + (fraction.charAt(plainDecimals) >= '5' ? 1n : 0n);
  const digits = String(rounded).padStart(plainDecimals + 1, '0');
  const rest = digits.slice(-plainDecimals).replace(/0+$/, '');
  const text = `${digits.slice(0, -plainDecimals)}${rest === '' ? '' : `.${rest}`}`;
  return sign === '-' && rounded > 0n ? `-${text}` : text;
}
