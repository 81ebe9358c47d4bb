import { errors, operations } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { call, callAsAlice, goodRequest, type Name, names, rejection } from '../four-calls.js';
import type { World } from '../world.js';
import type { Row } from './row.js';

/** A value the server does not know reaches it and comes back as its own 400; a missing one never leaves. */
function transientParameter(parameter: 'type' | 'scope'): Row {
  return {
    id: `getTransientToken.${parameter}`,
    kind: (open) =>
      test('takes the constant and the plain text alike', async () => {
        await using world = await open();
        for (const request of [
          { type: operations.GetTransientTokenQueryParamType.DELEGATION, scope: operations.Scope.ALL },
          { type: 'delegation', scope: 'all' } as const,
        ]) {
          const { mediaContainer } = await world.client('alice').authentication.getTransientToken(request);
          expect(mediaContainer.token).toMatch(/^transient-[\da-f-]{36}$/);
        }
        expect(new URL(world.sent[0]?.url ?? '').search).toBe('?type=delegation&scope=all');
      }),
    unkind: (open) =>
      test('lets the server refuse another value, and sends none without one', async () => {
        await using world = await open();
        const good = goodRequest('getTransientToken', world);
        const wrong = call(world.client('alice'), 'getTransientToken', [{ ...good, [parameter]: 'everything' }]);
        await expect(wrong).rejects.toThrow(errors.GetTransientTokenBadRequest);
        const none = call(world.client('alice'), 'getTransientToken', [{ ...good, [parameter]: undefined }]);
        await expect(none).rejects.toMatchObject({ name: 'InvalidArgumentError', argument: `request.${parameter}` });
        expect(world.sent).toHaveLength(1);
      }),
  };
}

function retriesParameter(name: Name): Row {
  const backoff = { initialInterval: 100, maxInterval: 1000, exponent: 2, maxElapsedTime: 60_000 };
  return {
    id: `${name}.retries`,
    kind: (open) =>
      test('of the call: 503 twice, then the answer; the server saw three requests', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: name, status: 503, times: 2 });
        const options = { retries: { strategy: 'backoff', backoff } } as const;
        const { statusCode } = await callAsAlice(world, name, {
          client: { retryConfig: { strategy: 'none' } },
          options,
        });
        expect(statusCode).toBe(name === 'postUsersSignInData' ? 201 : 200);
        expect(world.standIn.control.requests().map(({ status }) => status)).toEqual([503, 503, statusCode]);
      }),
    unkind: (open) =>
      test('of the call: none ends with the first refusal, nonsense before it', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: name, status: 503, times: 2 });
        const once = callAsAlice(world, name, { options: { retries: { strategy: 'none' } } });
        await expect(once).rejects.toMatchObject({ statusCode: 503, code: 'SERVER_ERROR' });
        const nonsense = call(world.client('alice'), name, [
          goodRequest(name, world),
          { retries: { strategy: 'again' } },
        ]);
        await expect(nonsense).rejects.toMatchObject({ name: 'InvalidArgumentError', argument: 'retries.strategy' });
        expect(world.standIn.control.requests()).toHaveLength(1);
      }),
  };
}

function accountAddress(world: World): string {
  return world.standIn.endpoints.account;
}

function serverURLParameter(name: 'getTokenDetails' | 'postUsersSignInData'): Row {
  return {
    id: `${name}.serverURL`,
    kind: (open) =>
      test('moves this one call, whatever the client says', async () => {
        await using world = await open();
        const client = { endpoints: { account: 'https://plex.invalid/api/v2' } };
        const { statusCode } = await callAsAlice(world, name, {
          client,
          options: { serverURL: accountAddress(world) },
        });
        expect(statusCode).toBeLessThan(300);
        expect(world.sent[0]?.url).toMatch(accountAddress(world));
      }),
    unkind: (open) =>
      test('is refused where a secret would travel in the open, or leak out of the address', async () => {
        await using world = await open();
        for (const [serverURL, code] of [
          ['http://192.0.2.1/api/v2', 'INSECURE_URL'],
          ['https://plex.tv/api/v2?X-Plex-Token=canary', 'INVALID_ARGUMENT'],
          ['ftp://plex.tv', 'INVALID_ARGUMENT'],
        ] as const) {
          const error = await rejection(callAsAlice(world, name, { options: { serverURL } }));
          expect(error).toMatchObject({ name: 'InvalidArgumentError', code, argument: 'serverURL' });
          expect(String(error)).not.toContain('canary');
        }
        expect(world.sent).toEqual([]);
      }),
  };
}

/** Every parameter of the four operations. */
export const parameterRows: readonly Row[] = [
  transientParameter('type'),
  transientParameter('scope'),
  ...names.map(retriesParameter),
  serverURLParameter('getTokenDetails'),
  serverURLParameter('postUsersSignInData'),
  {
    id: 'getSourceConnectionInformation.source',
    kind: (open) =>
      test('names a server or a provider, and both are found', async () => {
        await using world = await open();
        const { authentication } = world.client('alice');
        for (const source of [world.atticSource, 'provider://provider-identifier']) {
          const { mediaContainer } = await authentication.getSourceConnectionInformation({ source, refresh: true });
          const [device] = mediaContainer.device;
          expect(source.endsWith(device?.clientIdentifier ?? '?')).toBe(true);
          expect(device?.accessToken).toMatch(/^transient-/);
          expect(device?.connection[0]?.uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
        }
        const unknown = await authentication.getSourceConnectionInformation({ source: 'server://nobody' });
        expect(unknown.mediaContainer.device).toEqual([]);
      }),
    unkind: (open) =>
      test('is refused by the server when it is no source, and never sent when it is empty', async () => {
        await using world = await open();
        const { authentication } = world.client('alice');
        const nonsense = authentication.getSourceConnectionInformation({ source: 'attic' });
        await expect(nonsense).rejects.toThrow(errors.GetSourceConnectionInformationBadRequest);
        const empty = authentication.getSourceConnectionInformation({ source: '' });
        await expect(empty).rejects.toMatchObject({ name: 'InvalidArgumentError', argument: 'request.source' });
        expect(world.sent).toHaveLength(1);
      }),
  },
  {
    id: 'postUsersSignInData.request',
    kind: (open) =>
      test('signs in as a form; its own identity beats the client’s, and no token goes out', async () => {
        await using world = await open();
        const { email: login, password } = world.standIn.people.dana;
        const own = { clientID: 'of-the-request', deviceName: 'Küche' };
        const requestBody = { login, password, rememberMe: true };
        const { userPlexAccount } = await world
          .client('alice')
          .authentication.postUsersSignInData({ requestBody, ...own });
        expect(userPlexAccount.uuid).toBe(world.standIn.people.dana.uuid);
        expect(world.sent[0]).toMatchObject({
          method: 'POST',
          headers: {
            'Content-Type': 'application/x-www-form-urlencoded',
            'X-Plex-Client-Identifier': 'of-the-request',
          },
        });
        const form = Object.fromEntries(new URLSearchParams(world.sent[0]?.body ?? ''));
        expect(form).toEqual({ login, password, rememberMe: 'true' });
        expect(world.sent[0]?.headers).not.toHaveProperty('X-Plex-Token');
        expect(world.standIn.control.requests()[0]).toMatchObject({ clientIdentifier: 'of-the-request', token: null });
      }),
    unkind: (open) =>
      test('without a password never leaves; without a client identifier Plex refuses it', async () => {
        await using world = await open();
        const incomplete = call(world.client('alice'), 'postUsersSignInData', [{ requestBody: { login: 'somebody' } }]);
        await expect(incomplete).rejects.toMatchObject({
          name: 'InvalidArgumentError',
          argument: 'request.requestBody.password',
        });
        expect(world.sent).toEqual([]);
        const nameless = callAsAlice(world, 'postUsersSignInData', { client: { clientID: '' } });
        await expect(nameless).rejects.toMatchObject({ code: 'CLIENT_ID_REQUIRED', plexCode: 1000, statusCode: 400 });
      }),
  },
];
