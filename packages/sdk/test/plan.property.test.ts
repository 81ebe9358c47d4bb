import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { plan, type HeldToken, type Plan } from '../src/index.js';
import { courseOf, type Holding, holdingsFor, knowledge, PLACES } from './plan-domain.js';
import { faultsOf } from './plan-oracle.js';
import { type Course, outcomeOf, type Truth } from './plan-plex.js';
import { inWords } from './plan-world.js';

/** Steps to the end, at most; and with those that plex.tv or a server refuses, of which each ends one token there. */
const MOST_STEPS = 8;
const MOST_WITH_REFUSALS = 12;

const well: Truth = { isAlive: true, isKeyAlive: true, takesJwt: false, takesTokens: true, hasPin: true };
const truths: readonly (Truth & { readonly when: string })[] = [
  { ...well, when: 'all is well' },
  { ...well, when: 'servers take JWTs and nobody knows the PIN', takesJwt: true, hasPin: false },
  { ...well, when: 'servers refuse whatever comes', takesTokens: false },
  { ...well, when: 'plex.tv knows nothing but the key', isAlive: false },
  { ...well, when: 'plex.tv knows nothing any more', isAlive: false, isKeyAlive: false },
];

/** What is wrong with what is planned from here to the end; undefined when nothing is. */
function faultOnTheWay(start: Course, truth: Truth): string | undefined {
  const way: Plan[] = [];
  const said = (fault: string): string => `${way.map(inWords).join(', ')}: ${fault}`;
  let course = start;
  let steps = 0;
  while (steps < MOST_STEPS && way.length < MOST_WITH_REFUSALS) {
    const next = planned(course);
    way.push(next);
    const faults = faultsOf(course, next);
    if (faults.length > 0) return said(faults.join(', '));
    const outcome = outcomeOf(course, next, truth);
    if ('end' in outcome)
      return isDeepStrictEqual(planned(start), way[0]) ? undefined : said('another the second time');
    course = outcome.next;
    if (outcome.isRefused !== true) steps += 1;
  }
  return said('it never ends');
}

function planned({ destination, held, facts }: Course): Plan {
  return plan(destination, held, facts);
}

/** Somebody's course, and what is true meanwhile. */
interface Case {
  readonly holding: Holding;
  readonly who: string;
  readonly known: string;
  readonly truth: (typeof truths)[number];
}

/** All faults of all cases, a dozen at most. */
function faultsOfAll(cases: readonly Case[]): string[] {
  const faults: string[] = [];
  for (const { holding, who, known, truth } of cases) {
    const fault = faultOnTheWay(courseOf(holding, who, known), truth);
    if (fault) faults.push(`${who}, ${JSON.stringify(holding)}, ${known}, while ${truth.when}: ${fault}`);
    if (faults.length === 12) break;
  }
  return faults;
}

const everybody = PLACES.flatMap((server) => [undefined, 'bruno', 'carla'].map((as) => ({ server, as })));

/** Takes turns, so that each comes with each of the others sooner or later. */
const turn = (index: number): Case['truth'] => truths[index % truths.length] ?? { ...well, when: 'all is well' };

describe('from any situation', { timeout: 60_000 }, () => {
  test.each(everybody)(
    'whatever is held for $server as $as, no plan breaks a rule, and each comes to an end',
    ({ server, as }) => {
      const holdings = holdingsFor(server, as);
      const cases = holdings.flatMap((holding) => truths.map((truth) => ({ holding, who: 'alice', known: '', truth })));
      expect(cases.length).toBeGreaterThan(800);
      expect(faultsOfAll(cases)).toEqual([]);
    },
  );

  test.each(everybody)(
    'whatever is known for $server as $as, no plan breaks a rule, and each comes to an end',
    ({ server, as }) => {
      const to = as === undefined ? server : `${server} as ${as}`;
      const others = as === undefined ? 'home' : `home ${as}`;
      const holdings = [
        { to, holds: 'account', key: '' },
        { to, holds: 'jwt', key: 'live' },
        { to, holds: `account refused + jwt expired + ${others}`, key: 'live' },
        { to, holds: `jwt + ${others} refused + transient ${server}`, key: 'live' },
        { to, holds: '', key: 'unused, same device' },
      ];
      const cases = holdings.flatMap((holding, first) =>
        knowledge(as).map((known, second) => ({ holding, who: 'alice', known, truth: turn(first + second) })),
      );
      expect(cases.length).toBeGreaterThan(3000);
      expect(faultsOfAll(cases)).toEqual([]);
    },
  );

  test.each(['bruno', 'carla', 'dana', 'eve'])(
    'whoever it is, %s too, no plan breaks a rule, and each comes to an end',
    (who) => {
      const cases = everybody.flatMap(({ server, as }) => {
        const own = as === who ? undefined : as;
        const holdings = holdingsFor(server, own).filter(({ holds }, index) => index % 7 === 0 || holds === 'account');
        return holdings.flatMap((holding, index) =>
          ['', 'told just now, home of late', 'told never, home never, self unknown'].map((known, second) => ({
            holding,
            who,
            known,
            truth: turn(index + second),
          })),
        );
      });
      expect(cases.length).toBeGreaterThan(3000);
      expect(faultsOfAll(cases)).toEqual([]);
    },
  );
});

describe('the rules', () => {
  const jwt: HeldToken = { kind: 'jwt', token: 'jwt', clientID: 'key-device' };
  const of = (to: string, holds: string, key = ''): Course => courseOf({ to, holds, key }, 'alice', '');
  const first = ({ held }: Course): HeldToken => held.tokens[0] ?? jwt;
  const use = (course: Course): Plan => ({ do: 'use', token: first(course) });
  const switchTo = (to: string, course: Course, clientID: string): Plan => ({
    do: 'switch',
    to,
    with: first(course),
    clientID,
  });
  const [withHome, withAccount] = [of('attic', 'jwt + home', 'live'), of('attic as carla', 'account')];

  test.each<{ of: Course; plan: Plan; says: string }>([
    { of: of('attic', 'jwt', 'live'), plan: use(of('attic', 'jwt', 'live')), says: 'what must not go there is used' },
    { of: of('loft', 'account'), plan: use(of('loft', 'account')), says: 'what must not go there is used' },
    { of: of('plex.tv', 'home bruno'), plan: use(of('plex.tv', 'home bruno')), says: 'what must not go there is used' },
    { of: of('attic', 'server loft'), plan: use(of('attic', 'server loft')), says: 'what must not go there is used' },
    { of: of('plex.tv', 'account'), plan: { do: 'use', token: jwt }, says: 'what is not held is used' },
    {
      of: of('plex.tv', 'account', 'unused, same device'),
      plan: { do: 'renew', key: { clientID: 'here', used: false } },
      says: 'a renewal would end an opaque token that works',
    },
    { of: of('attic', 'jwt', 'live'), plan: { do: 'sign-in' }, says: 'somebody with a token is to sign in' },
    { of: of('attic', '', 'live'), plan: { do: 'sign-in' }, says: 'somebody with a key is to sign in' },
    {
      of: of('cellar', 'account'),
      plan: { do: 'none', reason: 'not-shared' },
      says: 'it is not so: not-shared',
    },
    { of: of('attic', 'account'), plan: { do: 'none', reason: 'refused' }, says: 'a token that works is not used' },
    {
      of: withHome,
      plan: switchTo('alice', withHome, 'key-device'),
      says: 'a switch would end a token that works',
    },
    { of: withAccount, plan: switchTo('carla', withAccount, 'new'), says: 'it switches without the PIN' },
  ])('see when $says', ({ of: course, plan: wrong, says }) => {
    expect(faultsOf(course, wrong)).toContain(says);
  });
});
