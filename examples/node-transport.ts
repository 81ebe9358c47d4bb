import { PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';

/** The titles of many tokens' accounts, over connections that stay open from one call to the next. */
export async function titlesOf(accessTokens: string[], options: PlexAPIOptions = {}): Promise<string[]> {
  const fetch = nodeTransport();
  const plex = new PlexAPI({ ...options, fetch });

  try {
    const calls = accessTokens.map((token) => plex.withToken(token).authentication.getTokenDetails());
    const answers = await Promise.all(calls);
    return answers.map(({ userPlexAccount }) => userPlexAccount.title ?? userPlexAccount.uuid);
  } finally {
    fetch.close();
  }
}
