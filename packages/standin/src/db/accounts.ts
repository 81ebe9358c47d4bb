import { isStorable } from '../rules/storable.js';
import type { Connection } from './open.js';
import { flag, number, numberOrNull, text, textOrNull } from './row.js';

/** What an account pays for: nothing, a lifetime Plex Pass, or a Plex Pass that has ended. */
export type Plan = 'free' | 'lifetime' | 'lapsed';

/** A person's part in the Plex Home. */
export type HomeRole = 'admin' | 'adult' | 'managed';

/** One account, as the database holds it. */
export interface Account {
  readonly id: number;
  /** The name the seed gives this person: `alice`. */
  readonly key: string;
  readonly uuid: string;
  readonly username: string;
  readonly title: string;
  readonly email: string;
  readonly friendlyName: string;
  readonly country: string;
  /** Seconds since the epoch. */
  readonly joinedAt: number;
  readonly plan: Plan;
  readonly home: HomeRole | null;
  readonly pin: string | null;
  /** A PHC string, or null for who has no password. */
  readonly passwordHash: string | null;
  /** Base32, or null without two-factor sign-in. */
  readonly totpSecret: string | null;
  /** The time step of the last code that was accepted. */
  readonly totpLastStep: number | null;
  readonly emailOnly: boolean;
  /** Members the seed lays over the account document. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Members the account document lacks. */
  readonly omitted: readonly string[];
}

/**
 * The accounts table.
 *
 * @rule sign-in.login-case
 */
export interface Accounts {
  insert(account: Account): void;
  byId(id: number): Account | undefined;
  /** By the seed's name for the person. */
  byKey(key: string): Account | undefined;
  /** By e-mail address or username, letter case aside; an empty login is nobody's. */
  byLogin(login: string): Account | undefined;
  all(): Account[];
  /** The first of them, by id. */
  first(count: number): Account[];
  size(): number;
  /** How many people are in the Home. */
  homeSize(): number;
  spendCode(id: number, step: number): void;
  clear(): void;
}

const COLUMNS = `id, key, uuid, username, title, email, friendly_name, country, joined_at, plan, home, pin,
  password_hash, totp_secret, totp_last_step, email_only, members, omitted`;

const PLANS: ReadonlyMap<string, Plan> = new Map([
  ['free', 'free'],
  ['lifetime', 'lifetime'],
  ['lapsed', 'lapsed'],
]);

const ROLES: ReadonlyMap<string, HomeRole> = new Map([
  ['admin', 'admin'],
  ['adult', 'adult'],
  ['managed', 'managed'],
]);

function membersOf(json: string): Record<string, unknown> {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) throw new TypeError('Column members holds no object');
  return Object.fromEntries(Object.entries(value));
}

function read(row: unknown): Account {
  const omitted = text(row, 'omitted');
  return {
    id: number(row, 'id'),
    key: text(row, 'key'),
    uuid: text(row, 'uuid'),
    username: text(row, 'username'),
    title: text(row, 'title'),
    email: text(row, 'email'),
    friendlyName: text(row, 'friendly_name'),
    country: text(row, 'country'),
    joinedAt: number(row, 'joined_at'),
    plan: PLANS.get(text(row, 'plan')) ?? 'free',
    home: ROLES.get(textOrNull(row, 'home') ?? '') ?? null,
    pin: textOrNull(row, 'pin'),
    passwordHash: textOrNull(row, 'password_hash'),
    totpSecret: textOrNull(row, 'totp_secret'),
    totpLastStep: numberOrNull(row, 'totp_last_step'),
    emailOnly: flag(row, 'email_only'),
    members: membersOf(text(row, 'members')),
    omitted: omitted === '' ? [] : omitted.split(','),
  };
}

/** Prepares the statements of the accounts table. */
export function accountsTable(connection: Connection): Accounts {
  const insert = connection.prepare(
    `INSERT INTO accounts (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byId = connection.prepare(`SELECT ${COLUMNS} FROM accounts WHERE id = ?`);
  const byKey = connection.prepare(`SELECT ${COLUMNS} FROM accounts WHERE key = ?`);
  const byPlainLogin = connection.prepare(
    `SELECT ${COLUMNS} FROM accounts WHERE email = ?1 COLLATE NOCASE OR username = ?1 COLLATE NOCASE`,
  );
  const logins = connection.prepare('SELECT id, email, username FROM accounts');
  const all = connection.prepare(`SELECT ${COLUMNS} FROM accounts ORDER BY id`);
  const first = connection.prepare(`SELECT ${COLUMNS} FROM accounts ORDER BY id LIMIT ?`);
  const size = connection.prepare('SELECT count(*) AS size FROM accounts');
  const homeSize = connection.prepare('SELECT count(*) AS size FROM accounts WHERE home IS NOT NULL');
  const spendCode = connection.prepare('UPDATE accounts SET totp_last_step = ?2 WHERE id = ?1');
  const sizeOfHome = connection.remember<undefined, number>(() => number(homeSize.get(), 'size'));
  const clear = connection.prepare('DELETE FROM accounts');
  const one = (row: unknown): Account | undefined => (row === undefined ? undefined : read(row));
  return {
    insert(a) {
      const identity = [a.id, a.key, a.uuid, a.username, a.title, a.email, a.friendlyName, a.country] as const;
      const standing = [a.joinedAt, a.plan, a.home, a.pin] as const;
      const credentials = [a.passwordHash, a.totpSecret, a.totpLastStep, a.emailOnly ? 1 : 0] as const;
      insert.run(...identity, ...standing, ...credentials, JSON.stringify(a.members), a.omitted.join(','));
    },
    byId: connection.remember((id: number) => one(byId.get(id))),
    byKey: (key) => one(byKey.get(key)),
    byLogin(login) {
      if (login === '' || !isStorable(login)) return undefined;
      const plain = byPlainLogin.get(login);
      if (plain !== undefined) return read(plain);
      // SQLite knows the two cases of A to Z alone; every other letter is compared here, which takes longer.
      const wanted = login.toLowerCase();
      const named = (row: unknown): boolean =>
        text(row, 'email').toLowerCase() === wanted || text(row, 'username').toLowerCase() === wanted;
      const row = logins.all().find(named);
      return row === undefined ? undefined : one(byId.get(number(row, 'id')));
    },
    all: () => all.all().map(read),
    first: (count) => first.all(count).map(read),
    size: () => number(size.get(), 'size'),
    homeSize: () => sizeOfHome(undefined),
    spendCode(id, step) {
      spendCode.run(id, step);
    },
    clear() {
      clear.run();
    },
  };
}
