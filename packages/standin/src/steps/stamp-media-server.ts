import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';

/**
 * Puts a media server's headers on the answer; `Date` is the stand-in's own clock.
 *
 * @rule headers.media-server
 */
export function stampMediaServer({ clock }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    await next();
    c.header('x-plex-protocol', '1.0');
    c.header('cache-control', 'no-cache');
    if (c.res.headers.get('connection') === null) {
      c.header('connection', c.env.persistent ? 'Keep-Alive' : 'close');
      if (c.env.persistent) c.header('keep-alive', 'timeout=20');
    }
    c.header('date', new Date(clock.now()).toUTCString());
  });
}
