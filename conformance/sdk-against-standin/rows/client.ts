import { errors } from '@ticketstub/sdk';
import { expect, test } from 'vitest';
import { facts } from '../../seed-facts.js';
import { rejection } from '../four-calls.js';
import type { Row } from './row.js';

const identity = facts.client.options.filter(({ name }) => name !== 'accessToken');

/** The options of the client: each is a header of every request, and nothing unsendable is sent. */
export const clientRows: readonly Row[] = [
  {
    id: 'client.accessToken',
    kind: (open) =>
      test('goes out as X-Plex-Token and opens what it may open', async () => {
        await using world = await open();
        const { userPlexAccount } = await world.client('bruno').authentication.getTokenDetails();
        expect(userPlexAccount.uuid).toBe(world.standIn.people.bruno.uuid);
        expect(world.sent[0]?.headers).toHaveProperty('X-Plex-Token', world.standIn.people.bruno.token);
        expect(world.standIn.control.requests()[0]).toMatchObject({ token: { kind: 'account', person: 'bruno' } });
      }),
    unkind: (open) =>
      test('is refused before it is sent when it can be no token, and by Plex when it is dead', async () => {
        await using world = await open();
        expect(() => world.client('alice', { accessToken: 'a token\r\nX-Evil: 1' })).toThrow(
          errors.InvalidArgumentError,
        );
        const dead = world.client('alice', { accessToken: 'dead-token-of-nobody' });
        await expect(dead.authentication.getTokenDetails()).rejects.toThrow(errors.GetTokenDetailsUnauthorized);
        expect(world.standIn.control.requests()).toHaveLength(1);
      }),
  },
  ...identity.map(({ name, header, example = 'example' }): Row => ({
    id: `client.${name}`,
    kind: (open) =>
      test(`goes out as ${header}, in any script`, async () => {
        await using world = await open();
        await world.client('alice', { [name]: example }).authentication.getTokenDetails();
        await world.client('alice', { [name]: 'Büro 東京' }).authentication.getTokenDetails();
        expect(world.sent[0]?.headers).toHaveProperty(header, example);
        const bytes = Buffer.from(world.sent[1]?.headers[header] ?? '', 'latin1');
        expect(bytes.toString('utf8')).toBe('Büro 東京');
      }),
    unkind: (open) =>
      test(`leaves ${header} out when it is empty, and refuses a line break without sending`, async () => {
        await using world = await open();
        await world.client('alice', { [name]: '' }).authentication.getTokenDetails();
        expect(world.sent[0]?.headers).not.toHaveProperty(header);
        const error = await rejection(
          (async () => world.client('alice', { [name]: 'a\r\nX-Plex-Token: b' }).authentication.getTokenDetails())(),
        );
        expect(error).toBeInstanceOf(errors.InvalidArgumentError);
        expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argument: name });
        expect(world.sent).toHaveLength(1);
      }),
  })),
];
