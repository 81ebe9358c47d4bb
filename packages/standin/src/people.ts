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

function serverTokensOf(planting: Planting, accountId: number, token: string): Record<string, string> {
  const owned = planting.servers.filter(({ ownerId }) => ownerId === accountId);
  const shared = planting.shares.filter((share) => share.accountId === accountId);
  // The owner of a server is admitted with the account token itself.
  const tokens = new Map(owned.map(({ machineIdentifier }) => [machineIdentifier, token]));
  for (const share of shared) tokens.set(share.machineIdentifier, share.token);
  return Object.fromEntries(tokens);
}

/** The people of a planting, by the seed's names. */
export function peopleOf(
  seed: Seed,
  planting: Planting,
  world: { db: Database; clock: MovableClock },
): Record<string, Person> {
  const people = planting.accounts.map((account): [string, Person] => {
    const seeded = seed.people[account.key];
    const token = planting.tokens.find(({ accountId }) => accountId === account.id)?.token ?? '';
    const { totpSecret } = account;
    const lastStep = (): number | null => world.db.accounts.byId(account.id)?.totpLastStep ?? null;
    const person = {
      id: account.id,
      uuid: account.uuid,
      username: account.username,
      email: account.email,
      password: seeded?.password ?? '',
      clientIdentifier: seeded?.clientIdentifier ?? '',
      token,
      serverTokens: serverTokensOf(planting, account.id, token),
    };
    if (totpSecret === null) return [account.key, person];
    return [
      account.key,
      { ...person, totpSecret, totp: () => freshCode({ secret: totpSecret, lastStep: lastStep() }, world.clock.now()) },
    ];
  });
  return Object.fromEntries(people);
}
