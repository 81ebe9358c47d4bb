import { createMiddleware } from 'hono/factory';
import { findJwt } from '../acts/find-jwt.js';
import { findToken } from '../db/find-token.js';
import type { Deps, StandInEnv } from '../deps.js';
import type { SeenToken } from '../memory/request-log.js';
import { redactPath } from '../rules/redact-path.js';

/** A JWT that plex.tv signed, alive or not: whose it is can be read in it. */
function jwtSeen(deps: Deps, token: string): { readonly kind: 'jwt'; readonly accountId: number } | undefined {
  const found = findJwt(deps, token);
  return found === undefined ? undefined : { kind: 'jwt', accountId: found.accountId };
}

function tokenSeen(deps: Deps, token: string | undefined): SeenToken | null {
  if (token === undefined) return null;
  const { db, requests } = deps;
  const fingerprint = requests.fingerprint(token);
  const found = findToken(db, token) ?? jwtSeen(deps, token);
  if (found === undefined) return { kind: 'unknown', person: null, fingerprint };
  return { kind: found.kind, person: db.accounts.byId(found.accountId)?.key ?? null, fingerprint };
}

function queryOf(url: string): string {
  const [asked = ''] = url.split('#', 1);
  const start = asked.indexOf('?');
  return start === -1 ? '' : asked.slice(start);
}

/** Writes down each request and how it was answered, without its secrets. */
export function record(deps: Deps, host: string): ReturnType<typeof createMiddleware<StandInEnv>> {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const { token } = c.get('client');
    const at = deps.clock.now();
    // Looked up before the request is served: a sign-out ends the token it came with.
    const seen = tokenSeen(deps, token);
    await next();
    // Some say who they are in the body only, which has been read by now.
    const { identifier, address } = c.get('client');
    const operation = c.get('operation') ?? null;
    const unanswered = c.get('dropped') || c.env.gone();
    deps.requests.add({
      at,
      host,
      operation,
      method: c.req.method,
      path: redactPath(c.req.path, queryOf(c.req.url), operation !== null),
      status: unanswered ? null : c.res.status,
      clientIdentifier: identifier ?? null,
      token: seen,
      // A copy: what the database gave may be given to others.
      address: { ...address },
    });
  });
}
