import { PlexCore, settingsOf } from './core.js';
import { renewRefused } from './flows/renew-refused.js';
import { signIn, type SignedIn, type SignInInput } from './flows/sign-in.js';
import { Access } from './namespaces/access.js';
import { Account } from './namespaces/account.js';
import { Authentication } from './namespaces/authentication.js';
import { Credentials } from './namespaces/credentials.js';
import { DeviceKeys } from './namespaces/device-keys.js';
import { Home } from './namespaces/home.js';
import { Devices } from './namespaces/devices.js';
import { Pins } from './namespaces/pins.js';
import { Resources } from './namespaces/resources.js';
import type { AccessToken, CallOptions, PlexAPIOptions } from './options.js';
import { isRenewable, resolveEndpoints, siteOf } from './settings.js';
import { logTo } from './transport/log.js';
import { systemClock } from './transport/wait.js';
import { check, demandObject } from './wire/arguments.js';
import { serverAddress } from './wire/server-address.js';

/**
 * Authentication only: Plex sign-in and the tokens that come of it. A client never changes, may be shared by any number of
 * callers, and shows nothing of what it holds when printed.
 */
export class PlexAPI extends PlexCore {
  /** The four operations, to the letter. */
  readonly authentication: Authentication;
  /** Signing in on a page of Plex's, without a password. */
  readonly pins: Pins;
  /** The life of an account's token, and claiming servers. */
  readonly account: Account;
  /** The Plex Home: its people, and switching to one of them. */
  readonly home: Home;
  /** What is signed in to an account. */
  readonly devices: Devices;
  /** Servers and players, and how to reach them. */
  readonly resources: Resources;
  /** Who may come in: what somebody is to your media servers. */
  readonly access: Access;
  /** The keys of this device, and the JWTs that come of them. */
  readonly deviceKeys: DeviceKeys;
  /** The right token for each destination: kept, renewed, and never lost. */
  readonly credentials: Credentials;
  readonly #options: PlexAPIOptions;

  /** @throws InvalidArgumentError naming the option that is wrong. */
  constructor(options: PlexAPIOptions = {}) {
    demandObject(options, 'options');
    checkTools(options);
    super({ ...options, serverURL: serverAddress(options) });
    this.#options = { ...options };
    const settings = settingsOf(this);
    const { clients, authApp } = resolveEndpoints(settings);
    settings.clients = clients;
    settings.site = siteOf(settings);
    settings.winners = new Map();
    settings.family = {};
    const { accessToken, clock = systemClock } = options;
    if (isRenewable(accessToken)) settings.repeat = renewRefused(accessToken, clock);
    if (options.debugLogger) settings.log = logTo(options.debugLogger);
    this.authentication = new Authentication(this);
    this.pins = new Pins(this, authApp);
    this.account = new Account(this);
    this.home = new Home(this);
    this.devices = new Devices(this);
    this.resources = new Resources(this);
    this.access = new Access(this);
    this.deviceKeys = new DeviceKeys(this);
    this.credentials = new Credentials(this);
  }

  /**
   * Signs in with login and password, asking for a verification code only when Plex wants one. Needs a `clientID`.
   * @throws InvalidArgumentError before anything is sent; TicketstubError whose `code` says what is wanted.
   */
  async signIn(input: SignInInput, options?: CallOptions): Promise<SignedIn> {
    return signIn(this, input, options);
  }

  /**
   * A new client that is the same but for its token.
   * @throws InvalidArgumentError when it cannot be a token.
   */
  withToken(accessToken: AccessToken): PlexAPI {
    const client = new PlexAPI({ ...this.#options, accessToken });
    const { winners = new Map(), family = {} } = settingsOf(this);
    Object.assign(settingsOf(client), { winners, family });
    return client;
  }
}

/** What a call would only find out when it is made. */
function checkTools({ clock, debugLogger, fetch, timeout }: PlexAPIOptions): void {
  const tells = !clock || (typeof clock.now === 'function' && typeof clock.sleep === 'function');
  check(tells, 'clock', 'must have now and sleep');
  check(!debugLogger || typeof debugLogger.debug === 'function', 'debugLogger', 'must have debug');
  check(fetch === undefined || typeof fetch === 'function', 'fetch', 'must be a function');
  check(timeout === undefined || (typeof timeout === 'number' && timeout > 0), 'timeout', 'must be positive');
}
