import { InvalidArgumentError, SDKError, TicketstubError } from '../errors.js';
import type { PlexAPI } from '../plex-api.js';
import { check } from '../wire/arguments.js';
import type { AuthAppContext } from '../wire/auth-app.js';
import { type Origins, originsOf } from './origins.js';
import { page, PRIVATE, withHeaders } from './pages.js';
import { POP_UP_SCRIPT } from './pop-up-script.js';
import {
  type FinishedSignIn,
  type WebSignedIn,
  type WebSignIn,
  webSignIn,
  type WebSignInOptions,
} from './web-sign-in.js';

/** How an app signs people in, and what it does then. */
export interface WebSignInHandlerOptions extends WebSignInOptions {
  /** The path that it answers, such as `/sign-in`, with everything below. */
  path: string;
  /**
   * Somebody has signed in: start the app's own session, and say where to go, with `returnTo` of use. The attempt is used up
   * by now: if this fails, the person begins again.
   */
  onSignedIn: (signedIn: WebSignedIn, request: Request) => Response | Promise<Response>;
  /** A page of the app's own, in the place of one of few words. Cookies and headers are added to it. */
  onUnfinished?: ((outcome: UnfinishedSignIn, request: Request) => Response | undefined) | undefined;
  /** What Plex's page shows of the device. */
  context?: AuthAppContext | undefined;
}

/** Why nobody is signed in. A TicketstubError: Plex could not be asked, and the same address may be asked for again. */
export type UnfinishedSignIn =
  | Exclude<FinishedSignIn, WebSignedIn>
  | { readonly state: 'unavailable'; readonly error: TicketstubError };

interface Door extends WebSignInHandlerOptions {
  readonly signIn: WebSignIn;
  readonly known: Origins;
}

/** Seconds after which a browser looks again whether Plex knows of a claim. */
const LOOK_AGAIN = 2;

/**
 * Answers all that a sign-in needs, below one path: `GET path` sends to Plex's page, `GET path/return` is where people come
 * back to, and `path/pop-up.js` is for pages that want a pop-up. `?return-to=` says where to go afterwards. People come back to
 * the origin they were at if it is among `origins`, else to the first: behind a proxy the request's own says nothing.
 * @throws InvalidArgumentError naming the option that is wrong.
 */
export function webSignInHandler(
  plex: PlexAPI,
  options: WebSignInHandlerOptions,
): (request: Request) => Promise<Response> {
  const signIn = webSignIn(plex, options);
  const { path, onSignedIn, origins, allowInsecure = false } = options;
  check(typeof path === 'string' && /^\/[^?#]*[^/?#]$/.test(path), 'path', 'must be a path without a slash at its end');
  check(typeof onSignedIn === 'function', 'onSignedIn', 'must be a function');
  const door: Door = { ...options, signIn, known: originsOf(origins, allowInsecure) };
  return (request) => answer(door, request);
}

async function answer(door: Door, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const { path } = door;
  if (pathname === path) return permitted(request, ['GET', 'POST']) ?? begin(door, request);
  if (pathname === `${path}/return`) return permitted(request, ['GET']) ?? comeBack(door, request);
  if (pathname === `${path}/pop-up.js`) return permitted(request, ['GET']) ?? script();
  return new Response('Not found', { status: 404, headers: PRIVATE });
}

/** An answer to what must have no effect: a method that isn't meant, a look at the headers, a browser's guess. */
function permitted({ method, headers }: Request, methods: readonly string[]): Response | undefined {
  if (method === 'HEAD') return new Response(null, { headers: PRIVATE });
  if (!methods.includes(method)) {
    const allow = ['HEAD', ...methods].join(', ');
    return new Response('Method not allowed', { status: 405, headers: { ...PRIVATE, allow } });
  }
  const guess = (headers.get('sec-purpose') ?? headers.get('purpose') ?? '').includes('prefetch');
  return guess ? new Response('Not now', { status: 503, headers: PRIVATE }) : undefined;
}

function script(): Response {
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' };
  return new Response(POP_UP_SCRIPT, { headers: { ...headers, 'x-content-type-options': 'nosniff' } });
}

async function begin(door: Door, request: Request): Promise<Response> {
  const { path, context, signIn, known } = door;
  if (!isMeant(door, request)) return new Response('Forbidden', { status: 403, headers: PRIVATE });
  const { origin, searchParams } = new URL(request.url);
  // The cookie stays with the host that was asked, so people come back to it; behind a proxy nobody can tell, and it is the first.
  const own = known.includes(origin) ? origin : undefined;
  const wanted = searchParams.get('return-to');
  const popUp = searchParams.has('pop-up');
  try {
    const forwardURL = known.within(`${path}/return`, 'forwardURL', own);
    const returnTo = wanted === null ? undefined : known.within(wanted, 'returnTo', own);
    const input = { forwardURL, returnTo, popUp, context, request };
    const { url, cookie, clearCookies } = await signIn.begin(input, { signal: request.signal });
    const headers = new Headers({ ...PRIVATE, location: url });
    for (const header of [...clearCookies, cookie]) headers.append('set-cookie', header);
    return new Response(null, { status: request.method === 'POST' ? 303 : 302, headers });
  } catch (error) {
    if (error instanceof TicketstubError) return unfinished(door, request, { state: 'unavailable', error });
    const astray = error instanceof InvalidArgumentError && error.argument === 'returnTo';
    if (astray) return new Response('Bad return-to', { status: 400, headers: PRIVATE });
    throw error;
  }
}

/**
 * Whether a person means to begin: the browser goes there itself, or a form of the app's own sends it. Nobody is signed in by
 * beginning, but a stranger's page must not make PINs and cookies by the dozen.
 */
function isMeant({ known }: Door, { method, headers }: Request): boolean {
  const [site, mode, goal] = ['site', 'mode', 'dest'].map((name) => headers.get(`sec-fetch-${name}`));
  if (method === 'POST') return site === null ? known.includes(headers.get('origin')) : site === 'same-origin';
  return (mode ?? 'navigate') === 'navigate' && (goal ?? 'document') === 'document';
}

async function comeBack(door: Door, request: Request): Promise<Response> {
  const { signIn, onSignedIn } = door;
  const outcome = await signIn.finish(request, { signal: request.signal }).catch((error: unknown): UnfinishedSignIn => {
    if (error instanceof TicketstubError) return { state: 'unavailable', error };
    throw error;
  });
  if (outcome.state !== 'signed-in') return unfinished(door, request, outcome);
  const response = await onSignedIn(outcome, request);
  const forget = ['set-cookie', outcome.clearCookie] as const;
  // An app that turns the person away says so by itself, in a pop-up too.
  if (!outcome.popUp || response.status >= 400) return withHeaders(response, [forget]);
  const cookies = response.headers.getSetCookie().map((cookie) => ['set-cookie', cookie] as const);
  const goOn = response.headers.get('location') ?? outcome.returnTo ?? '/';
  const text = 'You are signed in. You may close this window.';
  const done = { status: 200, text, link: { text: 'Go on', address: goOn }, script: `${door.path}/pop-up.js` };
  return withHeaders(page(done), [...cookies, forget]);
}

function unfinished(door: Door, request: Request, outcome: UnfinishedSignIn): Response {
  const { path, onUnfinished } = door;
  const popUp = 'popUp' in outcome && outcome.popUp;
  const again = { text: 'Sign in again', address: popUp ? `${path}?pop-up=1` : path };
  const more: [string, string][] = [];
  if ('clearCookie' in outcome && outcome.clearCookie) more.push(['set-cookie', outcome.clearCookie]);
  if (outcome.state === 'pending') more.push(['refresh', String(LOOK_AGAIN)]);
  if (outcome.state === 'unavailable') more.push(...retryAfter(outcome.error));
  const own = onUnfinished?.(outcome, request);
  return withHeaders(own ?? page({ ...wordsFor(outcome), link: again }), more);
}

function retryAfter(error: TicketstubError): [string, string][] {
  const seconds = error instanceof SDKError ? error.retryAfter : undefined;
  return seconds === undefined ? [] : [['retry-after', String(Math.ceil(seconds))]];
}

function wordsFor(outcome: UnfinishedSignIn): { status: number; text: string } {
  switch (outcome.state) {
    case 'pending':
      return { status: 200, text: 'Waiting for Plex. If you did not allow it there, nobody is signed in.' };
    case 'gone':
      return { status: 410, text: 'This sign-in took too long and is over.' };
    case 'unavailable':
      return { status: 503, text: 'Plex can’t be asked right now. Reload this page in a moment.' };
    case 'invalid':
      return { status: 400, text: 'This sign-in was begun in another browser, or is over.' };
    default:
      return outcome;
  }
}
