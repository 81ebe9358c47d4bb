import type { CastName, StandIn } from '@ticketstub/standin';
import { makeDevice, plexJwt, registerKey } from '../conformance/transcripts/device.js';

interface Scene {
  ask(standIn: StandIn, person: CastName): Promise<Response>;
}

const AS_JSON = 'application/json';
const AS_XML = 'application/xml';

/** Asks plex.tv with a token, or with that of the person. */
function plexTv(path: string, accept: string, given: { token?: string; method?: string } = {}): Scene['ask'] {
  return (standIn, person) => {
    const { token = standIn.people[person].token, method = 'GET' } = given;
    const headers = { accept, 'X-Plex-Token': token, 'X-Plex-Client-Identifier': 'recordings' };
    return standIn.fetch(`https://plex.tv${path}`, { method, headers });
  };
}

async function resourcesByJwt(standIn: StandIn, person: CastName): Promise<Response> {
  const device = makeDevice(standIn, standIn.people[person].clientIdentifier);
  await registerKey(device, standIn.people[person].token);
  return plexTv('/api/v2/resources', AS_JSON, { token: await plexJwt(device) })(standIn, person);
}

/** The devices of somebody who has signed in on one that takes media along. */
async function devices(standIn: StandIn, person: CastName): Promise<Response> {
  const { email: login, password } = standIn.people[person];
  const headers = {
    accept: AS_JSON,
    'X-Plex-Client-Identifier': 'recordings',
    'X-Plex-Provides': 'client,player,sync-target',
    'X-Plex-Screen-Density': '320',
  };
  const body = new URLSearchParams({ login, password });
  await standIn.fetch('https://plex.tv/api/v2/users/signin', { method: 'POST', headers, body });
  return plexTv('/devices.xml', AS_XML)(standIn, person);
}

/** The headers of answers, as a recording of them is. */
async function headersOf(answers: Readonly<Record<string, Promise<Response>>>): Promise<Response> {
  const each = Object.entries(answers).map(async ([name, answer]) => [
    name,
    Object.fromEntries((await answer).headers),
  ]);
  return Response.json(Object.fromEntries(await Promise.all(each)));
}

function mediaServer(standIn: StandIn, path: string, accept: string): Promise<Response> {
  const [server] = standIn.servers;
  return standIn.fetch(`${server?.url}${path}`, { headers: { accept, 'X-Plex-Token': 'unheard-of' } });
}

const resources = plexTv('/api/v2/resources?includeHttps=1&includeRelay=1&includeIPv6=1', AS_JSON);

/** By the name of the recording: what an account reaches, what is signed in to it, what older paths say, and headers. */
export const accountScenes: Readonly<Record<string, Scene>> = {
  'resources.mixed.200.json': { ask: resources },
  'resources.owned-one.200.json': { ask: plexTv('/api/v2/resources', AS_JSON) },
  'resources.include-https-1.200.json': { ask: plexTv('/api/v2/resources?includeHttps=1', AS_JSON) },
  'resources.with-player-2026.200.json': { ask: plexTv('/api/v2/resources', AS_JSON) },
  'resources.asked-with-jwt.200.json': { ask: resourcesByJwt },
  'resources.200.xml': { ask: plexTv('/api/v2/resources?includeHttps=1&includeRelay=1', AS_XML) },
  'devices.200.xml': { ask: devices },
  'error.legacy-invalid-token.422.xml': { ask: plexTv('/users/account', AS_XML, { token: 'a-dead-token' }) },
  'error.legacy-please-sign-in.401.xml': { ask: plexTv('/users/account', AS_XML, { token: '' }) },
  'error.legacy-single.json': { ask: plexTv('/users/sign_in.json', AS_JSON, { method: 'POST', token: '' }) },
  'headers.plex-tv.json': {
    async ask(standIn, person) {
      const answer = await plexTv('/pins.xml', AS_XML, { method: 'POST', token: '' })(standIn, person);
      return Response.json(Object.fromEntries(answer.headers), { status: answer.status });
    },
  },
  'headers.pms.json': {
    ask: (standIn) =>
      headersOf({
        xml: mediaServer(standIn, '/identity', AS_XML),
        json: mediaServer(standIn, '/identity', AS_JSON),
        'html-error': mediaServer(standIn, '/security/token?type=delegation&scope=all', AS_XML),
      }),
  },
};
