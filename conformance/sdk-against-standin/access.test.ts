import { type AccessVerdict, type FetchLike, PlexAPI, type VerdictOptions } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import {
  cast,
  type Gate,
  gist,
  holders,
  machinesOf,
  openGate,
  type OwnClock,
  tokenOf,
  type Truth,
} from './access-cast.js';
import { openWorld, ways, type World } from './world.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** What there is to ask about: the machines, and which of the two servers are among them. */
function questionsOf(world: World): { machines: string[]; among: readonly ('attic' | 'cellar')[] }[] {
  const { attic, cellar } = machinesOf(world);
  return [
    { machines: [attic], among: ['attic'] },
    { machines: [cellar], among: ['cellar'] },
    { machines: [cellar, attic], among: ['attic', 'cellar'] },
    { machines: ['f'.repeat(40)], among: [] },
  ];
}

function best(truths: readonly Truth[]): Truth {
  return (['owner', 'home', 'shared'] as const).find((one) => truths.includes(one)) ?? 'stranger';
}

/** What may be wrong at plex.tv. */
const outages: readonly [string, World['network']['outage'], 'unanswered' | 'token-dead'][] = [
  ['is out of reach', 'cut off', 'unanswered'],
  ['breaks off', { operation: 'getResources', garbage: true }, 'unanswered'],
  ['answers 403', { operation: 'getResources', status: 403 }, 'unanswered'],
  ['answers 404', { operation: 'getResources', status: 404 }, 'unanswered'],
  ['answers 429', { operation: 'getResources', status: 429, retryAfter: 30 }, 'unanswered'],
  ['answers 503', 'answers 503', 'unanswered'],
  ['answers 401', { operation: 'getResources', status: 401 }, 'token-dead'],
  ['answers 498', { operation: 'getResources', status: 498 }, 'token-dead'],
];

describe.each(ways)('access.verdict, %s', (way) => {
  describe.each(holders)('of $name with a token of the kind $kind', ({ name, kind }) => {
    const truths = cast[name] ?? { attic: 'stranger', cellar: 'stranger' };

    test('is what they are, at each server, at both and at neither, with evidence', async () => {
      await using world = await openWorld(way);
      const token = await tokenOf(world, name, kind);
      const { alice } = world.standIn.people;
      for (const options of [{}, { owner: alice.id }]) {
        const gate = openGate(world, { now: 0 });
        for (const { machines, among } of questionsOf(world)) {
          const truth = best(among.map((server) => truths[server]));
          const verdict = await gate.verdict(token, machines, { maxAge: 0, ...options });
          expect([machines, verdict.verdict]).toEqual([machines, truth]);
          const counted = among.filter((server) => truths[server] !== 'stranger');
          expect(verdict).toHaveProperty('evidence.servers.length', counted.length);
          expect(verdict).toHaveProperty('evidence.absent.length', machines.length - counted.length);
          expect(JSON.stringify(verdict)).not.toContain(token);
          for (const secret of Object.values(world.standIn.people[name].serverTokens)) {
            expect(JSON.stringify(verdict)).not.toContain(secret);
          }
        }
      }
    });

    test('stays what plex.tv last said, in and out of memory and grace, whatever is wrong there', async () => {
      await using world = await openWorld(way);
      const token = await tokenOf(world, name, kind);
      const clock: OwnClock = { now: 1_000_000_000 };
      const questions = questionsOf(world);
      const told = questions.map(({ among }) => best(among.map((server) => truths[server])));
      for (const [wrong, outage, reason] of outages) {
        const [gate, restarted] = [openGate(world, clock), openGate(world, clock)];
        const ask = (at: Gate, options?: VerdictOptions, last: readonly unknown[] = []): Promise<AccessVerdict[]> =>
          Promise.all(
            questions.map(({ machines }, index) => at.verdict(token, machines, { ...options, last: last[index] })),
          );
        const expectTold = async (verdicts: Promise<AccessVerdict[]>, expected: string[]): Promise<void> => {
          expect((await verdicts).map(gist), wrong).toEqual(expected);
        };
        const nothing = told.map(() => reason);
        const inGrace = told.map((truth) =>
          truth === 'stranger' || reason === 'token-dead' ? reason : `${truth} by grace`,
        );
        const first = ask(gate);
        await expectTold(first, told);
        const last: unknown[] = JSON.parse(JSON.stringify(await first));

        world.network.outage = outage;
        await expectTold(
          ask(gate),
          told.map((truth) => `${truth} by memory`),
        );
        clock.now += MINUTE;
        await expectTold(ask(gate), nothing);
        await expectTold(ask(gate, { grace: HOUR }), inGrace);
        const again = ask(restarted, { grace: HOUR }, last);
        await expectTold(again, inGrace);
        await expectTold(ask(restarted, { grace: HOUR }), nothing);
        clock.now -= 3 * MINUTE;
        await expectTold(ask(gate, { grace: HOUR }, last), nothing);
        clock.now += 3 * MINUTE + HOUR;
        await expectTold(ask(gate, { grace: HOUR }, await again), nothing);

        world.network.outage = undefined;
        clock.now += HOUR;
        await expectTold(ask(gate, { grace: HOUR }, last), told);
      }
    });
  });

  test('a friend who is removed is out at the next check, and no outage lets them in again', async () => {
    await using world = await openWorld(way);
    const { attic, cellar } = machinesOf(world);
    const clock: OwnClock = { now: 0 };
    const gate = openGate(world, clock);
    const { token } = world.standIn.people.dana;
    const first = await gate.verdict(token, [attic, cellar]);
    expect(gist(first)).toBe('shared');
    world.standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
    const options = { grace: HOUR, last: first };
    await expect(gate.verdict(token, [attic, cellar], options).then(gist)).resolves.toBe('shared by memory');
    await expect(gate.verdict(token, [attic, cellar], { ...options, maxAge: 0 }).then(gist)).resolves.toBe('stranger');
    await expect(gate.verdict(token, [attic, cellar], options).then(gist)).resolves.toBe('stranger by memory');
    world.network.outage = 'cut off';
    clock.now += MINUTE;
    await expect(gate.verdict(token, [attic, cellar], options).then(gist)).resolves.toBe('unanswered');
  });

  test('who loses one of two servers keeps the other', async () => {
    await using world = await openWorld(way);
    const { attic, cellar } = machinesOf(world);
    const gate = openGate(world, { now: 0 });
    const { token } = world.standIn.people.carla;
    world.standIn.control.removeAccess({ person: 'carla', server: 'Attic' });
    await expect(gate.verdict(token, [attic, cellar])).resolves.toMatchObject({
      verdict: 'home',
      evidence: { servers: [{ machineIdentifier: cellar, name: 'Cellar' }], absent: [attic] },
    });
    await expect(gate.verdict(token, [attic]).then(gist)).resolves.toBe('stranger by memory');
  });

  test('a forced sign-out ends every token, and no grace outlives it', async () => {
    await using world = await openWorld(way);
    const { attic } = machinesOf(world);
    const clock: OwnClock = { now: 0 };
    const gate = openGate(world, clock);
    const { token } = world.standIn.people.alice;
    const last = await gate.verdict(token, [attic]);
    world.standIn.control.breach();
    await expect(gate.verdict(token, [attic], { maxAge: 0, grace: HOUR, last })).resolves.toMatchObject({
      reason: 'token-dead',
      error: { code: 'UNAUTHORIZED', statusCode: 401 },
    });
    world.network.outage = 'cut off';
    clock.now += MINUTE;
    await expect(gate.verdict(token, [attic], { grace: HOUR, last }).then(gist)).resolves.toBe('unanswered');
  });

  test('an outage with a crowd at the gate costs few requests, and its end none too many', async () => {
    await using world = await openWorld(way);
    const { attic } = machinesOf(world);
    const clock: OwnClock = { now: 0 };
    const gate = openGate(world, clock);
    const tokens = (['alice', 'bruno', 'carla', 'dana'] as const).map((name) => world.standIn.people[name].token);
    const crowd = (): Promise<string[]> =>
      Promise.all(
        tokens.flatMap((token) =>
          Array.from({ length: 25 }, () => gate.verdict(token, [attic], { grace: HOUR }).then(gist)),
        ),
      );
    await crowd();
    const before = world.sent.length;
    expect(before).toBe(tokens.length);
    world.network.outage = 'answers 503';
    for (clock.now = MINUTE; clock.now < HOUR; clock.now += 10_000) {
      expect((await crowd()).every((one) => one.endsWith('by grace'))).toBe(true);
    }
    expect(world.sent.length - before).toBeLessThanOrEqual(tokens.length * 64);
    world.network.outage = undefined;
    const during = world.sent.length;
    clock.now += MINUTE;
    expect((await crowd()).every((one) => !one.endsWith('by grace'))).toBe(true);
    expect(world.sent.length - during).toBe(tokens.length);
  });
});

describe.each(ways)('a machine identifier that somebody else goes by, %s', (way) => {
  test('makes nobody an owner: a device is no server, whatever it says', async () => {
    await using world = await openWorld(way);
    const { attic } = machinesOf(world);
    const { eve, alice, dana } = world.standIn.people;
    const asServer: FetchLike = (url, init) =>
      world.standIn.fetch(url, { ...init, headers: { ...init.headers, 'X-Plex-Provides': 'server' } });
    const forger = new PlexAPI({ clientID: attic, clientName: 'Plex Media Server', fetch: asServer });
    for (const person of [eve, dana]) {
      const { accessToken } = await forger.signIn({ login: person.email, password: person.password });
      const listed = await forger.withToken(accessToken).resources.list();
      expect(listed).toContainEqual(
        expect.objectContaining({ clientIdentifier: attic, owned: true, provides: ['server'] }),
      );
      const truth = person === eve ? 'stranger' : 'shared';
      const gate = openGate(world, { now: 0 });
      await expect(gate.verdict(accessToken, [attic]).then(gist)).resolves.toBe(truth);
      await expect(gate.verdict(accessToken, [attic], { owner: alice.id }).then(gist)).resolves.toMatch(truth);
    }
  });

  test('makes nobody an owner, even with a server to it, where the owner is known', async () => {
    await using world = await openWorld(way);
    const { attic, cellar } = machinesOf(world);
    const { eve, alice, dana } = world.standIn.people;
    const asked = { headers: { 'X-Plex-Token': alice.token, 'X-Plex-Client-Identifier': 'conformance' } };
    await world.standIn.fetch(`${world.attic}/myplex/account`, { method: 'DELETE', ...asked });
    const { token: claim } = await world.client('eve').account.claimToken();
    await world.standIn.fetch(`${world.attic}/myplex/claim?token=${claim}`, { method: 'POST', ...asked });
    const gate = openGate(world, { now: 0 });
    const owner = alice.id;
    await expect(gate.verdict(eve.token, [attic]).then(gist)).resolves.toBe('owner');
    await expect(gate.verdict(eve.token, [attic], { owner })).resolves.toMatchObject({
      verdict: 'stranger',
      evidence: { accountId: eve.id, absent: [attic] },
    });
    await expect(gate.verdict(alice.token, [attic], { owner }).then(gist)).resolves.toBe('stranger');
    await expect(gate.verdict(alice.token, [cellar], { owner }).then(gist)).resolves.toBe('owner by memory');
    await expect(gate.verdict(dana.token, [attic], { owner }).then(gist)).resolves.toBe('stranger');
  });
});

test('nobody asks a media server who somebody is, or for a list of friends', async () => {
  await using world = await openWorld('in process');
  const { attic } = machinesOf(world);
  const { alice, dana } = world.standIn.people;
  for (const { token } of [alice, dana]) {
    await openGate(world, { now: 0 }).verdict(token, [attic], { owner: alice.id });
  }
  const asked = world.standIn.control.requests().map(({ host, operation }) => [host, operation]);
  expect(asked).toEqual([
    ['plex.tv', 'getResources'],
    ['plex.tv', 'getTokenDetails'],
    ['plex.tv', 'getResources'],
  ]);
});
