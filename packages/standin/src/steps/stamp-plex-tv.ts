import { hash } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { TextResponse, putHeaders } from '../views/text-response.js';

const FIXED = {
  'cache-control': 'max-age=0, private, must-revalidate',
  'referrer-policy': 'origin-when-cross-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  vary: 'Origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-xss-protection': '1; mode=block',
};

/** The weak tag of a text; that of the last one is remembered. */
function tagger(): (content: string) => string {
  let last = { content: '', tag: '' };
  return (content) => {
    if (content !== last.content) last = { content, tag: `W/"${hash('sha1', content).slice(0, 32)}"` };
    return last.tag;
  };
}

/**
 * Puts plex.tv's headers on the answer; `Date` is the stand-in's own clock.
 *
 * @rule headers.plex-tv
 * @rule headers.date-is-clock
 */
export function stampPlexTv({ clock, ids }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  const tagOf = tagger();
  return createMiddleware<StandInEnv>(async (c, next) => {
    const began = clock.now();
    await next();
    putHeaders(c.res, FIXED);
    if (c.res instanceof TextResponse) putHeaders(c.res, { etag: tagOf(c.res.content) });
    putHeaders(c.res, {
      'x-request-id': ids.uuid(),
      'x-runtime': (Math.max(0, clock.now() - began) / 1000).toFixed(6),
      date: new Date(clock.now()).toUTCString(),
    });
  });
}
