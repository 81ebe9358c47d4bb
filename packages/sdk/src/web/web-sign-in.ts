import { identifiedSettingsOf } from '../core.js';
import { type SealKey, sealer } from '../crypto/seal.js';
import { askPin, INTERVAL, patienceOf, type PinOutcome, type Unsettled } from '../flows/ask-pin.js';
import type { CallOptions, Clock } from '../options.js';
import type { PlexAPI } from '../plex-api.js';
import { race, systemClock } from '../transport/wait.js';
import { check, demandObject } from '../wire/arguments.js';
import type { AuthAppContext } from '../wire/auth-app.js';
import { demandSealKeys } from '../wire/seal-keys.js';
import { type Attempt, attemptID, openAttempt, sealAttempt } from './attempts.js';
import { cookieJar, isAttempt, type WebRequest } from './cookies.js';
import { originsOf } from './origins.js';
import type { UsedAttempts } from './used-attempts.js';

/** How many attempts a browser may have under way. */
const ATTEMPTS = 5;

/** Characters that the cookies of all attempts may have: many servers refuse a request whose headers exceed 8 KiB. */
const COOKIES = 6000;

/** Characters of a `returnTo`: browsers drop a cookie above 4096, and a backslash counts twice in what is sealed. */
const RETURN_TO = 1024;

/** Milliseconds that a question is given even when patience has ended: less would ask for nothing. */
const AT_LEAST = 1000;

/** The query parameter that names the attempt on the way back. */
const PARAMETER = 'attempt';

/** How an app signs people in. */
export interface WebSignInOptions {
  /** The app's own origin, such as `https://app.example`, and any others that people may be sent back to. */
  origins: readonly (string | URL)[];
  /** Secrets of 32 bytes. The first seals, all open: put a new one in front, and drop the old one half an hour later. */
  keys: readonly SealKey[];
  /** What makes an attempt good for one sign-in: {@link memoryUsed} for one process, something of your own for several. */
  used: UsedAttempts;
  /**
   * Milliseconds that `finish` waits for a claim: Plex sends people back before it knows of it. Default 5000. The last
   * question is given a second even so.
   */
  patience?: number | undefined;
  /**
   * For a developer's machine, where all origins are http: cookies without `Secure`, under another name. Default false;
   * Chromium and Firefox need it not for `localhost`.
   */
  allowInsecure?: boolean | undefined;
}

/** Where an attempt comes back to. */
export interface BeginInput {
  /**
   * The app's page that calls `finish`: within `origins`, or a path of the first of them. On the host that answers now, as
   * the cookie is kept for no other.
   */
  forwardURL: string | URL;
  /** Where the person wanted to go, within `origins`: handed back by `finish`. The whole address has at most 1024 characters. */
  returnTo?: string | URL | undefined;
  /** True for a pop-up: handed back by `finish`. */
  popUp?: boolean | undefined;
  /** What Plex's page shows of the device. */
  context?: AuthAppContext | undefined;
  /** The request that is answered: attempts which its browser has begun and left are forgotten, the oldest first. */
  request?: WebRequest | undefined;
}

/** An attempt under way. */
export interface BegunSignIn {
  /** Plex's page. Send the browser there. */
  readonly url: string;
  /** A `Set-Cookie` header, which must go to the same browser in the same answer. */
  readonly cookie: string;
  /** More of them, which forget older attempts. */
  readonly clearCookies: readonly string[];
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Somebody has signed in. */
export interface WebSignedIn {
  readonly state: 'signed-in';
  /** The account's token for this client identifier. Any that it had there is dead. */
  readonly authToken: string;
  readonly returnTo: string | undefined;
  readonly popUp: boolean;
  /** A `Set-Cookie` header that forgets the attempt. */
  readonly clearCookie: string;
}

/** What became of an attempt. */
export type FinishedSignIn =
  | WebSignedIn
  /** Not claimed yet, or refused: Plex does not say which. The same request may be made again until it expires. */
  | { readonly state: 'pending'; readonly expiresAt: number; readonly popUp: boolean }
  /** Nobody signed in within its time. */
  | { readonly state: 'gone'; readonly popUp: boolean; readonly clearCookie: string }
  | {
      readonly state: 'invalid';
      /**
       * `no-attempt`: the address names none. `not-this-browser`: it was begun in another, or cookies are blocked, or it is long over.
       * `unsealed`: its cookie is not what we sealed, or the key is gone. `used`: it has signed somebody in before.
       */
      readonly reason: 'no-attempt' | 'not-this-browser' | 'unsealed' | 'used';
      readonly clearCookie: string | undefined;
    };

/** Signs people in to a web app: `begin` on one request, `finish` on a later one. Nothing is kept on the server between. */
export interface WebSignIn {
  /**
   * Makes a strong PIN and binds it to this browser.
   * @throws InvalidArgumentError when an address leads out of the app, or `returnTo` is too long; TicketstubError when Plex
   * makes no PIN.
   */
  begin(input: BeginInput, options?: CallOptions): Promise<BegunSignIn>;
  /**
   * What became of the attempt that the request's address names and its cookie holds. An attempt is used up at the moment its
   * token is handed out, and by nothing else. The claim is asked for once a second while patience lasts.
   * @throws TicketstubError when Plex could not be asked: the same request may be made again.
   */
  finish(request: WebRequest, options?: CallOptions): Promise<FinishedSignIn>;
}

/**
 * A sign-in session for a web app: the PIN is the server's, and it is bound to the browser that began by a sealed cookie. The
 * address that people come back to names the attempt, never the PIN, so nobody can be made to sign in as somebody else.
 * @throws InvalidArgumentError for a short key, an origin that is none, or a client without a `clientID`.
 */
export function webSignIn(plex: PlexAPI, options: WebSignInOptions): WebSignIn {
  const session = sessionOf(plex, options);
  return {
    begin: (input, callOptions) => begin(session, input, callOptions),
    finish: (request, callOptions) => finish(session, request, callOptions),
  };
}

type Session = ReturnType<typeof sessionOf>;

// The type is read off: it would only say all of this twice.
function sessionOf(plex: PlexAPI, options: WebSignInOptions) {
  demandObject(options, 'options');
  const { origins, keys, used, patience = 5000, allowInsecure = false } = options;
  check(typeof demandObject(used, 'used')['add'] === 'function', 'used', 'must have add');
  check(Number.isFinite(patience) && patience >= 0, 'patience', 'must be milliseconds');
  const { clientID = '', clock = systemClock } = identifiedSettingsOf(plex).options;
  return {
    plex,
    clock,
    used,
    patience,
    origins: originsOf(origins, allowInsecure),
    jar: cookieJar({ allowInsecure }),
    // Another client identifier would find no such PIN.
    seals: sealer(demandSealKeys(keys), `web sign-in ${clientID}`),
  };
}

async function begin(session: Session, input: BeginInput, options: CallOptions | undefined): Promise<BegunSignIn> {
  const { plex, clock, origins, jar, seals } = session;
  demandObject(input, 'input');
  const { forwardURL, returnTo, popUp, context, request } = input;
  const forward = origins.within(forwardURL, 'forwardURL');
  const destination = returnTo === undefined ? undefined : origins.within(returnTo, 'returnTo').href;
  check(!destination || destination.length <= RETURN_TO, 'returnTo', `must have at most ${RETURN_TO} characters`);
  const pin = await plex.pins.create({ strong: true }, options);
  const id = attemptID();
  forward.searchParams.set(PARAMETER, id);
  const { expiresAt } = pin;
  const sealed = await sealAttempt(seals, id, { pin: pin.id, expiresAt, returnTo: destination, popUp });
  return {
    url: plex.pins.authAppURL(pin, { forwardURL: forward, context }),
    cookie: jar.keep(id, sealed, expiresAt - clock.now()),
    clearCookies: request ? await tooMany(session, request, sealed.length) : [],
    expiresAt,
  };
}

/** Forgets attempts that are over, and the oldest where they are too many or too long. What we can't open is somebody else's. */
async function tooMany({ jar, seals, clock }: Session, request: WebRequest, fresh: number): Promise<string[]> {
  const opened = await Promise.all(
    [...jar.sent(request)].map(async ([id, value]) => ({ id, value, attempt: await openAttempt(seals, id, value) })),
  );
  const newestFirst = opened
    .flatMap(({ id, value, attempt }) => (attempt ? [{ id, length: value.length, end: attempt.expiresAt }] : []))
    .sort((one, other) => other.end - one.end);
  const forgotten: string[] = [];
  let [stay, room] = [1, COOKIES - fresh];
  for (const { id, length, end } of newestFirst) {
    stay += 1;
    room -= length;
    if (end <= clock.now() || stay > ATTEMPTS || room < 0) forgotten.push(jar.forget(id));
  }
  return forgotten;
}

async function finish(
  session: Session,
  request: WebRequest,
  options: CallOptions | undefined,
): Promise<FinishedSignIn> {
  const { jar, seals, clock, used } = session;
  const id = attemptNamedBy(request);
  if (id === undefined) return { state: 'invalid', reason: 'no-attempt', clearCookie: undefined };
  const sealed = jar.sent(request).get(id);
  if (sealed === undefined) return { state: 'invalid', reason: 'not-this-browser', clearCookie: undefined };
  const clearCookie = jar.forget(id);
  const attempt = await openAttempt(seals, id, sealed);
  if (!attempt) return { state: 'invalid', reason: 'unsealed', clearCookie };
  const { expiresAt, returnTo, popUp = false } = attempt;
  if (expiresAt <= clock.now()) return { state: 'gone', popUp, clearCookie };
  const outcome = await settle(session, attempt, options);
  if (!outcome) return { state: 'pending', expiresAt, popUp };
  if (outcome.state === 'gone') return { state: 'gone', popUp, clearCookie };
  // Plex hands a token out as often as it is asked: whoever comes first gets it, and nobody else does.
  // Anything but true is no: a driver's own idea of an answer must not let people in twice.
  const first: unknown = await used.add(id, expiresAt);
  if (first !== true) return { state: 'invalid', reason: 'used', clearCookie };
  return { state: 'signed-in', authToken: outcome.authToken, returnTo, popUp, clearCookie };
}

/** Asks until it is settled or patience ends, and waits no longer for an answer. @throws TicketstubError when the last had none. */
async function settle(
  { plex, clock, patience }: Session,
  { pin }: Attempt,
  options: CallOptions | undefined,
): Promise<PinOutcome | undefined> {
  const end = clock.now() + patience;
  const own = patienceOf(plex, options);
  for (;;) {
    const timeout = Math.min(own, Math.max(AT_LEAST, end - clock.now()));
    const found: PinOutcome | Unsettled = await askPin(plex, { id: pin }, { ...options, timeout });
    if ('state' in found) return found;
    const pause = Math.max(found.pause, INTERVAL);
    if (clock.now() + pause > end) {
      if (found.error) throw found.error;
      return undefined;
    }
    await sleep(clock, pause, options?.signal);
  }
}

function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return race(clock.sleep(ms, signal), signal);
}

function attemptNamedBy({ url }: WebRequest): string | undefined {
  // The origin doesn't matter: behind a proxy it is not the one that people see.
  if (!URL.canParse(url, 'http://localhost')) return undefined;
  const id = new URL(url, 'http://localhost').searchParams.get(PARAMETER);
  return id !== null && isAttempt(id) ? id : undefined;
}
