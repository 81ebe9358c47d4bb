import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { rejection } from './four-calls.js';
import { openWorld, ways } from './world.js';

const MINUTE = 60_000;

describe.each(ways)('signIn, %s', (way) => {
  test('asks for the two-factor code only when Plex wants one, and signs in with it', async () => {
    await using world = await openWorld(way);
    const { email: login, password, uuid, totp } = world.standIn.people.finn;
    const asked: number[] = [];
    const { accessToken, account } = await world.client('finn').signIn({
      login,
      password,
      verificationCode({ attempt }) {
        asked.push(attempt);
        return totp?.() ?? '';
      },
    });
    expect(asked).toEqual([1]);
    expect(account.uuid).toBe(uuid);
    const { userPlexAccount } = await world.client('finn').withToken(accessToken).authentication.getTokenDetails();
    expect(userPlexAccount.twoFactorEnabled).toBe(true);
    expect(world.standIn.control.requests().map(({ status }) => status)).toEqual([401, 201, 200]);
  });

  test('asks again after a wrong code, and gives up after the third', async () => {
    await using world = await openWorld(way);
    const { email: login, password, totp } = world.standIn.people.finn;
    const asked: number[] = [];
    const { accessToken } = await world.client('finn').signIn({
      login,
      password,
      verificationCode({ attempt }) {
        asked.push(attempt);
        return attempt === 1 ? '000000' : (totp?.() ?? '');
      },
    });
    expect(accessToken).toMatch(/^[\w-]{20}$/);
    expect(asked).toEqual([1, 2]);
    const stubborn = world.client('finn').signIn({ login, password, verificationCode: () => '000000' });
    await expect(stubborn).rejects.toMatchObject({ code: 'VERIFICATION_CODE_INVALID', plexCode: 1028 });
    expect(world.standIn.control.requests()).toHaveLength(3 + 4);
  });

  test('asks nobody who has no two-factor sign-in', async () => {
    await using world = await openWorld(way);
    const { email: login, password } = world.standIn.people.dana;
    let asked = 0;
    const verificationCode = (): string => {
      asked += 1;
      return '000000';
    };
    await world.client('dana').signIn({ login, password, verificationCode });
    expect(asked).toBe(0);
  });

  test('without a way to ask says that a code is wanted, and takes one given at once', async () => {
    await using world = await openWorld(way);
    const { email: login, password, totp } = world.standIn.people.finn;
    const silent = world.client('finn').signIn({ login, password });
    await expect(silent).rejects.toMatchObject({ code: 'VERIFICATION_CODE_REQUIRED', plexCode: 1029 });
    const verificationCode = totp?.() ?? '';
    await expect(world.client('finn').signIn({ login, password, verificationCode })).resolves.toBeDefined();
    const twice = world.client('finn').signIn({ login, password, verificationCode });
    await expect(twice).rejects.toMatchObject({ code: 'VERIFICATION_CODE_INVALID' });
  });

  test('says that a username will not do, and the e-mail address does', async () => {
    await using world = await openWorld(way);
    const { username, email, password } = world.standIn.people.eve;
    const error = await rejection(world.client('eve').signIn({ login: username, password }));
    expect(error).toBeInstanceOf(errors.PostUsersSignInDataUnauthorized);
    expect(error).toMatchObject({ code: 'EMAIL_REQUIRED', plexCode: 1030 });
    expect(String(error)).toMatch(/e-mail/);
    await expect(world.client('eve').signIn({ login: email, password })).resolves.toBeDefined();
  });

  test('says that the address is blocked after repeated failures, and works again when they are forgotten', async () => {
    await using world = await openWorld(way);
    const { email: login, password } = world.standIn.people.dana;
    const plex = world.client('dana');
    for (let time = 0; time < 5; time += 1) {
      await expect(plex.signIn({ login, password: 'wrong' })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    }
    const error = await rejection(plex.signIn({ login, password }));
    expect(error).toMatchObject({ code: 'ADDRESS_BLOCKED', plexCode: 1031, statusCode: 401 });
    expect(String(error)).toMatch(/blocked/);
    world.standIn.control.setAddress('from-elsewhere', { ip: '192.0.2.7', country: 'SE' });
    const elsewhere = world.client('dana', { clientID: 'from-elsewhere' });
    await expect(elsewhere.signIn({ login, password })).resolves.toBeDefined();
    world.standIn.control.advanceClock(11 * MINUTE);
    await expect(plex.signIn({ login, password })).resolves.toBeDefined();
  });

  test('is sent once when it is cut off, refused or garbled', async () => {
    await using world = await openWorld(way);
    const { email: login, password } = world.standIn.people.dana;
    const { control } = world.standIn;
    for (const fault of [
      { drop: true },
      { status: 503 },
      { status: 429, retryAfter: 1 },
      { garbage: true, status: 201 },
    ]) {
      control.reset();
      control.failNext({ operation: 'postUsersSignInData', ...fault });
      const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 60_000 };
      const retryConfig = { strategy: 'backoff', backoff, retryConnectionErrors: true } as const;
      const error = await rejection(world.client('dana', { retryConfig }).signIn({ login, password }));
      expect(error).toBeInstanceOf(errors.TicketstubError);
      expect(control.requests()).toHaveLength(1);
    }
  });

  test('needs a client identifier, and says so before anything is sent', async () => {
    await using world = await openWorld(way);
    const nameless = world.client('dana', { clientID: undefined });
    const error = await rejection(nameless.signIn({ login: 'dana-reef', password: 'dana-reef-74' }));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'CLIENT_ID_REQUIRED' });
    expect(world.sent).toEqual([]);
  });
});
