import { memoryUsed, type PlexAPI, webSignIn, webSignInHandler, type WebSignInOptions } from '@ticketstub/sdk';
import { type Case, claim, same, type Scene } from './world.js';

const OLD_KEY = new Uint8Array(32).fill(1);
const KEY = 'AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI';
const home = { origins: ['https://app.example'], used: memoryUsed() };

/** A web app's own client: a claim ends the tokens that its device had before. */
function app({ client }: Scene): PlexAPI {
  return client({ accessToken: undefined, clientID: 'smoke-web-app' });
}

/** Signs in on Plex's page as Alice, who is then sent back to this address. */
async function claimAsAlice({ client }: Scene, url: string): Promise<string> {
  const said = new URLSearchParams(new URL(url).hash.slice(2));
  await client().pins.approve(said.get('code') ?? '');
  return said.get('forwardUrl') ?? '';
}

/** A request with one cookie: where a `Request` may have none of its own, anything that reads like one will do. */
function withCookie(url: string, cookie: string): { url: string; headers: { get(name: string): string | null } } {
  const [pair = ''] = cookie.split(';');
  return { url, headers: { get: (name) => (name === 'cookie' ? pair : null) } };
}

/** A sign-in session of a web app. */
export const webSignInCases: readonly Case[] = [
  {
    name: 'webSignIn: an attempt signs in once, in its own browser, whichever of the keys sealed it',
    async run(scene) {
      const plex = app(scene);
      const session = (keys: WebSignInOptions['keys']): ReturnType<typeof webSignIn> =>
        webSignIn(plex, { ...home, keys });
      const { url, cookie } = await session([OLD_KEY]).begin({ forwardURL: '/back', returnTo: '/films' });
      claim(cookie.startsWith('__Host-') && !cookie.includes('pin'), 'a cookie of another kind');
      const back = await claimAsAlice(scene, url);
      const stranger = await session([KEY, OLD_KEY]).finish(withCookie(back, 'other=1'));
      same(stranger.state, 'invalid', 'without the cookie');
      const [name = '', value = ''] = cookie.split(/[=;]/);
      const bent = `${name}=${value.replace(/^./, 'B').replace(/.$/, 'A')}`;
      same((await session([KEY, OLD_KEY]).finish(withCookie(back, bent))).state, 'invalid', 'with a changed cookie');
      same((await session([KEY]).finish(withCookie(back, cookie))).state, 'invalid', 'without the key');
      const outcome = await session([KEY, OLD_KEY]).finish(withCookie(back, cookie));
      same(outcome.state, 'signed-in', 'with everything');
      claim('returnTo' in outcome && outcome.returnTo === 'https://app.example/films', 'another address');
      same((await session([KEY, OLD_KEY]).finish(withCookie(back, cookie))).state, 'invalid', 'again');
    },
  },
  {
    name: 'webSignInHandler: a Request in, a Response out',
    async run(scene) {
      const { alice, nature } = scene;
      const plex = app(scene);
      const handle = webSignInHandler(plex, {
        ...home,
        keys: [KEY],
        path: '/sign-in',
        async onSignedIn({ authToken }) {
          const { userPlexAccount } = await plex.withToken(authToken).authentication.getTokenDetails();
          same(userPlexAccount.uuid, alice.uuid, 'uuid');
          return Response.redirect('https://app.example/', 303);
        },
      });
      const begun = await handle(new Request('https://app.example/sign-in'));
      same(begun.status, 302, 'begun');
      const back = await claimAsAlice(scene, begun.headers.get('location') ?? '');
      const cookie = begun.headers
        .getSetCookie()
        .map((header) => header.split(';')[0])
        .join('; ');
      const ended = await handle(new Request(back, { headers: { cookie } }));
      same([ended.status, ended.headers.get('cache-control')], [nature.ownCookies ? 303 : 400, 'no-store'], 'ended');
      same(ended.headers.getSetCookie().length, nature.ownCookies ? 1 : 0, 'cookies');
    },
  },
];
