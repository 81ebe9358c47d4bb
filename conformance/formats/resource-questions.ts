import { z } from 'zod';
import type { Place, Question } from './asking.js';
import { mediaContainer, resourceList } from './encoding.js';

const identity = { 'X-Plex-Client-Identifier': 'formats' };
const madePin = z.object({ code: z.string() });

/** What everybody is told of servers, with every connection and with the plain ones. */
export const servers: readonly Question[] = (['alice', 'bruno', 'carla', 'dana', 'eve'] as const).flatMap((name) =>
  ['', '?includeHttps=1&includeRelay=1&includeIPv6=1'].map((query): Question => ({
    operation: 'getResources',
    of: `${name}${query}`,
    status: 200,
    asked: ({ standIn: { people } }) => {
      const headers = { ...identity, 'X-Plex-Token': people[name].token };
      return () => ({ host: 'plex.tv', path: `/api/v2/resources${query}`, headers });
    },
    encoded: resourceList,
    // A second may pass between the two answers.
    fresh: { lastSeenAt: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ },
  })),
);

/** Signs a player in to Alice's account, with a name that is not easy to write. */
async function addPlayer({ fetch, plexTv, standIn }: Place): Promise<void> {
  const said = { 'X-Plex-Device-Name': 'Wohn<zimmer>', 'X-Plex-Provides': 'player,sync-target' };
  const init = { method: 'POST', headers: { ...identity, ...said, accept: 'application/json' } };
  const answer = await fetch(`${plexTv}/api/v2/pins`, init);
  standIn.control.claimPin({ code: madePin.parse(await answer.json()).code, person: 'alice' });
}

/** A list of devices with everything a device may have: a server, a player, and one that never said a word. */
export const devices: Question = {
  operation: 'getDevices',
  status: 200,
  asked: async (place) => {
    await addPlayer(place);
    const headers = { 'X-Plex-Token': place.standIn.people.alice.token };
    return () => ({ host: 'plex.tv', path: '/devices', headers, by: 'ending' });
  },
  encoded: mediaContainer,
};
