import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { putHeaders } from '../views/text-response.js';

function connectionOf(persistent: boolean): Record<string, string> {
  return persistent ? { connection: 'Keep-Alive', 'keep-alive': 'timeout=20' } : { connection: 'close' };
}

/**
 * Puts a media server's headers on the answer; `Date` is the stand-in's own clock.
 *
 * @rule headers.media-server
 */
export function stampMediaServer({ clock }: Deps): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    await next();
    putHeaders(c.res, {
      'x-plex-protocol': '1.0',
      'cache-control': 'no-cache',
      ...(c.res.headers.get('connection') === null && connectionOf(c.env.persistent)),
      date: new Date(clock.now()).toUTCString(),
    });
  });
}
