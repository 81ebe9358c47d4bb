import type { MovableClock } from './clock.js';
import type { Database } from './db/database.js';
import { freshCode } from './rules/totp.js';
import type { Planting } from './seed/plant.js';
import type { Seed } from './seed/seed.js';

/** Someone a program can be tested as. */
export interface Person {
  readonly id: number;
  readonly uuid: string;
  /** Empty for a managed Home user. */
  readonly username: string;
  /** Empty for a managed Home user. */
  readonly email: string;
  /** Empty for who has none. */
  readonly password: string;
  /** The four digits a switch to them wants; only for who has a Home PIN. */
  readonly pin?: string;
  /** The client identifier `token` was made under. */
  readonly clientIdentifier: string;
  /** An opaque account token that is alive after the start and after each reset. */
  readonly token: string;
  /** The token each server accepts from this person, by machine identifier. */
  readonly serverTokens: Readonly<Record<string, string>>;
  /** The base32 secret behind `totp`, as an authenticator app takes it; only for who signs in with two factors. */
  readonly totpSecret?: string;
  /** The two-factor code of the moment, or the next once that is spent; only for who signs in with two factors. */
  readonly totp?: () => string;
}

/** The tokens of a planting, to be found by account: there may be ten thousand people. */
interface Drawer {
  readonly tokens: ReadonlyMap<number, string>;
  readonly serverTokens: ReadonlyMap<number, Record<string, string>>;
}

function sortTokens({ accounts, tokens: planted, servers, shares }: Planting): Drawer {
  const tokens = new Map(planted.map(({ accountId, token }) => [accountId, token]));
  const serverTokens = new Map(accounts.map(({ id }): [number, Record<string, string>] => [id, {}]));
  const give = (accountId: number, entry: Record<string, string>): void => {
    Object.assign(serverTokens.get(accountId) ?? {}, entry);
  };
  // The owner of a server is admitted with the account token itself.
  for (const { ownerId, machineIdentifier } of servers)
    give(ownerId, { [machineIdentifier]: tokens.get(ownerId) ?? '' });
  for (const { accountId, machineIdentifier, token } of shares) give(accountId, { [machineIdentifier]: token });
  return { tokens, serverTokens };
}

/** The people of a planting, by the seed's names. */
export function peopleOf(
  seed: Seed,
  planting: Planting,
  world: { db: Database; clock: MovableClock },
): Record<string, Person> {
  const { tokens, serverTokens } = sortTokens(planting);
  const people = planting.accounts.map((account): [string, Person] => {
    const seeded = seed.people[account.key];
    const { totpSecret, pin } = account;
    const lastStep = (): number | null => world.db.accounts.byId(account.id)?.totpLastStep ?? null;
    const person = {
      id: account.id,
      uuid: account.uuid,
      username: account.username,
      email: account.email,
      password: seeded?.password ?? '',
      ...(pin !== null && { pin }),
      clientIdentifier: seeded?.clientIdentifier ?? '',
      token: tokens.get(account.id) ?? '',
      serverTokens: serverTokens.get(account.id) ?? {},
    };
    if (totpSecret === null) return [account.key, person];
    return [
      account.key,
      { ...person, totpSecret, totp: () => freshCode({ secret: totpSecret, lastStep: lastStep() }, world.clock.now()) },
    ];
  });
  return Object.fromEntries(people);
}
