import { createHash } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';

const FIXED: readonly (readonly [name: string, value: string])[] = [
  ['cache-control', 'max-age=0, private, must-revalidate'],
  ['referrer-policy', 'origin-when-cross-origin'],
  ['strict-transport-security', 'max-age=31536000; includeSubDomains; preload'],
  ['vary', 'Origin'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'SAMEORIGIN'],
  ['x-xss-protection', '1; mode=block'],
];

/**
 * Puts plex.tv's headers on the answer; `Date` is the stand-in's own clock.
 *
 * @rule headers.plex-tv
 * @rule headers.date-is-clock
 */
export function stampPlexTv({ clock, ids }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const began = clock.now();
    await next();
    const body = await c.res.clone().text();
    for (const [name, value] of FIXED) c.header(name, value);
    if (body !== '') c.header('etag', `W/"${createHash('md5').update(body).digest('hex')}"`);
    c.header('x-request-id', ids.uuid());
    c.header('x-runtime', (Math.max(0, clock.now() - began) / 1000).toFixed(6));
    c.header('date', new Date(clock.now()).toUTCString());
  });
}
