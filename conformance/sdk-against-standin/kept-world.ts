import {
  type CredentialStore,
  type DeviceKey,
  memoryStore,
  type OpenCredentialsInput,
  type PersonCredentials,
  type PlexAPI,
  type PlexAPIOptions,
  type UsableToken,
} from '@ticketstub/sdk';
import type { CastName, StandIn, StandInOptions } from '@ticketstub/standin';
import { openWorld, type Way, type World } from './world.js';

/** The client identifier of the program under test. */
export const INSTALLATION = 'an-installation';

/** A program that keeps people's credentials in a store, and the world that it is in. */
export interface KeptWorld extends AsyncDisposable {
  readonly world: World;
  readonly store: CredentialStore;
  /** Machine identifiers of Alice's servers. */
  readonly attic: string;
  readonly cellar: string;
  /** Whom the program was told to have sign in again, in order. */
  readonly prompts: string[];
  readonly storeErrors: unknown[];
  /** One process of the installation. */
  program(options?: PlexAPIOptions): PlexAPI;
  /** What one process has open of somebody. */
  open(name: CastName, input?: Partial<OpenCredentialsInput>): PersonCredentials;
  /** The same, of somebody who has just signed in with a password. */
  signedIn(name: CastName, input?: Partial<OpenCredentialsInput>): Promise<PersonCredentials>;
  /** The same, of somebody who has signed in with a PIN for a key of the program's, and holds JWTs alone. */
  keyed(name: CastName, input?: Partial<OpenCredentialsInput>): Promise<PersonCredentials>;
  /** Who a token is at plex.tv; undefined where it is dead. */
  whoIs(token: Pick<UsableToken, 'accessToken' | 'clientID'>): Promise<CastName | undefined>;
  /** Whether a media server takes a token. */
  opens(token: UsableToken, url: string): Promise<boolean>;
}

/** Opens one. */
export async function openKeptWorld(way: Way, options?: StandInOptions): Promise<KeptWorld> {
  const world = await openWorld(way, options);
  const { standIn } = world;
  const [attic = '', cellar = ''] = standIn.servers.map(({ machineIdentifier }) => machineIdentifier);
  const store = memoryStore({ clock: standIn.clock });
  const prompts: string[] = [];
  const storeErrors: unknown[] = [];
  const program = (own?: PlexAPIOptions): PlexAPI =>
    world.client('alice', { accessToken: '', clientID: INSTALLATION, ...own });
  const plex = program();
  const open: KeptWorld['open'] = (name, input) =>
    plex.credentials.open({
      store,
      name,
      onSignInAgain: (event) => void prompts.push(event.name),
      onStoreError: (error) => void storeErrors.push(error),
      ...input,
    });
  return {
    world,
    store,
    attic,
    cellar,
    prompts,
    storeErrors,
    program,
    open,
    async signedIn(name, input) {
      const { email: login, password } = standIn.people[name];
      const credentials = open(name, input);
      await credentials.adopt(await plex.signIn({ login, password }));
      return credentials;
    },
    async keyed(name, input) {
      const credentials = open(name, input);
      await credentials.adopt(await linkedKey(standIn, { name, plex: program({ clientID: `a-key-of-${name}` }) }));
      return credentials;
    },
    whoIs: (token) => whoIs(standIn, program({ ...token })),
    opens: (token, serverURL) => isTaken(program({ ...token, serverURL })),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** Has somebody sign a program in with a PIN for a key of its own. */
async function linkedKey(
  { control }: StandIn,
  { name, plex }: { readonly name: CastName; readonly plex: PlexAPI },
): Promise<{ key: DeviceKey; clientID: string }> {
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ key, strong: true });
  control.claimPin({ code: pin.code, person: name });
  await plex.pins.waitUntilClaimed(pin, { key });
  return { key, clientID: `a-key-of-${name}` };
}

async function whoIs({ people }: StandIn, plex: PlexAPI): Promise<CastName | undefined> {
  const check = await plex.account.checkToken();
  const names = Object.keys(people).filter((name): name is CastName => name in people);
  return check.state === 'valid' ? names.find((name) => people[name].uuid === check.account.uuid) : undefined;
}

async function isTaken(plex: PlexAPI): Promise<boolean> {
  try {
    await plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
    return true;
  } catch {
    return false;
  }
}
