import type { Deps } from '../deps.js';
import { shorten } from '../rules/shorten.js';
import { freshCode, nextStepAt } from '../rules/totp.js';
import type {
  ConsoleState,
  ShownDevice,
  ShownPerson,
  ShownPin,
  ShownSecret,
  ShownServer,
  ShownSwitch,
  ShownTransient,
  Some,
} from '../views/console/model.js';

/** The passwords people sign in with, by the seed's names: the database has only hashes of them. */
export type Passwords = (key: string) => string;

/** How many of each kind are shown: there may be ten thousand people. */
const MOST = 100;

/** The length of a code that is to be typed; a longer one travels in addresses and is nobody's to read. */
const TYPED = 4;

function secretOf({ requests }: Deps, token: string): ShownSecret {
  return { short: shorten(token), fingerprint: requests.fingerprint(token) };
}

function personOf({ db }: Deps, accountId: number): string {
  return db.accounts.byId(accountId)?.key ?? '';
}

function people({ db, clock }: Deps, passwords: Passwords): Some<ShownPerson> {
  const shown = db.accounts.first(MOST).map(({ totpSecret: secret, totpLastStep: lastStep, ...account }) => ({
    id: account.id,
    key: account.key,
    title: account.title,
    email: account.email,
    username: account.username,
    emailOnly: account.emailOnly,
    plan: account.plan,
    home: account.home,
    password: passwords(account.key),
    pin: account.pin,
    code: secret === null ? null : freshCode({ secret, lastStep }, clock.now()),
  }));
  return { shown, total: db.accounts.size() };
}

function servers(deps: Deps): ShownServer[] {
  const { db, whereabouts } = deps;
  return db.servers.all().map(({ name, machineIdentifier, version, ownerId }) => {
    const shown = db.serverTokens.of(machineIdentifier, MOST).map(({ accountId, token }) => ({
      id: accountId,
      person: personOf(deps, accountId),
      token: secretOf(deps, token),
    }));
    return {
      name,
      machineIdentifier,
      version,
      url: whereabouts.servers.get(machineIdentifier) ?? '',
      owner: personOf(deps, ownerId),
      guests: { shown, total: db.serverTokens.sizeOf(machineIdentifier) },
    };
  });
}

/** The devices of everybody, as `/devices.xml` lists each account's: a device stays when its token has ended. */
function devices(deps: Deps): Some<ShownDevice> {
  const { db } = deps;
  const shown = db.devices.first(MOST).map(({ id, accountId, clientIdentifier }) => {
    const token = db.accountTokens.findFor(accountId, clientIdentifier);
    const keys = db.deviceKeys.of(accountId, clientIdentifier);
    return {
      id,
      person: personOf(deps, accountId),
      clientIdentifier,
      home: token?.kind === 'home',
      token: token === undefined ? null : secretOf(deps, token.token),
      keys: keys.map(({ kid, used }) => ({ short: shorten(kid), used })),
    };
  });
  return { shown, total: db.devices.size() };
}

function transients(deps: Deps): Some<ShownTransient> {
  const { db, clock } = deps;
  const shown = db.transientTokens.lasting(clock.now(), MOST).map(({ accountId, issuer, token, expiresAt }) => ({
    person: personOf(deps, accountId),
    server: db.servers.byMachineIdentifier(issuer)?.name ?? issuer,
    token: secretOf(deps, token),
    until: expiresAt,
  }));
  return { shown, total: db.transientTokens.size(clock.now()) };
}

function pins({ db, clock }: Deps): ShownPin[] {
  return db.pins.newest(clock.now(), MOST).map(({ id, code, product, clientIdentifier, expiresAt, accountId }) => ({
    id,
    code: code.length === TYPED ? code : shorten(code),
    product,
    clientIdentifier,
    expiresAt,
    claimed: accountId !== null,
  }));
}

/** What each switch does, in a few words. */
const SWITCHES: Readonly<Record<string, string>> = {
  errors: 'how media servers word their refusals',
  rateLimits: 'plex.tv answers 429 to who asks too often',
  acceptJwt: 'media servers accept JWTs of plex.tv',
  strictClientIdentifier: '/user insists on a client identifier',
  forwardSchemes: 'schemes besides http(s) that the sign-in page sends people to',
  openerPolicy: 'whether the sign-in page is cut off from what opened it',
  securityAlert: 'when the sign-in page warns of another address',
  claimDelay: 'milliseconds from a yes on the sign-in page until the PIN shows it',
  locations: 'what GeoIP says of a country, where it is not invented',
};

function valueOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object' && value !== null)
    return (Array.isArray(value) ? value : Object.keys(value)).join(', ');
  return String(value);
}

function switches({ behaviour }: Deps): ShownSwitch[] {
  return Object.entries(behaviour).flatMap(([name, value]) => {
    const does = SWITCHES[name];
    return does === undefined ? [] : [{ name, value: valueOf(value) || 'none', does }];
  });
}

/** All that the console shows but for the log, as it is now. */
export function consoleState(deps: Deps, passwords: Passwords): ConsoleState {
  const { clock, db, faults } = deps;
  const now = clock.now();
  const cast = people(deps, passwords);
  const waiting = pins(deps);
  const changes = waiting.map(({ expiresAt }) => expiresAt);
  if (cast.shown.some(({ code }) => code !== null)) changes.push(nextStepAt(now));
  return {
    now,
    ahead: clock.offset,
    staleAt: changes.length === 0 ? null : Math.min(...changes),
    people: cast,
    servers: servers(deps),
    devices: devices(deps),
    transients: transients(deps),
    signingKeys: db.signingKeys.listed().map(({ kid }) => shorten(kid)),
    pins: waiting,
    faults: faults.waiting(),
    addresses: db.addresses.first(MOST),
    switches: switches(deps),
  };
}
