import { type Handler, Hono, type MiddlewareHandler } from 'hono';
import type { Deps, StandInEnv } from './deps.js';
import { PlexHttpError } from './errors.js';
import type { OperationName } from './operations.js';
import { getAllow, getDone, postAllow } from './routes/web/allow.js';
import { assets } from './routes/web/assets.js';
import { getAuth, postAuth } from './routes/web/auth.js';
import { getLink, postLink } from './routes/web/link.js';
import { getSignIn, postSignIn, postSignOut } from './routes/web/sign-in.js';
import { guardForm, readForm } from './steps/guard-form.js';
import { identifyClient } from './steps/identify-client.js';
import { operate } from './steps/inject-fault.js';
import { knowVisitor } from './steps/know-visitor.js';
import { pageHeaders } from './steps/page-headers.js';
import { rateLimit } from './steps/rate-limit.js';
import { record } from './steps/record.js';
import { errorPage } from './views/page-error.js';

interface Page {
  /** For pages that Plex has too. */
  readonly operation?: OperationName;
  readonly method: 'GET' | 'POST';
  readonly paths: readonly string[];
  readonly steps?: readonly MiddlewareHandler<StandInEnv>[];
  readonly handler: Handler<StandInEnv>;
}

function shown(deps: Deps): Page[] {
  return [
    { operation: 'showAuthPage', method: 'GET', paths: ['/auth', '/auth/'], handler: getAuth },
    { method: 'GET', paths: ['/auth/sign-in'], handler: getSignIn(deps) },
    { method: 'GET', paths: ['/auth/allow'], handler: getAllow(deps) },
    { method: 'GET', paths: ['/auth/done'], handler: getDone(deps) },
    { operation: 'showLinkPage', method: 'GET', paths: ['/link', '/link/', '/pin', '/pin/'], handler: getLink(deps) },
    ...assets.map(({ path, handler }): Page => ({ method: 'GET', paths: [path], handler })),
  ];
}

function sent(deps: Deps): Page[] {
  const read = readForm(deps);
  const guard = [read, guardForm(deps)];
  const guess = [...guard, rateLimit(deps)];
  return [
    // Nothing is done yet, and whoever sends somebody here could as well send them to `GET /auth`.
    { method: 'POST', paths: ['/auth'], steps: [read], handler: postAuth(deps) },
    { method: 'POST', paths: ['/auth/sign-in'], steps: guess, handler: postSignIn(deps) },
    { method: 'POST', paths: ['/auth/sign-out'], steps: guard, handler: postSignOut(deps) },
    { method: 'POST', paths: ['/auth/allow'], steps: guard, handler: postAllow(deps) },
    { method: 'POST', paths: ['/link'], steps: guess, handler: postLink(deps) },
  ];
}

/** The one place where a page is refused. */
async function answerPageError(error: Error): Promise<Response> {
  const { status, retryAfter } = error instanceof PlexHttpError ? error : new PlexHttpError(500);
  const headers = new Headers({ 'content-type': 'text/html; charset=UTF-8' });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  return new Response(await errorPage(status), { status, headers });
}

/** The pages that people see, and the forms on them. */
export function pageRoutes(deps: Deps): Hono<StandInEnv> {
  const app = new Hono<StandInEnv>();
  const before = [identifyClient(deps), record(deps, 'plex.tv'), pageHeaders(deps), knowVisitor(deps)];
  for (const { operation, method, paths, steps = [], handler } of [...shown(deps), ...sent(deps)]) {
    const failing = operation === undefined ? [] : [operate(deps, operation)];
    for (const step of [...before, ...failing, ...steps]) app.on(method, [...paths], step);
    app.on(method, [...paths], handler);
  }
  app.onError(answerPageError);
  return app;
}
