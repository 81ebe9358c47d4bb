import { claimPin } from './acts/claim-pin.js';
import { removeDevice } from './acts/remove-device.js';
import {
  advanceSchema,
  breachSchema,
  claimPinSchema,
  faultSchema,
  readInput,
  removeAccessSchema,
  removeDeviceSchema,
  restartSchema,
  rotateSchema,
  setAddressSchema,
  setBrowserAddressSchema,
} from './control-inputs.js';
import type { Account } from './db/accounts.js';
import type { CallerAddress } from './db/addresses.js';
import type { Server } from './db/servers.js';
import type { Deps } from './deps.js';
import type { Fault } from './memory/faults.js';
import type { SeenRequest } from './memory/request-log.js';
import { type Planting, replant } from './seed/plant.js';
import type { Seed } from './seed/seed.js';
import { StandInError, mistaken } from './stand-in-error.js';

/** Whose access to which server. */
export interface AccessToRemove {
  /** By the seed's name: `dana`. */
  readonly person: string;
  /** By name or machine identifier. */
  readonly server: string;
}

/** Which device of whom. */
export interface DeviceToRemove {
  /** By the seed's name: `dana`. */
  readonly person: string;
  /** What the program on it calls itself by. */
  readonly clientIdentifier: string;
}

/** Which PIN is claimed, and by whom. */
export interface PinToClaim {
  /** What the program under test was given to show. */
  readonly code: string;
  /** By the seed's name: `dana`. */
  readonly person: string;
}

/**
 * What a test does to the stand-in behind the back of the program under test. Every call has happened when it returns;
 * each throws a `StandInError` with the code `INVALID_CONTROL` for what it cannot use, and all but `requests` one with
 * the code `CLOSED` once the stand-in is closed.
 */
export interface Control {
  /** Puts people, tokens and servers back to the seed's and the clock to `startAt` or the real time; forgets the rest. */
  reset(): void;
  /** Moves the clock forward by `ms` milliseconds. */
  advanceClock(ms: number): void;
  /** Has the next request (or the next `times`) of an operation go wrong; several wait in line. */
  failNext(fault: Fault): void;
  /** Ends every token of a person, or of everybody, as Plex does after a breach; people may sign in again. */
  breach(person?: string): void;
  /** Restarts a media server, by name or machine identifier: its transient tokens die. */
  restartServer(server: string): void;
  /** Stops sharing a server with a person. */
  removeAccess(access: AccessToRemove): void;
  /** Takes a device off a person's list, as they would on Plex's own page: its tokens and its keys end. */
  removeDevice(device: DeviceToRemove): void;
  /** Signs somebody in to the program that shows a PIN, as the person would on Plex's own page. */
  claimPin(pin: PinToClaim): void;
  /**
   * Has plex.tv sign JWTs with a fresh key. The keys before it stay listed, and their JWTs alive, unless `before` is
   * `'drop'`.
   */
  rotateSigningKey(before?: 'keep' | 'drop'): void;
  /** Gives the callers under a client identifier an address; it is forgotten at the next reset. */
  setAddress(clientIdentifier: string, address: CallerAddress): void;
  /** Gives every browser that opens a page an address; it is forgotten at the next reset. */
  setBrowserAddress(address: CallerAddress): void;
  /** The requests since the start or the last reset, the last 5,000 at most, without tokens, passwords or codes. */
  requests(): readonly SeenRequest[];
}

/** What `reset` goes back to. */
export interface Beginning {
  readonly seed: Seed;
  readonly planting: Planting;
  readonly startAt: number | undefined;
}

function personCalled({ db }: Deps, action: string, key: string): Account {
  const account = db.accounts.byKey(key);
  if (account !== undefined) return account;
  const known = db.accounts.all().map((one) => one.key);
  const message = `nobody is called so; there are ${known.join(', ')}`;
  throw mistaken('INVALID_CONTROL', `control.${action}`, [{ path: 'person', message }]);
}

function serverCalled({ db }: Deps, action: string, name: string): Server {
  const servers = db.servers.all();
  const server = servers.find((one) => one.name === name || one.machineIdentifier === name);
  if (server !== undefined) return server;
  const message = `no server is called so; there are ${servers.map((one) => one.name).join(', ')}`;
  throw mistaken('INVALID_CONTROL', `control.${action}`, [{ path: 'server', message }]);
}

/**
 * Ends every token of the people given; what is shared with them stays shared, under fresh server tokens.
 *
 * @rule token.breach-ends-all
 * @rule jwt.breach-ends-keys
 */
function endTokens({ db, ids, visitors, attempts }: Deps, accounts: readonly Account[]): void {
  const ended = new Set(accounts.map(({ id }) => id));
  visitors.signOut(ended);
  attempts.forgetPasswords((login) => {
    const account = db.accounts.byLogin(login);
    return account !== undefined && ended.has(account.id);
  });
  db.transaction(() => {
    for (const { id } of accounts) {
      db.accountTokens.revokeAllOf(id);
      db.deviceKeys.removeAllOf(id);
      db.serverTokens.renewAllOf(id, () => ids.token());
    }
  });
}

/** Stops sharing a server. */
function unshare(deps: Deps, { person, server }: AccessToRemove): void {
  const account = personCalled(deps, 'removeAccess', person);
  const { machineIdentifier, name } = serverCalled(deps, 'removeAccess', server);
  if (deps.db.serverTokens.remove(machineIdentifier, account.id)) return;
  const message = `${name} is not shared with ${person}`;
  throw mistaken('INVALID_CONTROL', 'control.removeAccess', [{ path: 'person', message }]);
}

/** Takes a device off a person's list. */
function takeOff(deps: Deps, { person, clientIdentifier }: DeviceToRemove): void {
  const { id: accountId } = personCalled(deps, 'removeDevice', person);
  if (removeDevice(deps, { accountId, clientIdentifier })) return;
  const known = deps.db.devices.allOf(accountId).map((device) => device.clientIdentifier);
  const there = known.length === 0 ? 'they have none' : `there are ${known.join(', ')}`;
  const message = `${person} has no device that calls itself so; ${there}`;
  throw mistaken('INVALID_CONTROL', 'control.removeDevice', [{ path: 'clientIdentifier', message }]);
}

/**
 * Destroys the transient tokens of a server.
 *
 * @rule transient.restart
 */
function restart(deps: Deps, name: string): void {
  deps.db.transientTokens.destroyAllOf(serverCalled(deps, 'restartServer', name).machineIdentifier);
}

function claim(deps: Deps, { code, person }: PinToClaim): void {
  if (claimPin(deps, code, personCalled(deps, 'claimPin', person))) return;
  const message =
    'no PIN with this code waits to be claimed: it is unknown, expired or claimed already, or its program has had a JWT';
  throw mistaken('INVALID_CONTROL', 'control.claimPin', [{ path: 'code', message }]);
}

function startOver(deps: Deps, { seed, planting, startAt }: Beginning): void {
  deps.clock.put(startAt);
  deps.db.transaction(() => {
    replant(deps.db, seed, planting);
    deps.db.settings.put('clock-offset', String(deps.clock.offset));
  });
  deps.faults.clear();
  deps.rates.clear();
  deps.visitors.clear();
  deps.attempts.clear();
  deps.requests.clear();
}

type WhileOpen = <A extends unknown[]>(act: (...args: A) => void) => (...args: A) => void;

/** What is done to a closed stand-in is refused; whoever watches an open one is told that something was. */
function whileOpen({ clock, bell }: Deps): WhileOpen {
  return (act) =>
    (...args) => {
      if (clock.closed) throw new StandInError('CLOSED', 'The stand-in is closed');
      act(...args);
      bell.ring();
    };
}

/** Builds the control of a stand-in. */
export function createControl(deps: Deps, beginning: Beginning): Control {
  const { db, clock } = deps;
  const does = whileOpen(deps);
  return {
    reset: does(() => startOver(deps, beginning)),
    advanceClock: does((ms: number) => {
      clock.advance(readInput('advanceClock', advanceSchema, { ms }).ms);
      db.settings.put('clock-offset', String(clock.offset));
    }),
    failNext: does((fault: Fault) => deps.faults.add(readInput('failNext', faultSchema, fault))),
    breach: does((person?: string) => {
      const { person: key } = readInput('breach', breachSchema, { person });
      endTokens(deps, key === undefined ? db.accounts.all() : [personCalled(deps, 'breach', key)]);
    }),
    restartServer: does((server: string) =>
      restart(deps, readInput('restartServer', restartSchema, { server }).server),
    ),
    removeAccess: does((access: AccessToRemove) =>
      unshare(deps, readInput('removeAccess', removeAccessSchema, access)),
    ),
    removeDevice: does((device: DeviceToRemove) =>
      takeOff(deps, readInput('removeDevice', removeDeviceSchema, device)),
    ),
    claimPin: does((pin: PinToClaim) => claim(deps, readInput('claimPin', claimPinSchema, pin))),
    setAddress: does((clientIdentifier: string, address: CallerAddress) => {
      const { ip, country } = readInput('setAddress', setAddressSchema, { ...address, clientIdentifier });
      db.addresses.put(clientIdentifier, { ip, country });
    }),
    rotateSigningKey: does((before?: 'keep' | 'drop') =>
      deps.db.transaction(() => deps.signer.rotate(readInput('rotateSigningKey', rotateSchema, { before }).before)),
    ),
    setBrowserAddress: does((address: CallerAddress) =>
      deps.visitors.place(readInput('setBrowserAddress', setBrowserAddressSchema, address)),
    ),
    requests: () => deps.requests.all(),
  };
}
