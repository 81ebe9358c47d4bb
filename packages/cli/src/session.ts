import {
  clockFrom,
  type Destination,
  type FetchLike,
  installationID,
  type PersonCredentials,
  PlexAPI,
  type PlexAPIOptions,
  type TokenSource,
} from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { makeVault, openVault, sealedCredentials, type Vault } from './credentials/vault.js';
import { notSignedIn } from './failure.js';
import type { Run } from './run.js';
import { VERSION } from './version.js';

/** Where a token comes from. */
export type Origin = { readonly from: 'environment' } | { readonly from: 'vault'; readonly vault: Vault };

/** Who is signed in, and what they may do. */
export interface Session {
  /** The client, with a token for plex.tv. */
  readonly plex: PlexAPI;
  /** Its client identifier. */
  readonly clientID: string;
  readonly origin: Origin;
  /** A token for a destination: renewed or got where that must be. */
  readonly sourceFor: (destination: Destination) => TokenSource | string;
  /** What is kept; undefined when the token comes from the environment. */
  readonly credentials: PersonCredentials | undefined;
}

/** What a sign-in is kept by. */
export interface Keeping {
  /** The client under the profile's own identifier, without a token. */
  readonly plex: PlexAPI;
  readonly clientID: string;
  readonly vault: Vault;
  readonly credentials: PersonCredentials;
}

/**
 * Whoever is signed in: `PLEX_TOKEN` goes before what is kept, and somebody is told so, unless the command does it.
 * @throws Failure with the exit code 4 when nobody is.
 */
export async function openSession(run: Run, { tellsOrigin = false } = {}): Promise<Session> {
  const { settings, context } = run;
  const { token, profile } = settings;
  if (token !== undefined) {
    if (!tellsOrigin) run.output.note('Using PLEX_TOKEN, which goes before what is kept.');
    const clientID = crypto.randomUUID();
    const plex = clientOf(run, clientID).withToken(token);
    return { plex, clientID, origin: { from: 'environment' }, sourceFor: () => token, credentials: undefined };
  }
  const vault = await openVault(context);
  const name = nameOf(run);
  const isKept = vault && (await isStored(vault, name));
  if (!isKept) throw notSignedIn(profile);
  const { plex, clientID, credentials } = await keepingIn(run, vault);
  const sourceFor = (destination: Destination): TokenSource => credentials.source(destination);
  const origin = { from: 'vault', vault } as const;
  return { plex: plex.withToken(sourceFor('plex.tv')), clientID, origin, sourceFor, credentials };
}

/** Where a sign-in goes; made when there has been none. */
export async function openKeeping(run: Run): Promise<Keeping> {
  return keepingIn(run, await makeVault(run.context));
}

/**
 * Takes away what is kept of a profile, and what is damaged of the rest it needs; it takes no key. False when there was nothing.
 * @throws TicketstubError when the folder cannot be written to.
 */
export async function clearAway(run: Run): Promise<boolean> {
  const { context } = run;
  const opened = await openVault(context).catch(() => undefined);
  const store = opened?.store ?? (await sealedCredentials(context));
  if (!store) return false;
  const name = nameOf(run);
  const installation = deviceOf(run);
  const removed = await Promise.all([...PARTS, 'sign-in-again'].map((part) => store.remove(`${name}/${part}`)));
  const isInTheWay = await store.read(installation).then(
    () => false,
    () => true,
  );
  return (isInTheWay && (await store.remove(installation))) || removed.includes(true);
}

/** A client of this program. */
export function clientOf(run: Run, clientID: string, serverURL?: string): PlexAPI {
  return new PlexAPI({ ...optionsFor(run, clientID), ...(serverURL !== undefined && { serverURL }) });
}

/** What every client of this program is made with. */
export function optionsFor({ settings, context }: Run, clientID: string): PlexAPIOptions {
  const { plexURL } = settings;
  const endpoints = plexURL && {
    account: `${plexURL}/api/v2`,
    clients: `${plexURL}/api/v2`,
    authApp: `${plexURL}/auth`,
  };
  return {
    clientID,
    clientName: 'Ticketstub',
    clientVersion: VERSION,
    clientPlatform: PLATFORMS[context.platform] ?? context.platform,
    deviceName: context.hostname,
    fetch: nodeTransport(),
    ...(endpoints && { endpoints }),
  };
}

const PLATFORMS: Readonly<Record<string, string>> = { darwin: 'macOS', linux: 'Linux', win32: 'Windows' };

async function keepingIn(run: Run, vault: Vault): Promise<Keeping> {
  const { store } = vault;
  const clientID = await installationID(store, { name: deviceOf(run) });
  const plex = clientOf(run, clientID);
  return { plex, clientID, vault, credentials: plex.credentials.open({ store, name: nameOf(run) }) };
}

/** What somebody's credentials are kept under: what one plex.tv has given is never shown to another. */
function nameOf(run: Run): string {
  return placedAt(`profile ${run.settings.profile}`, run);
}

/** A profile is a device of its own: Plex gives one account one token for each, and signs it out as one. */
function deviceOf(run: Run): string {
  return placedAt(`device of ${run.settings.profile}`, run);
}

function placedAt(name: string, { settings: { plexURL } }: Run): string {
  return plexURL === undefined ? name : `${name} at ${plexURL}`;
}

/** What the SDK keeps of somebody who is signed in, each under a name of its own. */
const PARTS = ['account', 'key', 'session'];

async function isStored({ store }: Vault, name: string): Promise<boolean> {
  const parts = await Promise.all(PARTS.map((part) => store.read(`${name}/${part}`)));
  return parts.some((part) => part !== undefined);
}

/**
 * Milliseconds by which this computer's clock is ahead of plex.tv's, to a second.
 * @throws TicketstubError when plex.tv does not answer.
 */
export async function clockSkew({ settings, context }: Run): Promise<number> {
  const account = `${settings.plexURL ?? 'https://plex.tv'}/api/v2`;
  const transport = nodeTransport();
  const fetch: FetchLike = (url, init) =>
    transport(url, { ...init, signal: AbortSignal.any([init.signal, context.signal]) });
  const clock = await clockFrom(account, { fetch });
  return context.now() - clock.now();
}
