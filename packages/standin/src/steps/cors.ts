import { createMiddleware } from 'hono/factory';
import type { StandInEnv } from '../deps.js';
import { putHeaders } from '../views/text-response.js';

const METHODS = 'GET, POST, PUT, DELETE';

/** Seconds a browser may remember the answer to its question. */
const REMEMBERED = '600';

/**
 * Lets pages of any origin ask: their origin is reflected, and a preflight is answered with 204.
 *
 * @rule cors.reflects-origin
 * @rule cors.media-server
 */
export const cors = createMiddleware<StandInEnv>(async (c, next) => {
  const origin = c.req.header('origin');
  if (c.req.method === 'OPTIONS') {
    const headers = new Headers({ 'access-control-allow-methods': METHODS, 'access-control-max-age': REMEMBERED });
    if (origin !== undefined) headers.set('access-control-allow-origin', origin);
    const asked = c.req.header('access-control-request-headers');
    if (asked !== undefined) headers.set('access-control-allow-headers', asked);
    return new Response(null, { status: 204, headers });
  }
  await next();
  if (origin !== undefined) putHeaders(c.res, { 'access-control-allow-origin': origin });
  return undefined;
});
