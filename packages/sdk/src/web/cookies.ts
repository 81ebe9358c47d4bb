/** The part of a web `Request` that a sign-in session reads. A `Request` satisfies it. */
export interface WebRequest {
  /** Absolute, or a path with its query. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
}

/** How the cookies of attempts are called and kept. */
export interface CookieJar {
  /** The `Set-Cookie` header that keeps an attempt for so many milliseconds. */
  keep(attempt: string, value: string, ms: number): string;
  /** The `Set-Cookie` header that forgets it. */
  forget(attempt: string): string;
  /** The attempts that a browser sends along, by their ids. */
  sent(request: WebRequest): Map<string, string>;
}

/** 16 bytes as base64url. */
const ATTEMPT_SHAPE = /^[\w-]{22}$/;

/**
 * A cookie for each attempt, so that one tab doesn't take another's place. The prefix `__Host-` keeps neighbours, such as
 * another name below the same domain, from planting one of their own; browsers take it only together with `Secure`.
 */
export function cookieJar({ allowInsecure }: { allowInsecure: boolean }): CookieJar {
  const prefix = allowInsecure ? 'plex-sign-in-' : '__Host-plex-sign-in-';
  const traits = `Path=/; HttpOnly; SameSite=Lax${allowInsecure ? '' : '; Secure'}`;
  return {
    keep: (attempt, value, ms) => `${prefix}${attempt}=${value}; Max-Age=${Math.floor(ms / 1000)}; ${traits}`,
    forget: (attempt) => `${prefix}${attempt}=; Max-Age=0; ${traits}`,
    sent({ headers }) {
      const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      const ours = pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length));
      const found = new Map<string, string>();
      for (const pair of ours) {
        const [attempt = '', value = ''] = pair.split('=', 2);
        if (isAttempt(attempt) && !found.has(attempt)) found.set(attempt, value);
      }
      return found;
    },
  };
}

/** Whether it can be the id of an attempt. */
export function isAttempt(id: string): boolean {
  return ATTEMPT_SHAPE.test(id);
}
