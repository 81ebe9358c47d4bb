import { z } from 'zod';
import { readText } from '../../../tools/repository.js';
import { castNames, serverNames } from './household.js';
import type { History } from './step.js';

const person = z.enum(castNames);
const server = z.enum(serverNames);
const number = z.int().min(0);
const flaw = z.enum(['none', 'forged', 'expired', 'another client', 'unheard-of key', 'no key']);
const code = z.strictObject({
  is: z.enum(['none', 'real', 'wrong']),
  drift: z.int(),
  placed: z.enum(['beside', 'appended']),
});

const step = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('sign in'),
    person,
    by: z.enum(['email', 'EMAIL', 'username', 'stranger']),
    password: z.enum(['right', 'wrong', 'of another']),
    code,
    client: number,
    as: z.enum(['form', 'json', 'basic', 'old form']),
  }),
  z.strictObject({ do: z.literal('guess'), person, times: number, client: number }),
  z.strictObject({ do: z.literal('sign out'), token: number }),
  z.strictObject({ do: z.literal('make transient'), token: number, server }),
  z.strictObject({
    do: z.literal('ask source'),
    token: number,
    at: server,
    source: z.enum([...serverNames, 'provider']),
  }),
  z.strictObject({ do: z.literal('restart server'), server }),
  z.strictObject({ do: z.literal('advance'), ms: number }),
  z.strictObject({ do: z.literal('advance to the end'), token: number, off: z.int() }),
  z.strictObject({ do: z.literal('breach'), person: z.enum([...castNames, 'everybody']) }),
  z.strictObject({ do: z.literal('remove access'), person, server }),
  z.strictObject({ do: z.literal('set address'), client: number, ip: number }),
  z.strictObject({ do: z.literal('make pin'), client: number, strong: z.boolean(), key: number.nullable() }),
  z.strictObject({
    do: z.literal('switch'),
    token: z.union([number, z.literal('of the Home')]),
    person,
    pin: z.enum(['right', 'wrong', 'none']),
    client: number,
  }),
  z.strictObject({ do: z.literal('register key'), token: number, key: number, client: number }),
  z.strictObject({ do: z.literal('get nonce'), client: number }),
  z.strictObject({ do: z.literal('issue token'), key: number, nonce: z.union([number, z.literal('fresh')]), flaw }),
  z.strictObject({ do: z.literal('show key'), pin: number, key: number, flaw }),
  z.strictObject({ do: z.literal('remove device'), person, client: z.union([number, z.literal('own')]) }),
  z.strictObject({ do: z.literal('rotate keys'), before: z.enum(['keep', 'drop']) }),
  z.strictObject({
    do: z.literal('claim pin'),
    pin: number,
    person: z.enum(['alice', 'bruno', 'dana', 'eve', 'finn']),
  }),
  z.strictObject({ do: z.literal('restart process'), after: number }),
  z.strictObject({ do: z.literal('reset') }),
]);

const kept = z.array(
  z.strictObject({ title: z.string(), errors: z.enum(['observed', 'documented']), steps: z.array(step).min(1) }),
);

/** Histories that once told something, as `search` prints them, each with a title. */
export const keptHistories: readonly (History & { readonly title: string })[] = kept.parse(
  JSON.parse(readText('conformance/soak/histories/kept.json')),
);
