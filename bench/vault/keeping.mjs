// One process of an app: renews all that is due in its database, once round, with nothing to hold it back.
import { createRequire } from 'node:module';
import { PlexAPI, rateGovernor } from '@ticketstub/sdk';
import { postgresStore } from '@ticketstub/sdk/postgres';

let world;

process.on('message', (message) => void answer(message));

async function answer(message) {
  try {
    process.send(message.url ? begin(message) : await turn(message));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

function begin({ connection, url }) {
  const { Pool } = createRequire(new URL('../../conformance/stores/package.json', import.meta.url))('pg');
  const endpoints = { account: `${url}/api/v2`, clients: `${url}/api/v2` };
  world = { store: postgresStore(new Pool({ ...connection, max: 4 })), endpoints };
  return { ready: true };
}

/** Keeps until everything was looked at. Whoever keeps waits after that: then it is over. */
async function turn({ atOnce }) {
  const { store, endpoints } = world;
  const over = new AbortController();
  const sleep = async () => over.abort();
  const plex = new PlexAPI({ clientID: 'ticketstub-bench', endpoints, clock: { now: () => Date.now(), sleep } });
  const failures = [];
  const governor = rateGovernor({ perSecond: 1e6 });
  const before = process.cpuUsage();
  await plex.credentials.keep({
    store,
    signal: over.signal,
    governor,
    atOnce,
    onError: ({ error }) => failures.push(String(error?.stack ?? error)),
  });
  const { user, system } = process.cpuUsage(before);
  if (failures.length > 0) throw new Error(failures[0]);
  return { cpu: user + system };
}
