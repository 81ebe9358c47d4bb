import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';

const COOKIE = 'ticketstub-visitor';

/** 32 random bytes. */
const VISITOR = /^[\w-]{43}$/;

/** Whether a browser asks by https: itself, or through the proxy that the public address is of. */
function isSecure(c: Context<StandInEnv>, account: string): boolean {
  const [asked, known] = [new URL(c.req.url), new URL(account)];
  if (asked.protocol === 'https:') return true;
  return known.protocol === 'https:' && (c.req.header('host') ?? asked.host) === known.host;
}

/** Tells one browser from another by a cookie, which a new one is given; all are where they were put, if they were. */
export function knowVisitor({ ids, visitors, whereabouts }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const known = getCookie(c, COOKIE) ?? '';
    const visitor = VISITOR.test(known) ? known : Buffer.from(ids.bytes(32)).toString('base64url');
    c.set('visitor', visitor);
    const client = c.get('client');
    c.set('client', { ...client, address: visitors.address() ?? client.address });
    if (visitor !== known) {
      const secure = isSecure(c, whereabouts.account);
      setCookie(c, COOKIE, visitor, { path: '/', httpOnly: true, sameSite: 'Lax', secure });
    }
    await next();
  });
}
