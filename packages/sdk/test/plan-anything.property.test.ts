import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Facts, type HeldToken, plan } from '../src/index.js';
import { drawSeed } from './draw-seed.js';
import { frozen } from './plan-domain.js';
import { faultsOf } from './plan-oracle.js';
import { type Course, outcomeOf, type Truth } from './plan-plex.js';
import { DAY, HOUR, inWords, MINUTE, NOW } from './plan-world.js';

/** Steps to the end, at most: each token may be refused at plex.tv and at the server, and takes its steps to replace. */
const MOST_STEPS = 40;

const name = fc.constantFrom('alice', 'bruno', 'carla');
const server = fc.constantFrom('attic', 'shed', 'loft', 'cellar');
const clientID = fc.constantFrom('here', 'key-device', 'switcher');

/** Times around those at which something is believed no more, to come included: clocks are set back. */
const time = fc
  .tuple(
    fc.constantFrom(0, MINUTE, HOUR, DAY, 2 * DAY, 7 * DAY),
    fc.constantFrom(-1, 0, 1, 30_000),
    fc.constantFrom(-1, 1),
  )
  .map(([age, more, sign]) => NOW + sign * (age + more));

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const rest = {
  token: fc.uuid(),
  clientID,
  server: maybe(server),
  issuedAt: maybe(time),
  expiresAt: maybe(time),
  refusals: maybe(fc.array(fc.record({ by: fc.oneof(server, fc.constant('plex.tv')), at: time }), { maxLength: 3 })),
};

/** What somebody has signed in by speaks for themselves. */
const token: fc.Arbitrary<HeldToken> = fc.oneof(
  fc.record({ ...rest, kind: fc.constantFrom('account', 'jwt'), owner: maybe(fc.constant('alice')) }),
  fc.record({ ...rest, kind: fc.constantFrom('home', 'server', 'transient'), owner: maybe(name) }),
);

const facts: fc.Arbitrary<Facts> = fc.record({
  now: fc.constant(NOW),
  self: maybe(fc.constant('alice')),
  servers: maybe(
    fc.array(
      fc.record({
        person: maybe(name),
        at: time,
        owned: fc.array(server, { maxLength: 2 }),
        shared: fc.array(server, { maxLength: 2 }),
      }),
      { maxLength: 4 },
    ),
  ),
  jwtTrials: maybe(
    fc.uniqueArray(fc.record({ server, accepted: fc.boolean(), at: time, url: fc.webUrl() }), {
      maxLength: 3,
      selector: (trial) => trial.server,
    }),
  ),
  home: maybe(
    fc.record({ at: time, people: fc.array(fc.record({ uuid: name, protected: fc.boolean() }), { maxLength: 3 }) }),
  ),
  hasPin: maybe(fc.boolean()),
});

const course: fc.Arbitrary<Course> = fc.record({
  destination: fc.oneof(fc.constant('plex.tv' as const), fc.record({ server: maybe(server), as: maybe(name) })),
  held: fc.record({
    tokens: fc.array(token, { maxLength: 6 }),
    key: maybe(fc.record({ clientID, used: fc.boolean(), endedAt: maybe(time) })),
    switchClientID: maybe(fc.constant('switcher')),
  }),
  facts,
  self: fc.constant('alice'),
  made: fc.constant(0),
});

const truth: fc.Arbitrary<Truth> = fc.record({
  isAlive: fc.boolean(),
  isKeyAlive: fc.boolean(),
  takesJwt: fc.boolean(),
  takesTokens: fc.boolean(),
  hasPin: fc.boolean(),
});

test('whatever is held and known, there is a plan, and following it comes to an end', () => {
  const seed = drawSeed('plans for anything');
  fc.assert(
    fc.property(course, truth, (start, world) => {
      let now: Course | undefined = frozen(start);
      const faults: string[] = [];
      for (let steps = 0; now && steps < MOST_STEPS; steps += 1) {
        const next = plan(now.destination, now.held, now.facts);
        faults.push(...faultsOf(now, next).map((fault) => `${inWords(next)}: ${fault}`));
        const outcome = outcomeOf(now, next, world);
        now = 'end' in outcome ? undefined : frozen(outcome.next);
      }
      expect({ faults, isEnded: now === undefined }).toEqual({ faults: [], isEnded: true });
    }),
    { seed, numRuns: 1000 },
  );
  expect(seed).toBeGreaterThanOrEqual(0);
});
