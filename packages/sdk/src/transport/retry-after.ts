const DATE = /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/;

/** The seconds a `Retry-After` header asks to wait, given in seconds or as an HTTP date; undefined for anything else. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  const given = value?.trim() ?? '';
  if (/^\d+$/.test(given)) return Number(given);
  if (!DATE.test(given)) return undefined;
  const at = Date.parse(given);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
