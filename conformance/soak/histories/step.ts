import type { CastName } from '@ticketstub/standin';
import * as fc from 'fast-check';
import { type Flaw, PAIRS } from './device-jwts.js';
import { castNames, homeNames, type ServerName, serverNames } from './household.js';

/** A two-factor code: none, that of so many steps from now, or digits that are no code; beside the password or behind it. */
export interface CodeChoice {
  readonly is: 'none' | 'real' | 'wrong';
  readonly drift: number;
  readonly placed: 'beside' | 'appended';
}

/** How a sign-in is sent: to the path of today, or to the one before it. */
export type SignInForm = 'form' | 'json' | 'basic' | 'old form';

/** One thing that happens. Tokens are picked among all that are known at that moment, by their number modulo how many. */
export type Step =
  | {
      readonly do: 'sign in';
      readonly person: CastName;
      readonly by: 'email' | 'EMAIL' | 'username' | 'stranger';
      readonly password: 'right' | 'wrong' | 'of another';
      readonly code: CodeChoice;
      readonly client: number;
      readonly as: SignInForm;
    }
  | { readonly do: 'guess'; readonly person: CastName; readonly times: number; readonly client: number }
  | { readonly do: 'sign out'; readonly token: number }
  | { readonly do: 'make transient'; readonly token: number; readonly server: ServerName }
  | { readonly do: 'ask source'; readonly token: number; readonly at: ServerName; readonly source: SourceChoice }
  | { readonly do: 'restart server'; readonly server: ServerName }
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'advance to the end'; readonly token: number; readonly off: number }
  | { readonly do: 'breach'; readonly person: CastName | 'everybody' }
  | { readonly do: 'remove access'; readonly person: CastName; readonly server: ServerName }
  | { readonly do: 'set address'; readonly client: number; readonly ip: number }
  | { readonly do: 'make pin'; readonly client: number; readonly strong: boolean; readonly key: number | null }
  | {
      readonly do: 'switch';
      /** Mostly of somebody who has whom to switch to. */
      readonly token: number | 'of the Home';
      readonly person: CastName;
      readonly pin: 'right' | 'wrong' | 'none';
      readonly client: number;
    }
  | { readonly do: 'register key'; readonly token: number; readonly key: number; readonly client: number }
  | { readonly do: 'get nonce'; readonly client: number }
  | { readonly do: 'issue token'; readonly key: number; readonly nonce: number | 'fresh'; readonly flaw: Flaw }
  | { readonly do: 'show key'; readonly pin: number; readonly key: number; readonly flaw: Flaw }
  | { readonly do: 'remove device'; readonly person: CastName; readonly client: number | 'own' }
  | { readonly do: 'rotate keys'; readonly before: 'keep' | 'drop' }
  | { readonly do: 'claim pin'; readonly pin: number; readonly person: Exclude<CastName, 'carla'> }
  | { readonly do: 'restart process'; readonly after: number }
  | { readonly do: 'reset' };

/** Which source is asked for: a server of the cast or its provider. */
export type SourceChoice = ServerName | 'provider';

/** What happens to one stand-in, in order, and how it was started. */
export interface History {
  readonly errors: 'observed' | 'documented';
  readonly steps: readonly Step[];
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;

const person = fc.constantFrom(...castNames);
const server = fc.constantFrom(...serverNames);
const token = fc.nat(60);
const client = fc.nat(3);
const key = fc.nat(PAIRS - 1);

const code: fc.Arbitrary<CodeChoice> = fc.record({
  is: fc.constantFrom('none', 'real', 'wrong'),
  drift: fc.integer({ min: -3, max: 3 }),
  placed: fc.constantFrom('beside', 'appended'),
});

const signIn: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('sign in'),
  person: fc.oneof(person, fc.constant<CastName>('finn')),
  by: fc.constantFrom('email', 'email', 'EMAIL', 'username', 'stranger'),
  password: fc.constantFrom('right', 'right', 'right', 'wrong', 'of another'),
  code,
  client,
  as: fc.constantFrom('form', 'form', 'json', 'basic', 'old form'),
});

const passing: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('advance'),
  ms: fc.oneof(
    fc.constantFrom(1, SECOND, 29 * SECOND, 30 * SECOND, 31 * SECOND, 90 * SECOND, 10 * MINUTE - 1, 10 * MINUTE),
    fc.constantFrom(15 * MINUTE, 30 * MINUTE, 24 * HOUR, 48 * HOUR - 1, 48 * HOUR, 49 * HOUR, 100 * 24 * HOUR),
    fc.constantFrom(5 * MINUTE, WEEK - SECOND, WEEK, WEEK + SECOND),
    fc.integer({ min: 1, max: 3 * 24 * HOUR }),
  ),
});

const flaw: fc.Arbitrary<Flaw> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Flaw>('none') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Flaw>('forged', 'expired', 'another client', 'unheard-of key', 'no key'),
  },
);

const issue: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('issue token'),
  key,
  nonce: fc.oneof({ weight: 3, arbitrary: fc.constant<'fresh'>('fresh') }, { weight: 1, arbitrary: fc.nat(7) }),
  flaw,
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: signIn },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('guess'), person, times: fc.integer({ min: 1, max: 6 }), client }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sign out'), token }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('make transient'), token, server }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('ask source'),
      token,
      at: server,
      source: fc.constantFrom('Attic', 'Cellar', 'provider'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart server'), server }) },
  { weight: 3, arbitrary: passing },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('advance to the end'),
      token,
      off: fc.constantFrom(-SECOND, -50, -1, 0, 1, 50),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('breach'),
      person: fc.oneof(person, fc.constant<'everybody'>('everybody')),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove access'), person, server }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set address'), client, ip: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('restart process'), after: fc.constantFrom(1, 30 * SECOND, 47 * HOUR) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('make pin'),
      client,
      strong: fc.boolean(),
      key: fc.option(key, { freq: 2 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('switch'),
      token: fc.oneof(
        { weight: 1, arbitrary: token },
        { weight: 3, arbitrary: fc.constant<'of the Home'>('of the Home') },
      ),
      person: fc.oneof({ weight: 1, arbitrary: person }, { weight: 3, arbitrary: fc.constantFrom(...homeNames) }),
      pin: fc.constantFrom('right', 'right', 'wrong', 'none'),
      client,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('register key'), token, key, client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('get nonce'), client }) },
  { weight: 5, arbitrary: issue },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('show key'), pin: fc.nat(7), key, flaw }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('remove device'),
      person,
      client: fc.oneof(client, fc.constant<'own'>('own')),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rotate keys'), before: fc.constantFrom('keep', 'drop') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim pin'),
      pin: fc.nat(7),
      // What a managed child's PIN would give is not written down.
      person: fc.constantFrom('alice', 'bruno', 'dana', 'eve', 'finn'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset') }) },
);

/** So many guesses that the next sign-in is blocked, and time until it no longer is, or nearly. */
const blocked: fc.Arbitrary<Step[]> = fc
  .record({ person, client, times: fc.constantFrom(4, 5), ms: fc.constantFrom(1, 10 * MINUTE - SECOND, 10 * MINUTE) })
  .map(({ person: name, client: from, times, ms }): Step[] => [
    { do: 'guess', person: name, times, client: from },
    { do: 'advance', ms },
    {
      do: 'sign in',
      person: name,
      by: 'EMAIL',
      password: 'right',
      code: { is: 'none', drift: 0, placed: 'beside' },
      client: from,
      as: 'json',
    },
  ]);

/** Codes of the same few steps, one after another. */
const codes: fc.Arbitrary<Step[]> = fc
  .array(fc.record({ drift: fc.integer({ min: -2, max: 2 }), placed: fc.constantFrom('beside', 'appended') }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((drifts) =>
    drifts.map(({ drift, placed }): Step => ({
      do: 'sign in',
      person: 'finn',
      by: 'email',
      password: 'right',
      code: { is: 'real', drift, placed },
      client: 0,
      as: 'form',
    })),
  );

/** A device that is given a JWT, and time until that ends, or nearly, and it is given another. */
const renewal: fc.Arbitrary<Step[]> = fc
  .record({ token: fc.nat(9), key, client, ms: fc.constantFrom(WEEK - SECOND, WEEK, 60 * 24 * HOUR) })
  .map(({ token: index, key: pair, client: from, ms }): Step[] => [
    { do: 'register key', token: index, key: pair, client: from },
    { do: 'issue token', key: pair, nonce: 'fresh', flaw: 'none' },
    { do: 'advance', ms },
    { do: 'issue token', key: pair, nonce: 'fresh', flaw: 'none' },
  ]);

/** A program that is linked by a key. */
const linking: fc.Arbitrary<Step[]> = fc
  .record({ key, client, pin: fc.nat(7), person: fc.constantFrom<'alice' | 'dana'>('alice', 'dana') })
  .map(({ key: pair, client: from, pin, person: name }): Step[] => [
    { do: 'make pin', client: from, strong: true, key: pair },
    { do: 'claim pin', pin, person: name },
    { do: 'show key', pin, key: pair, flaw: 'none' },
  ]);

const scene: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 12, arbitrary: step.map((one) => [one]) },
  { weight: 1, arbitrary: blocked },
  { weight: 1, arbitrary: codes },
  { weight: 1, arbitrary: renewal },
  { weight: 1, arbitrary: linking },
);

/** Any history of up to so many steps. */
export function histories(steps: number): fc.Arbitrary<History> {
  return fc.record({
    errors: fc.constantFrom('observed', 'documented'),
    steps: fc.array(scene, { minLength: 1, maxLength: steps, size: 'max' }).map((scenes) => scenes.flat()),
  });
}
