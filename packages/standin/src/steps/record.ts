import { createMiddleware } from 'hono/factory';
import { findToken } from '../db/find-token.js';
import type { Deps, StandInEnv } from '../deps.js';
import type { SeenToken } from '../memory/request-log.js';
import { redactPath } from '../rules/redact-path.js';

function tokenSeen({ db, requests }: Deps, token: string | undefined): SeenToken | null {
  if (token === undefined) return null;
  const fingerprint = requests.fingerprint(token);
  const found = findToken(db, token);
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
