import { z } from 'zod';
import type { Asked, Place } from './asking.js';
import { objectElement } from './encoding.js';
import type { Tree } from './tree.js';

function askedByAlice(asked: Pick<Asked, 'host' | 'path' | 'method'>) {
  return ({ standIn }: Place): (() => Asked) =>
    () => ({ ...asked, headers: { 'X-Plex-Token': standIn.people.alice.token } });
}

/** What claiming has to say at plex.tv. */
export const claimQuestions = [
  {
    operation: 'getClaimToken',
    status: 200,
    asked: askedByAlice({ host: 'plex.tv', path: '/api/claim/token' }),
    encoded: (json: unknown): Tree => objectElement('MediaContainer', json, 'plex.tv'),
    fresh: { token: /^claim-[\w-]{20}$/ },
  },
] as const;

const myPlex = (json: unknown): Tree =>
  objectElement('MyPlex', z.object({ MyPlex: z.unknown() }).parse(json).MyPlex, 'media server');

/** What a media server has to say of its ties with plex.tv; the second to let go of it is on its own network. */
export const myPlexQuestions = [
  {
    operation: 'getMyPlex',
    status: 200,
    asked: askedByAlice({ host: 'attic', path: '/myplex/account' }),
    encoded: myPlex,
  },
  {
    operation: 'unclaimServer',
    status: 200,
    asked: askedByAlice({ host: 'attic', path: '/myplex/account', method: 'DELETE' }),
    encoded: myPlex,
  },
] as const;
