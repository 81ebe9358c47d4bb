import { timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Deps, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';
import { isOwn } from '../rules/own-origin.js';
import { fieldsOf, readBody } from './read-body.js';

type Step = ReturnType<typeof createMiddleware<StandInEnv>>;

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

/** Reads a form, and refuses one that another site sent with 403. */
export function readForm({ whereabouts }: Deps): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const said = { origin: c.req.header('origin'), site: c.req.header('sec-fetch-site') };
    if (!isOwn(said, [c.req.url, whereabouts.account])) throw new PlexHttpError(403);
    const body = await readBody(c.req.raw);
    if (body === undefined) throw new PlexHttpError(413);
    const fields = fieldsOf(c.req.header('content-type'), body);
    if (typeof fields !== 'object' || fields === null) throw new PlexHttpError(400);
    c.set('fields', new Map<string, unknown>(Object.entries(fields)));
    await next();
  });
}

/** Whether a form was on a page this visitor was given; to be asked after `readForm`. */
export function isFrom({ visitors }: Deps, visitor: string, fields: ReadonlyMap<string, unknown>): boolean {
  const sent = fields.get('csrf');
  return typeof sent === 'string' && isSame(sent, visitors.formToken(visitor));
}

/** Refuses a form that was not on a page this visitor was given; to be put after `readForm`. */
export function guardForm(deps: Deps): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    if (!isFrom(deps, c.get('visitor'), c.get('fields'))) throw new PlexHttpError(403);
    await next();
  });
}
