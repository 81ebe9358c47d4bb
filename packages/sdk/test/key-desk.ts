import { parseJws } from '../src/crypto/jws.js';
import { type FetchLike, PlexAPI, type PlexAPIOptions } from '../src/index.js';
import { newIssuer } from './issuer.js';
import type { MovableClock } from './movable-clock.js';
import { type Reply, respond } from './scene.js';

export const CLIENT_ID = 'an-installation';
const WEEK = 604_800;

/** A Plex that exchanges device JWTs, and what it was asked. */
export interface KeyDesk {
  readonly plex: PlexAPI;
  readonly fetch: FetchLike;
  /** Paths, in order. */
  readonly asked: string[];
  /** What each exchange signed for. */
  readonly exchanged: Record<string, unknown>[];
  /** The names of keys it has forgotten. */
  readonly forgotten: Set<string>;
  /** What it says instead, for as long as it is there. */
  answer: Reply | Error | undefined;
  /** Happens before each exchange is answered. */
  onExchange: () => unknown;
  /** The tokens it takes. */
  readonly live: Set<string>;
  /** What it says to all others: 498, that they have expired, unless told otherwise. */
  dead: number;
  count(path: string): number;
}

/** Opens one, at the clock's time; its own clock may be ahead. */
export async function openKeyDesk(
  clock: MovableClock,
  { ahead = 0, ...options }: PlexAPIOptions & { ahead?: number } = {},
): Promise<KeyDesk> {
  const issuer = await newIssuer();
  const answers = {
    async '/auth/nonce'(): Promise<Reply> {
      return { body: { nonce: `canary-nonce-${desk.asked.length}` } };
    },
    async '/auth/token'(body: string): Promise<Reply> {
      const { header, payload } = open(body);
      await desk.onExchange();
      if (desk.forgotten.has(String(header['kid'])))
        return { status: 422, body: { errors: [{ code: 1097, message: 'JWK is missing' }] } };
      desk.exchanged.push({ ...payload, kid: header['kid'] });
      const iat = Math.floor((clock.now() + ahead) / 1000);
      const claims = { iat, exp: iat + WEEK, thumbprint: header['kid'], nonce: payload['nonce'] };
      const token = await issuer.token({ ...claims, jti: desk.exchanged.length });
      desk.live.add(token);
      return { body: { auth_token: token } };
    },
    async '/user'(_: string, token: string): Promise<Reply> {
      return desk.live.has(token) ? { body: { id: 1, uuid: 'a' } } : { status: desk.dead };
    },
  };
  const isPath = (path: string): path is keyof typeof answers => path in answers;
  const fetch: FetchLike = async (url, { body, headers }) => {
    const path = new URL(url).pathname.replace('/api/v2', '');
    desk.asked.push(path);
    if (desk.answer instanceof Error) throw desk.answer;
    if (desk.answer) return respond(desk.answer);
    return respond(isPath(path) ? await answers[path](body ?? '', headers['X-Plex-Token'] ?? '') : { status: 404 });
  };
  const desk: KeyDesk = {
    plex: new PlexAPI({ clientID: CLIENT_ID, clock, fetch, ...options }),
    fetch,
    asked: [],
    exchanged: [],
    forgotten: new Set(),
    answer: undefined,
    onExchange: () => undefined,
    live: new Set(),
    dead: 498,
    count: (path) => desk.asked.filter((asked) => asked === path).length,
  };
  return desk;
}

function open(body: string): { header: Record<string, unknown>; payload: Record<string, unknown> } {
  const [, jwt = ''] = /"jwt":"(.+?)"/.exec(body) ?? [];
  const parsed = parseJws(jwt);
  if (typeof parsed === 'string') throw new Error(`the device JWT is ${parsed}`);
  return parsed;
}
