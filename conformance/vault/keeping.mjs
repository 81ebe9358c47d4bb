// One process of an app that keeps credentials alive. Its parent tells it what to do, and may kill it at any time.
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { memoryStore, PlexAPI, rateGovernor } from '@ticketstub/sdk';

const stop = new AbortController();
let store;
let keeping;

process.on('message', (message) => void hear(message));
process.once('disconnect', () => process.exit());

async function hear({ begin, left, contents, end }) {
  try {
    if (begin) await start(begin);
    else if (left) process.send({ left: await countBefore(left) });
    else if (contents) process.send({ contents: await all() });
    else if (end) await finish();
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

/** Begins to keep, as so many keepers that go by one governor. */
async function start({ where, url, keepers, rate, journal }) {
  store = journaled(await stores[where.kind](where), journal);
  const endpoints = { account: `${url}/api/v2`, clients: `${url}/api/v2` };
  const governor = rateGovernor(rate);
  const keep = () =>
    new PlexAPI({ clientID: 'the-app', endpoints }).credentials.keep({
      store,
      // Listeners of many keepers on one signal would seem a leak to Node.
      signal: AbortSignal.any([stop.signal]),
      governor,
      // What a kill may repeat is what was under way.
      atOnce: 1,
      every: 2000,
      onSignInAgain: ({ name }) => process.send({ failure: `${name} would have to sign in again` }),
      onError: ({ name, error }) => process.send({ failure: `${name}: ${error?.stack ?? error}` }),
    });
  keeping = Promise.all(Array.from({ length: keepers }, keep));
  process.send({ begun: true });
}

const stores = {
  async memory({ planted }) {
    const made = memoryStore();
    for (const { name, credential } of planted) await made.write(name, credential, { ifVersion: null });
    return made;
  },
  async files({ folder }) {
    const { fileStore } = await import('@ticketstub/sdk/node');
    return fileStore(folder);
  },
  async postgres({ connection }) {
    const { postgresStore } = await import('@ticketstub/sdk/postgres');
    const { Pool } = createRequire(new URL('../stores/package.json', import.meta.url))('pg');
    return postgresStore(new Pool({ ...connection, max: 4 }));
  },
};

/** Writes down each write, and which version this process had read last: before it, and again when it is done. */
function journaled(inner, journal) {
  const seen = new Map();
  const note = (line) => appendFileSync(journal, `${JSON.stringify(line)}\n`);
  return {
    async read(name, options) {
      const found = await inner.read(name, options);
      seen.set(name, found?.version);
      return found;
    },
    async write(name, credential, options) {
      const line = { name, over: seen.get(name), token: digest(credential.token) };
      note(line);
      const version = await inner.write(name, credential, options);
      note({ ...line, version });
      return version;
    },
    remove: (name, options) => inner.remove(name, options),
    lease: (name, ttl, options) => inner.lease(name, ttl, options),
    list: (options) => inner.list(options),
  };
}

async function countBefore(time) {
  let count = 0;
  for await (const { expiresAt } of store.list()) if (expiresAt < time) count += 1;
  return count;
}

async function all() {
  const found = [];
  for await (const { name } of store.list()) {
    const { version, credential } = await store.read(name);
    found.push({ name, version, token: digest(credential.token), expiresAt: credential.expiresAt });
  }
  return found;
}

async function finish() {
  stop.abort();
  await keeping;
  process.send({ ended: true }, () => process.disconnect());
}

function digest(token) {
  return createHash('sha256').update(String(token)).digest('hex').slice(0, 16);
}
