import { createHash } from 'node:crypto';
import type { AccountToken } from '../db/account-tokens.js';
import type { Account } from '../db/accounts.js';
import type { Database } from '../db/database.js';
import type { ServerToken } from '../db/server-tokens.js';
import type { Server } from '../db/servers.js';
import type { Ids } from '../ids.js';
import { makeToken } from '../rules/account-tokens.js';
import { hashPassword } from '../rules/passwords.js';
import { usualWays } from '../rules/resources.js';
import { StandInError } from '../stand-in-error.js';
import type { Seed, SeedPerson, SeedServer } from './seed.js';

/** A seed with its tokens drawn: what the database holds after the start, and again after each reset. */
export interface Planting {
  readonly accounts: readonly Account[];
  readonly tokens: readonly AccountToken[];
  readonly servers: readonly Server[];
  readonly shares: readonly ServerToken[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where a planting's tokens and times come from. */
interface Drawing {
  readonly ids: Ids;
  readonly now: number;
}

async function hashOf({ password, passwordHash }: SeedPerson, { ids }: Drawing): Promise<string | null> {
  if (password === undefined) return null;
  return passwordHash ?? hashPassword(password, ids.bytes(16));
}

async function accountOf(key: string, person: SeedPerson, drawing: Drawing): Promise<Account> {
  return {
    id: person.id,
    key,
    uuid: person.uuid,
    username: person.username,
    title: person.title,
    email: person.email,
    friendlyName: person.friendlyName,
    country: person.country,
    joinedAt: person.joinedAt,
    plan: person.plan,
    home: person.home ?? null,
    pin: person.pin ?? null,
    passwordHash: await hashOf(person, drawing),
    totpSecret: person.totpSecret ?? null,
    totpLastStep: null,
    emailOnly: person.emailOnlyAuth,
    members: person.account,
    omitted: person.omit,
  };
}

function serverOf(server: SeedServer, position: number, ownerId: number): Server {
  const { machineIdentifier, name, version, connections, httpsRequired = false, presence = true } = server;
  const ways = connections?.map(({ to = name, local = false, relay = false }) => ({ to, local, relay }));
  return {
    machineIdentifier,
    position,
    name,
    version,
    ownerId,
    ways: ways ?? usualWays(name),
    httpsRequired,
    presence,
  };
}

/** Draws the tokens of a seed, and hashes the passwords that have no hash yet. */
export async function preparePlanting(seed: Seed, drawing: Drawing): Promise<Planting> {
  const people = Object.entries(seed.people).map(async ([key, person]) => {
    const account = await accountOf(key, person, drawing);
    const material = { token: drawing.ids.token(), clientIdentifier: person.clientIdentifier };
    return { account, token: makeToken(account, material, drawing.now) };
  });
  const planted = await Promise.all(people);
  const idOf = (key: string): number => seed.people[key]?.id ?? 0;
  const servers = seed.servers.map((server, position) => serverOf(server, position, idOf(server.owner)));
  const shares = seed.servers.flatMap(({ machineIdentifier, sharedWith }) =>
    sharedWith.map((key) => ({ token: drawing.ids.token(), machineIdentifier, accountId: idOf(key) })),
  );
  const accounts = planted.map(({ account }) => account);
  const tokens = planted.map(({ token }) => token);
  return { accounts, tokens, servers, shares, at: drawing.now };
}

function plantToken(db: Database, token: AccountToken, now: number): void {
  db.accountTokens.rotate(token);
  db.devices.see(token.accountId, token.clientIdentifier, now);
}

function write(db: Database, seed: Seed, planting: Planting): void {
  for (const account of planting.accounts) db.accounts.insert(account);
  for (const token of planting.tokens) plantToken(db, token, planting.at);
  for (const server of planting.servers) db.servers.insert(server);
  for (const share of planting.shares) db.serverTokens.insert(share);
  for (const { machineIdentifier, providers } of seed.servers) {
    for (const provider of providers) db.providers.insert({ machineIdentifier, ...provider });
  }
}

/** Takes over what a database that was seeded before still holds, and gives a token to whoever has lost theirs. */
function takeOver(db: Database, planting: Planting): Planting {
  const tokens = planting.tokens.map((fresh) => {
    const kept = db.accountTokens.findFor(fresh.accountId, fresh.clientIdentifier);
    if (kept === undefined) plantToken(db, fresh, planting.at);
    return kept ?? fresh;
  });
  const shares = planting.shares.map(
    (fresh) => db.serverTokens.findFor(fresh.machineIdentifier, fresh.accountId) ?? fresh,
  );
  return { ...planting, tokens, shares };
}

/**
 * Puts a planting into an empty database, or finds it again in one that was seeded with the same seed.
 *
 * @throws {StandInError} `DATABASE_SEEDED_OTHERWISE` when the database was seeded with another.
 */
export function plant(db: Database, seed: Seed, planting: Planting): Planting {
  const print = createHash('sha256').update(JSON.stringify(seed)).digest('hex');
  return db.transaction(() => {
    const before = db.settings.get('seed');
    if (before === print) return takeOver(db, planting);
    if (before !== undefined) {
      throw new StandInError(
        'DATABASE_SEEDED_OTHERWISE',
        'The database was seeded with other people and servers: give the same seed, or another file',
      );
    }
    write(db, seed, planting);
    db.settings.put('seed', print);
    return planting;
  });
}

/** Puts the database back to how a planting left it; to be done in a transaction. */
export function replant(db: Database, seed: Seed, planting: Planting): void {
  db.clear();
  write(db, seed, planting);
}
