import { PlexAPI } from '@ticketstub/sdk';
import { type CastName, startStandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { atTheDoor, type Session } from './who-may-come-in.js';

const DAY = 86_400_000;

test('atTheDoor lets in whom plex.tv lets in, and for a day those whom it did', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { people, control, clock } = standIn;
  const [attic] = standIn.servers;
  const house = { machineIdentifiers: [attic?.machineIdentifier ?? ''], owner: people.alice.id };
  let isAway = false;
  const open = (): PlexAPI =>
    new PlexAPI({
      clientID: 'ticketstub-examples',
      clock,
      fetch: (url, init) => (isAway ? Promise.reject(new TypeError('no route')) : standIn.fetch(url, init)),
    });
  const sessions = new Map<CastName, Session>();
  const knock = async (plex: PlexAPI, name: CastName): Promise<string> => {
    const session = sessions.get(name) ?? { plexToken: people[name].token };
    const answer = await atTheDoor(plex, house, session);
    sessions.set(name, JSON.parse(JSON.stringify(session)));
    return answer;
  };
  const all = (plex: PlexAPI): Promise<string[]> =>
    Promise.all((['alice', 'bruno', 'carla', 'dana', 'eve'] as const).map((name) => knock(plex, name)));

  const plex = open();
  await expect(all(plex)).resolves.toEqual(['come in', 'come in', 'come in', 'come in', 'not for you']);

  control.removeAccess({ person: 'dana', server: 'Attic' });
  control.breach('bruno');
  control.advanceClock(60_000);
  const now = ['come in', 'sign in again', 'come in', 'not for you', 'not for you'];
  await expect(all(plex)).resolves.toEqual(now);

  isAway = true;
  control.advanceClock(DAY / 2);
  const meanwhile = ['come in', 'come back later', 'come in', 'come back later', 'come back later'];
  await expect(all(plex)).resolves.toEqual(meanwhile);
  const restarted = open();
  await expect(all(restarted)).resolves.toEqual(meanwhile);
  control.advanceClock(DAY / 2);
  const nobody = Array.from({ length: 5 }, () => 'come back later');
  await expect(all(restarted)).resolves.toEqual(nobody);

  isAway = false;
  control.advanceClock(60_000);
  await expect(all(restarted)).resolves.toEqual(now);
});
