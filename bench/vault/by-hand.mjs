// The floor: the same requests and the same statements, by somebody who knows what is there and has it to themselves.
import { createRequire } from 'node:module';

const BASE64URL = 'base64url';

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
  world = { pool: new Pool({ ...connection, max: 4 }), url };
  return { ready: true };
}

/** Renews each that is this process's share. */
async function turn({ atOnce, share, of }) {
  const before = process.cpuUsage();
  const names = await listed();
  const mine = names.filter((_, index) => index % of === share);
  const work = async () => {
    for (let name = mine.pop(); name !== undefined; name = mine.pop()) await renew(name);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const { user, system } = process.cpuUsage(before);
  return { cpu: user + system };
}

async function listed() {
  const names = [];
  for (let isMore = true; isMore;) {
    const { rows } = await world.pool.query(
      'select name, version, body from ticketstub_credentials where name > $1 order by name limit 100',
      [names.at(-1) ?? ''],
    );
    names.push(...rows.map(({ name }) => name));
    isMore = rows.length === 100;
  }
  return names;
}

async function renew(name) {
  const { pool } = world;
  const read = async () =>
    (await pool.query('select version, body from ticketstub_credentials where name = $1', [name])).rows[0];
  const holder = crypto.randomUUID();
  await read();
  await pool.query(
    `insert into ticketstub_leases (name, holder, ends_at) values ($1, $2, clock_timestamp() + interval '1 minute')`,
    [name, holder],
  );
  const { version, body } = await read();
  const credential = JSON.parse(body);
  const token = await exchange(credential);
  const now = Date.now();
  const next = { ...credential, token, issuedAt: now, expiresAt: now + 604_800_000 };
  await pool.query('update ticketstub_credentials set version = $2, body = $3 where name = $1 and version = $4', [
    name,
    crypto.randomUUID(),
    JSON.stringify(next),
    version,
  ]);
  await pool.query('delete from ticketstub_leases where name = $1 and holder = $2', [name, holder]);
}

async function exchange({ clientID, kid, jwk }) {
  const { url } = world;
  const headers = { Accept: 'application/json', 'X-Plex-Client-Identifier': clientID };
  const { nonce } = await (await fetch(`${url}/api/v2/auth/nonce`, { headers })).json();
  const key = await crypto.subtle.importKey('jwk', { ...jwk, alg: undefined, use: undefined }, 'Ed25519', false, [
    'sign',
  ]);
  const now = Math.floor(Date.now() / 1000);
  const claims = { nonce, aud: 'plex.tv', iss: clientID, iat: now, exp: now + 300 };
  const said = [{ alg: 'EdDSA', kid, typ: 'JWT' }, claims].map(encoded).join('.');
  const signature = Buffer.from(await crypto.subtle.sign('Ed25519', key, Buffer.from(said))).toString(BASE64URL);
  const answered = await fetch(`${url}/api/v2/auth/token`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ jwt: `${said}.${signature}` }),
  });
  return (await answered.json()).auth_token;
}

function encoded(part) {
  return Buffer.from(JSON.stringify(part)).toString(BASE64URL);
}
