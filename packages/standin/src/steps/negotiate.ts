import { createMiddleware } from 'hono/factory';
import type { StandInEnv } from '../deps.js';
import { formatOf } from '../rules/formats.js';

/** Settles whether the answer is JSON or XML. */
export const negotiate = createMiddleware<StandInEnv>(async (c, next) => {
  c.set('format', formatOf(c.req.path, c.req.header('accept')));
  await next();
});
