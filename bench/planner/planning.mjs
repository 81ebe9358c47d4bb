// What it takes to know which token goes where: `plan` by itself, and `credentials.for` when nothing has to be sent.
import { memoryStore, plan, PlexAPI } from '@ticketstub/sdk';
import { startStandIn } from '@ticketstub/standin';

/** Calls between two looks at the clock, which takes as long as some of them. */
const BATCH = 50;

const SELF = '0123456789abcdef';
const NOW = Date.now();
const DAY = 86_400_000;

const account = { kind: 'account', token: 'an opaque token', clientID: 'ticketstub-bench' };
const jwt = { kind: 'jwt', token: 'a JWT', clientID: 'ticketstub-bench-key', expiresAt: NOW + 6 * DAY };
const key = { clientID: jwt.clientID, used: true };
const home = { at: NOW, people: [{ uuid: SELF, protected: false }] };

/** What a person of so many servers of their own, and as many of others, holds and knows. */
function withServers(tokens, count) {
  const owned = Array.from({ length: count }, (_, number) => `own-server-${number}`);
  const shared = Array.from({ length: count }, (_, number) => `other-server-${number}`);
  const theirs = shared.map((server) => ({
    kind: 'server',
    token: `of ${server}`,
    clientID: account.clientID,
    server,
  }));
  const facts = { now: NOW, self: SELF, servers: [{ at: NOW, owned, shared }], home };
  return { held: { tokens: [...tokens, ...theirs], key: tokens.includes(jwt) ? key : undefined }, facts };
}

const few = withServers([account], 1);
const rescue = withServers([jwt], 1);
const many = withServers([account, jwt], 25);

/** Each with what must come of it. */
const plans = {
  plexTv: { ...few, destination: 'plex.tv', gives: account.token },
  own: { ...few, destination: { server: 'own-server-0' }, gives: account.token },
  shared: { ...few, destination: { server: 'other-server-0' }, gives: 'of other-server-0' },
  jwt: { ...rescue, destination: 'plex.tv', gives: jwt.token },
  rescue: { ...rescue, destination: { server: 'own-server-0' }, gives: SELF },
  many: { ...many, destination: { server: 'other-server-24' }, gives: 'of other-server-24' },
};

const situations = { ...planning(), ...(await asking()) };

process.on('message', (message) => void answer(message));

async function answer({ batches }) {
  try {
    const medians = {};
    for (const [name, measure] of Object.entries(situations)) medians[name] = await measure(batches);
    const { user, system } = process.cpuUsage();
    process.send({ medians, cpu: user + system });
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

function planning() {
  const measures = Object.entries(plans).map(([name, { destination, held, facts, gives }]) => {
    const made = plan(destination, held, facts);
    demand((made.token?.token ?? made.to) === gives);
    const batch = () => {
      const start = performance.now();
      for (let call = 0; call < BATCH; call += 1) demand(plan(destination, held, facts).do === made.do);
      return performance.now() - start;
    };
    return [name, async (batches) => medianOf(Array.from({ length: batches }, batch))];
  });
  return Object.fromEntries(measures);
}

/** Alice, who has signed in, with all that had to be found out known. */
async function asking() {
  const standIn = await startStandIn({ listen: false });
  const { alice } = standIn.people;
  const plex = new PlexAPI({ clientID: alice.clientIdentifier, fetch: standIn.fetch, allowInsecure: true });
  const credentials = plex.credentials.open({ store: memoryStore(), name: 'alice' });
  await credentials.adopt({ accessToken: alice.token });
  const [attic] = standIn.servers;
  const places = { forPlexTv: 'plex.tv', forServer: { server: attic.machineIdentifier } };
  const measures = Object.entries(places).map(async ([name, destination]) => {
    const { accessToken } = await credentials.for(destination);
    const batch = async () => {
      const start = performance.now();
      for (let call = 0; call < BATCH; call += 1)
        demand((await credentials.for(destination)).accessToken === accessToken);
      return performance.now() - start;
    };
    const measure = async (batches) => {
      const taken = [];
      for (let number = 0; number < batches; number += 1) taken.push(await batch());
      return medianOf(taken);
    };
    return [name, measure];
  });
  return Object.fromEntries(await Promise.all(measures));
}

/** Microseconds for one call, in the middle one of the batches. */
function medianOf(batches) {
  const sorted = batches.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)] * 1000) / BATCH;
}

function demand(isSo) {
  if (!isSo) throw new Error('another token was given than the one that works');
}
