import { type FetchLike, PlexAPI } from '@ticketstub/sdk';

/** A client whose every exchange is reported, with a header added to each request. */
export function watchedClient(accessToken: string, report: (line: string) => void): PlexAPI {
  const watched: FetchLike = async (url, init) => {
    const began = performance.now();
    const response = await fetch(url, { ...init, headers: { ...init.headers, 'X-Request-Source': 'dashboard' } });
    report(`${init.method} ${new URL(url).pathname} ${response.status} ${Math.round(performance.now() - began)} ms`);
    return response;
  };

  return new PlexAPI({ accessToken, fetch: watched });
}
