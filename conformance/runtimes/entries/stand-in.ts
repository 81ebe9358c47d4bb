import { rm } from 'node:fs/promises';
import { argv } from 'node:process';
import { errors, PlexAPI } from '@ticketstub/sdk';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { rejection } from '../smoke/world.js';
import { tell } from '../tell.js';

// The other way round: the stand-in runs here, and so does its client. The first argument is a database file to be made.
const all = { type: 'delegation', scope: 'all' } as const;

/** The four operations as Alice. What was answered. */
async function ask(
  { servers: [attic], people: { alice }, endpoints }: StandIn,
  fetch?: StandIn['fetch'],
): Promise<string> {
  const plex = new PlexAPI({ serverURL: attic?.url, endpoints, accessToken: alice.token, clientID: 'smoke', fetch });
  const { authentication } = plex;
  const { mediaContainer } = await authentication.getTransientToken(all);
  const source = `server://${attic?.machineIdentifier ?? ''}`;
  await plex.withToken(mediaContainer.token).authentication.getTransientToken(all);
  await authentication.getSourceConnectionInformation({ source });
  const { userPlexAccount } = await authentication.getTokenDetails();
  const requestBody = { login: alice.email, password: alice.password };
  const { userPlexAccount: signedIn } = await authentication.postUsersSignInData({ requestBody });
  return [userPlexAccount.uuid, signedIn.uuid].every((uuid) => uuid === alice.uuid) ? '' : 'another account';
}

/** What a second stand-in knows of a sign-in at the first, both of one file. */
async function remember(database: string): Promise<string> {
  const sign = async (standIn: StandIn): Promise<string> => {
    const { email: login, password } = standIn.people.dana;
    const plex = new PlexAPI({ endpoints: standIn.endpoints, clientID: 'smoke' });
    const { accessToken } = await plex.signIn({ login, password });
    return accessToken;
  };
  const first = await startStandIn({ database });
  const accessToken = await sign(first);
  await first.close();
  const second = await startStandIn({ database });
  const plex = new PlexAPI({ endpoints: second.endpoints, accessToken });
  await plex.authentication.getTokenDetails();
  await second.close();
  return '';
}

/** Whether a moved clock, a breach and a fault are seen by a client. */
async function control(standIn: StandIn): Promise<string> {
  const { people, endpoints, control: behind } = standIn;
  const plex = new PlexAPI({ endpoints, accessToken: people.dana.token, retryConfig: { strategy: 'none' } });
  behind.failNext({ operation: 'getTokenDetails', status: 503 });
  const down = await rejection(plex.authentication.getTokenDetails());
  behind.breach('dana');
  const dead = await rejection(plex.authentication.getTokenDetails());
  const isSo = down instanceof errors.SDKError && dead instanceof errors.GetTokenDetailsUnauthorized;
  return isSo && down.statusCode === 503 ? '' : `${String(down)}, then ${String(dead)}`;
}

const database = argv[2] ?? '';
const standIn = await startStandIn();
const works = {
  'answers over sockets': () => ask(standIn),
  'answers without a socket': () => ask(standIn, standIn.fetch),
  'does what its control says': () => control(standIn),
  'remembers in a file': () => remember(database),
};
const outcomes = [];
for (const [name, work] of Object.entries(works)) {
  const why = await work().catch(String);
  outcomes.push({ name, ok: why === '', why });
}
await standIn.close();
await rm(database);
tell(outcomes);
