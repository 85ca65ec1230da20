/**
 * What an automatic configuration answers, `PROXY host:port; DIRECT`, as the address of the first proxy that can be used;
 * null for a direct way. A kind that cannot be used is passed over when another way follows, else named as it is.
 */
export function proxyFromPac(answer: string): string | null {
  const ways = answer.split(';').map((way) => way.trim().split(/\s+/));
  let unusable: string | null = null;
  for (const [kind = '', host = ''] of ways) {
    switch (kind.toUpperCase()) {
      case 'DIRECT':
        return null;
      case 'PROXY':
      case 'HTTP':
        return `http://${host}`;
      case 'HTTPS':
        return `https://${host}`;
      case '':
        break;
      default:
        unusable ??= `${kind.toLowerCase()}://${host}`;
    }
  }
  return unusable;
}
