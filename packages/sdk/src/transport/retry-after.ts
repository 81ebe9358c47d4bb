/** The seconds a `Retry-After` header asks to wait, given in seconds or as an HTTP date; undefined for anything else. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const given = value ?? '';
  if (/^\d+$/.test(given)) return Number(given);
  const at = Date.parse(given.endsWith(' GMT') ? given : '');
  return at >= 0 ? Math.max(0, Math.ceil((at - now) / 1000)) : undefined;
}
