import type { PlexAPI } from '@ticketstub/sdk';

/** What an app keeps of a person where they cannot write: on the server, or sealed. */
export interface Session {
  readonly plexToken: string;
  /** The last verdict, as JSON brings it back. */
  verdict?: unknown;
}

const DAY = 86_400_000;

/** What to do with somebody who is at the door. To be asked at every visit: plex.tv is asked once a minute at most. */
export async function atTheDoor(
  plex: PlexAPI,
  house: { machineIdentifiers: string[]; owner: number },
  session: Session,
): Promise<'come in' | 'not for you' | 'sign in again' | 'come back later'> {
  const verdict = await plex.access.verdict(session.plexToken, house.machineIdentifiers, {
    owner: house.owner,
    grace: DAY,
    last: session.verdict,
    timeout: 5000,
  });
  if ('evidence' in verdict) session.verdict = verdict;

  switch (verdict.verdict) {
    case 'owner':
    case 'home':
    case 'shared':
      return 'come in';
    case 'stranger':
      return 'not for you';
    case 'unknown':
      return verdict.reason === 'token-dead' ? 'sign in again' : 'come back later';
  }
}
