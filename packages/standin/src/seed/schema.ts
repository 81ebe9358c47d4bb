import * as z from 'zod';
import { type Report, checkMembers } from '../rules/members.js';
import { isPasswordHash } from '../rules/passwords.js';
import { isStorable } from '../rules/storable.js';
import type { Seed, SeedInput, SeedPerson } from './seed.js';

/** Members of the account document that follow from the account itself and cannot be laid over it. */
const FIXED_MEMBERS = ['id', 'uuid', 'authToken'];

const text = z.string().refine(isStorable, {
  message: 'expected text without U+0000 and without halves of surrogate pairs',
});

const personSchema = z.strictObject({
  id: z.int().positive(),
  uuid: z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hexadecimal digits'),
  username: text,
  title: text.min(1),
  email: z.union([z.literal(''), z.email()]),
  friendlyName: text.default(''),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected two capital letters')
    .default('GB'),
  joinedAt: z.int().nonnegative().default(1_500_000_000),
  plan: z.enum(['free', 'lifetime', 'lapsed']).default('free'),
  home: z.enum(['admin', 'adult', 'managed']).optional(),
  pin: z
    .string()
    .regex(/^\d{4}$/, 'expected four digits')
    .optional(),
  password: z.string().min(1).optional(),
  passwordHash: z.string().refine(isPasswordHash, 'expected a scrypt PHC string').optional(),
  totpSecret: z
    .string()
    .regex(/^[A-Z2-7]{16,}$/, 'expected at least 16 base32 letters')
    .optional(),
  emailOnlyAuth: z.boolean().default(false),
  clientIdentifier: text.min(1),
  account: z
    .record(z.string(), z.unknown())
    .refine((members) => !FIXED_MEMBERS.some((name) => name in members), `may not hold ${FIXED_MEMBERS.join(', ')}`)
    .default({}),
  omit: z.array(z.string().regex(/^\w+$/)).default([]),
});

const LOOPBACK = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;

// Fields without a default: a seed that has none of them is the seed it was before there were any.
const connectionSchema = z.strictObject({
  to: text.min(1).optional(),
  local: z.boolean().optional(),
  relay: z.boolean().optional(),
});

const serverSchema = z.strictObject({
  name: text.min(1),
  machineIdentifier: z.string().regex(/^[0-9a-f]{40}$/, 'expected 40 hexadecimal digits'),
  version: z.string().regex(/^\d+\.\d+\.\d+(\.\d+)?(-[0-9a-z]+)?$/, 'expected a version such as 1.43.4.10903'),
  owner: z.string(),
  sharedWith: z.array(z.string()).default([]),
  providers: z.array(z.strictObject({ identifier: text.regex(/^[^/\s]+$/), name: text })).default([]),
  connections: z.array(connectionSchema).max(50).optional(),
  httpsRequired: z.boolean().optional(),
  presence: z.boolean().optional(),
});

function checkPeople(people: Readonly<Record<string, SeedPerson>>, report: Report): void {
  const taken = new Map<string, string>();
  for (const [key, person] of Object.entries(people)) {
    const claims = { id: String(person.id), uuid: person.uuid, username: person.username, email: person.email };
    for (const [name, value] of Object.entries(claims)) {
      if (value === '') continue;
      // A login may be either, so an e-mail address and a username must differ too.
      const space = name === 'username' || name === 'email' ? 'login' : name;
      const claim = `${space} ${value.toLowerCase()}`;
      const other = taken.get(claim);
      if (other !== undefined && other !== key) report(['people', key, name], `is also that of ${other}`);
      taken.set(claim, key);
    }
    checkMembers(person.account, ['people', key, 'account'], report);
    if (person.home !== 'managed' && person.email === '') {
      report(['people', key, 'email'], 'only a managed Home user goes without');
    }
    if (person.home === 'managed' && person.password !== undefined) {
      report(['people', key, 'password'], 'a managed Home user has none');
    }
    if (person.passwordHash !== undefined && person.password === undefined) {
      report(['people', key, 'password'], 'is needed beside its hash');
    }
  }
  const admins = Object.values(people).filter(({ home }) => home === 'admin').length;
  const members = Object.values(people).filter(({ home }) => home !== undefined).length;
  if (members > 0 && admins !== 1) report(['people'], `a Home has exactly one admin, found ${admins}`);
}

function checkConnections(seed: Seed, report: Report): void {
  const servers = new Set(seed.servers.map(({ name }) => name));
  for (const [index, { connections = [] }] of seed.servers.entries()) {
    for (const [place, { to }] of connections.entries()) {
      if (to === undefined || servers.has(to) || LOOPBACK.test(to)) continue;
      report(['servers', index, 'connections', place, 'to'], 'expected the name of a server or a loopback origin');
    }
  }
}

function checkServers(seed: Seed, report: Report): void {
  const people = new Set(Object.keys(seed.people));
  const names = new Set<string>();
  for (const [index, server] of seed.servers.entries()) {
    const at = (...rest: (string | number)[]): (string | number)[] => ['servers', index, ...rest];
    if (!people.has(server.owner)) report(at('owner'), `nobody is called ${server.owner}`);
    for (const name of [server.name, server.machineIdentifier]) {
      if (names.has(name)) report(at(), `another server is also called ${name}`);
      names.add(name);
    }
    const guests = new Set<string>();
    for (const [place, key] of server.sharedWith.entries()) {
      if (!people.has(key)) report(at('sharedWith', place), `nobody is called ${key}`);
      if (key === server.owner) report(at('sharedWith', place), 'a server is not shared with its owner');
      if (guests.has(key)) report(at('sharedWith', place), `${key} is listed twice`);
      guests.add(key);
    }
    const providers = server.providers.map(({ identifier }) => identifier);
    if (new Set(providers).size !== providers.length) report(at('providers'), 'an identifier is listed twice');
  }
}

/** Reads a seed. */
export const seedSchema: z.ZodType<Seed, SeedInput> = z
  .strictObject({
    people: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name such as alice'), personSchema),
    servers: z.array(serverSchema).max(20),
  })
  .superRefine((seed, context) => {
    const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });
    checkPeople(seed.people, report);
    checkServers(seed, report);
    checkConnections(seed, report);
  });
