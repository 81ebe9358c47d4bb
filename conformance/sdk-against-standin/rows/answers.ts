import { errors } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { facts } from '../../seed-facts.js';
import { callAsAlice, type Name, names, rejection } from '../four-calls.js';
import type { Row } from './row.js';

const success = (name: Name): number => facts.operations.find((operation) => operation.name === name)?.status ?? 0;

function responseRow(name: Name): Row {
  return {
    id: `${name}.response`,
    kind: (open) =>
      test('is an envelope with the typed payload, whole', async () => {
        await using world = await open();
        const answer = await callAsAlice(world, name);
        const { payload = '' } = facts.operations.find((operation) => operation.name === name) ?? {};
        expect(answer.statusCode).toBe(success(name));
        expect(answer.contentType).toMatch(/^application\/json/);
        expect(answer).toHaveProperty(payload);
        const raw: unknown = await answer.rawResponse.json();
        expect(JSON.stringify(raw)).toContain(
          name === 'getTokenDetails' || name === 'postUsersSignInData' ? 'uuid' : 'transient-',
        );
      }),
    unkind: (open) =>
      test('cut off in the middle is a typed error', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: name, garbage: true, status: success(name) });
        const error = await rejection(callAsAlice(world, name));
        expect(error).toBeInstanceOf(errors.InvalidResponseError);
        expect(error).toMatchObject({ code: 'INVALID_RESPONSE', operation: name, statusCode: success(name) });
      }),
  };
}

const sdkErrorRows: readonly Row[] = [
  {
    id: 'SDKError.statusCode',
    kind: (open) =>
      test('is the status the server refused with', async () => {
        await using world = await open();
        for (const status of [403, 404, 410, 422, 498, 500]) {
          world.standIn.control.failNext({ operation: 'getTokenDetails', status });
          const options = { retries: { strategy: 'none' } } as const;
          const error = await rejection(callAsAlice(world, 'getTokenDetails', { options }));
          expect(error).toBeInstanceOf(errors.SDKError);
          expect(error).toMatchObject({ name: 'SDKError', statusCode: status });
        }
      }),
    unkind: (open) =>
      test('is not there when no answer came', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTokenDetails', drop: true });
        const error = await rejection(callAsAlice(world, 'getTokenDetails'));
        expect(error).toBeInstanceOf(errors.ConnectionError);
        expect(error).not.toHaveProperty('statusCode');
      }),
  },
  {
    id: 'SDKError.message',
    kind: (open) =>
      test('says what was attempted, what happened and what to do', async () => {
        await using world = await open();
        const error = await rejection(callAsAlice(world, 'postUsersSignInData', { client: { clientID: '' } }));
        expect(String(error)).toMatch(/postUsersSignInData.*400.*clientID/);
      }),
    unkind: (open) =>
      test('never repeats the token', async () => {
        await using world = await open();
        const plex = world.client('alice', { accessToken: 'dead-token-of-nobody' });
        const error = await rejection(plex.authentication.getTokenDetails());
        expect(String(error)).toContain('401');
        expect(String(error)).not.toContain('dead-token-of-nobody');
      }),
  },
  {
    id: 'SDKError.rawResponse',
    kind: (open) =>
      test('is the whole answer', async () => {
        await using world = await open();
        const error = await rejection(callAsAlice(world, 'postUsersSignInData', { client: { clientID: '' } }));
        expect(error instanceof errors.SDKError && error.rawResponse.status).toBe(400);
      }),
    unkind: (open) =>
      test('does not appear when the error is written out', async () => {
        await using world = await open();
        const error = await rejection(callAsAlice(world, 'postUsersSignInData', { client: { clientID: '' } }));
        expect(JSON.stringify(error)).toContain('CLIENT_ID_REQUIRED');
        expect(JSON.stringify(error)).not.toMatch(/rawResponse|body/);
      }),
  },
  {
    id: 'SDKError.body',
    kind: (open) =>
      test('is the answer’s text', async () => {
        await using world = await open();
        const error = await rejection(callAsAlice(world, 'postUsersSignInData', { client: { clientID: '' } }));
        expect(error instanceof errors.SDKError && JSON.parse(error.body)).toMatchObject({
          errors: [{ code: 1000 }],
        });
      }),
    unkind: (open) =>
      test('is empty where nothing was said', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTokenDetails', status: 302 });
        const error = await rejection(callAsAlice(world, 'getTokenDetails'));
        expect(error).toMatchObject({ code: 'REDIRECTED' });
        expect(error instanceof errors.SDKError && error.body).toBe('');
      }),
  },
];

/** What comes back: the envelope, and the members of an SDKError. */
export const answerRows: readonly Row[] = [
  ...names.map(responseRow),
  {
    id: 'envelope.statusCode',
    kind: (open) =>
      test('is the status of the answer', async () => {
        await using world = await open();
        expect((await callAsAlice(world, 'postUsersSignInData')).statusCode).toBe(201);
      }),
    unkind: (open) =>
      test('of 204 is no value when the operation promises one', async () => {
        await using world = await open();
        world.standIn.control.failNext({ operation: 'getTokenDetails', status: 204 });
        await expect(callAsAlice(world, 'getTokenDetails')).rejects.toMatchObject({
          name: 'InvalidResponseError',
          statusCode: 204,
        });
      }),
  },
  {
    id: 'envelope.contentType',
    kind: (open) =>
      test('is the media type as it came', async () => {
        await using world = await open();
        expect((await callAsAlice(world, 'getTokenDetails')).contentType).toBe('application/json; charset=utf-8');
        expect((await callAsAlice(world, 'getTransientToken')).contentType).toBe('application/json');
      }),
    unkind: (open) =>
      test('of a page decides nothing: the status does', async () => {
        await using world = await open();
        const plex = world.client('alice', { accessToken: 'dead-token-of-nobody' });
        const refused = plex.authentication.getTransientToken({ type: 'delegation', scope: 'all' });
        await expect(refused).rejects.toMatchObject({ contentType: 'text/html', code: 'UNAUTHORIZED', errors: [] });
      }),
  },
  {
    id: 'envelope.rawResponse',
    kind: (open) =>
      test('is a Response that can still be read, as often as wanted', async () => {
        await using world = await open();
        const { rawResponse, userPlexAccount } = await world.client('alice').authentication.getTokenDetails();
        const copy = rawResponse.clone();
        expect(await rawResponse.json()).toMatchObject({ uuid: userPlexAccount.uuid });
        expect(copy.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
      }),
    unkind: (open) =>
      test('of a refusal can be read too', async () => {
        await using world = await open();
        const plex = world.client('alice', { accessToken: 'dead-token-of-nobody' });
        const error = await rejection(plex.authentication.getTokenDetails());
        expect(error instanceof errors.SDKError && (await error.rawResponse.json())).toMatchObject({
          errors: [{ code: 1001 }],
        });
      }),
  },
  ...sdkErrorRows,
];
