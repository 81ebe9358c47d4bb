import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { putHeaders } from '../views/text-response.js';

/** Nothing but our own files, our own addresses, and no page around ours. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FIXED = {
  'content-security-policy': POLICY,
  // Without a referrer browsers would call the origin of our own forms `null`.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Puts on a page, or a file of one, the headers that keep others out of it; what is shown to one is kept by no cache.
 *
 * @rule auth-page.opener-policy
 */
export function pageHeaders({ clock, behaviour }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    await next();
    if (c.req.path.startsWith('/auth')) putHeaders(c.res, { 'cross-origin-opener-policy': behaviour.openerPolicy });
    const kept = c.res.headers.get('cache-control') ?? 'no-store';
    putHeaders(c.res, { ...FIXED, 'cache-control': kept, date: new Date(clock.now()).toUTCString() });
  });
}
