import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { type KeptWorld, openKeptWorld } from './kept-world.js';
import { ways, type World } from './world.js';

const MINUTE = 60_000;

/** The operations that the stand-in was asked for since, with what it answered. */
function answered({ standIn }: World, since: number): string[] {
  return standIn.control
    .requests()
    .slice(since)
    .map(({ host, operation, status }) => `${host} ${operation} ${status}`);
}

async function signInAgain(kept: KeptWorld): Promise<void> {
  const { email: login, password } = kept.world.standIn.people.dana;
  const other = kept.program().credentials.open({ store: kept.store, name: 'dana' });
  await other.adopt(await kept.program().signIn({ login, password }));
}

describe.each(ways)('credentials as an access token, %s:', (way) => {
  test('the call that plex.tv refuses is made once more with what else is held', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    await alice.addKey();
    const plex = kept.program().withToken(alice.source());
    await plex.authentication.getTokenDetails();
    kept.world.standIn.control.rotateSigningKey('drop');
    const renewed = await plex.authentication.getTokenDetails();
    expect(renewed.userPlexAccount.authToken).toMatch(/^eyJ/);
    kept.world.standIn.control.removeDevice({ person: 'alice', clientIdentifier: (await alice.for()).clientID });
    kept.world.standIn.control.advanceClock(MINUTE);
    const opaque = await plex.authentication.getTokenDetails();
    expect(opaque.userPlexAccount.authToken).not.toMatch(/^eyJ/);
    kept.world.standIn.control.breach('alice');
    kept.world.standIn.control.advanceClock(MINUTE);
    const error = await rejection(plex.authentication.getTokenDetails());
    expect(error).toBeInstanceOf(errors.SignInAgainError);
    expect(error).toMatchObject({ credential: 'alice' });
    expect(kept.prompts).toEqual(['alice']);
  });

  test('the call that a media server refuses is made once more with the token that plex.tv now gives for it', async () => {
    await using kept = await openKeptWorld(way);
    const dana = await kept.signedIn('dana');
    const atAttic = kept.program({ accessToken: dana.source({ server: kept.attic }) });
    const ask = (): Promise<unknown> => atAttic.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
    await ask();
    kept.world.standIn.control.breach('dana');
    await signInAgain(kept);
    kept.world.standIn.control.advanceClock(MINUTE);
    const before = kept.world.standIn.control.requests().length;
    await ask();
    expect(answered(kept.world, before)).toEqual([
      'Attic getTransientToken 401',
      'plex.tv getResources 200',
      'Attic getTransientToken 200',
    ]);
    kept.world.standIn.control.removeAccess({ person: 'dana', server: 'Attic' });
    kept.world.standIn.control.advanceClock(MINUTE);
    expect(await rejection(ask())).toMatchObject({ code: 'UNAUTHORIZED' });
    expect(await rejection(ask())).toMatchObject({ code: 'NO_TOKEN', reason: 'not-shared' });
    expect(kept.prompts).toEqual([]);
  });

  test('a Home fellow’s is switched to again when it has died', async () => {
    await using kept = await openKeptWorld(way);
    const alice = await kept.signedIn('alice');
    const { uuid: as, pin = '', id } = kept.world.standIn.people.carla;
    const carla = kept.program().withToken(alice.source({ as }, { pin }));
    const { clientID } = await alice.for({ as }, { pin });
    kept.world.standIn.control.removeDevice({ person: 'carla', clientIdentifier: clientID });
    expect((await carla.authentication.getTokenDetails()).userPlexAccount.id).toBe(id);
  });
});

test('whoever leaves stops waiting, and the others go on', async () => {
  await using kept = await openKeptWorld('in process');
  const dana = await kept.signedIn('dana');
  kept.world.standIn.control.failNext({ operation: 'getResources', delay: 3_600_000 });
  const leave = new AbortController();
  const left = dana.for({ server: kept.attic }, { signal: leave.signal });
  const stays = dana.for({ server: kept.attic });
  leave.abort(new Error('enough'));
  expect(await rejection(left)).toMatchObject({ message: 'enough' });
  expect(await rejection(dana.for('plex.tv', { signal: leave.signal }))).toMatchObject({ message: 'enough' });
  kept.world.standIn.control.advanceClock(3_600_000);
  expect((await stays).kind).toBe('server');
});

test('what is no destination, name, store or PIN is told before anything is sent', async () => {
  await using kept = await openKeptWorld('in process');
  const alice = kept.open('alice');
  const before = kept.world.sent.length;
  const parts = [{ alg: 'EdDSA', typ: 'JWT', kid: 'any' }, {}].map((part) => Buffer.from(JSON.stringify(part)));
  const jwt = [...parts, Buffer.alloc(64)].map((part) => part.toString('base64url')).join('.');
  const { credentials } = kept.program();
  const odd = (method: 'for' | 'source' | 'refused' | 'adopt' | 'open', ...args: readonly unknown[]): unknown =>
    method === 'open'
      ? Reflect.apply(credentials[method], credentials, args)
      : Reflect.apply(alice[method], alice, args);
  const mistakes: readonly (readonly [string, () => unknown])[] = [
    ['destination', () => odd('for', 'attic')],
    ['destination.server', () => alice.for({ server: '' })],
    ['destination.as', () => alice.for({ as: '' })],
    ['destination', () => odd('source', 'attic')],
    ['destination', () => odd('refused', 'any', 'attic')],
    ['name', () => kept.program().credentials.open({ store: kept.store, name: '' })],
    ['name', () => kept.program().credentials.open({ store: kept.store, name: 'n'.repeat(491) })],
    ['store', () => odd('open', { store: undefined, name: 'alice' })],
    ['clientID', () => kept.program({ clientID: '' }).credentials.open({ store: kept.store, name: 'alice' })],
    ['accessToken', () => alice.adopt({ accessToken: '' })],
    ['accessToken', () => alice.adopt({ accessToken: jwt })],
    ['key', () => odd('adopt', { key: {} })],
    ['server', () => alice.adopt({ accessToken: 'any', server: '' })],
    ['accessToken', () => alice.adopt({ accessToken: jwt, server: 'any' })],
    ['expiresAt', () => alice.adopt({ accessToken: 'any', server: 'any', expiresAt: Number.NaN })],
    ['input', () => odd('adopt')],
    ['server', () => alice.tryJwt('', 'https://attic.example')],
  ];
  for (const [argument, mistake] of mistakes) {
    const error = await rejection((async () => mistake())());
    expect([argument, error instanceof errors.InvalidArgumentError && error.argument]).toEqual([argument, argument]);
  }
  expect(kept.world.sent.length).toBe(before);
});
