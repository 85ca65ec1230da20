/** The values of tokens at an element, each read once: what a picture is painted with asks for them over and over. */
export function tokensOf(element: Element): (token: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (token) => {
    const have = known.get(token);
    if (have !== undefined) return have;
    const value = style.getPropertyValue(`--${token}`).trim();
    known.set(token, value);
    return value;
  };
}
