import { type StandIn, startStandIn } from '@ticketstub/standin';
import { type Device, bindDevice, jwkOf, makeDevice, plexJwt, registerKey } from './device.js';
import { type Bindings, differences, fillString } from './placeholders.js';
import { expectedRequest } from './sdk-side.js';
import type { Transcript } from './transcript.js';

type Given = Transcript['given'];
type Step = NonNullable<Given['before']>[number];

const HOUR = 3_600_000;

/** A stand-in in the state the transcript begins with, and what the placeholders stand for in it. */
interface Stage {
  readonly standIn: StandIn;
  readonly bindings: Bindings;
}

/** Sends the transcript's request to a stand-in in the given state; what is not as the transcript says, a line for each. */
export async function play(transcript: Transcript, dialect: Given['dialects'][number]): Promise<string[]> {
  await using standIn = await startStandIn({ listen: false, errors: dialect, ...transcript.given.options });
  const stage = { standIn, bindings: await bind(standIn, transcript.given) };
  for (const step of transcript.given.before ?? []) await take(step, transcript, stage);
  const response = await send(transcript, stage);
  const body = await response.text();
  return [
    ...headDifferences(response, transcript, stage.bindings),
    ...bodyDifferences(body, transcript, stage.bindings),
  ];
}

async function bind(standIn: StandIn, given: Given): Promise<Bindings> {
  const device = given.device && makeDevice(standIn, standIn.people[given.person ?? 'alice'].clientIdentifier);
  if (device && given.device === 'registered') await registerKey(device, standIn.people[given.person ?? 'alice'].token);
  const { username, email, password, clientIdentifier, id, uuid, totp } = standIn.people[given.person ?? 'alice'];
  const places = standIn.servers.flatMap(({ name, url, machineIdentifier }): [string, string | number][] => [
    [name, url],
    [`${name}.machineIdentifier`, machineIdentifier],
    [`${name}.port`, Number(new URL(url).port)],
  ]);
  return {
    ...Object.fromEntries(places),
    ...(device && (await bindDevice(device))),
    ...(await makePin(standIn, given, device)),
    ...(given.claim && (await makeClaim(standIn, standIn.people[given.person ?? 'alice'].token))),
    username,
    email,
    password,
    clientIdentifier,
    id,
    uuid,
    login: email,
    basic: Buffer.from(`${email}:${password}`).toString('base64'),
    code: totp?.() ?? '',
    token: await tokenOf(standIn, given, device),
    account: 'https://plex.tv/api/v2',
    origin: 'https://plex.tv',
    plexTv: standIn.url,
  };
}

async function tokenOf(
  standIn: StandIn,
  { person: name = 'alice', server: at, token }: Given,
  device: Device | undefined,
): Promise<string> {
  const person = standIn.people[name];
  const server = standIn.servers.find((candidate) => candidate.name === at);
  const accepted = person.serverTokens[server?.machineIdentifier ?? ''] ?? '';
  switch (token) {
    case 'server':
      return accepted;
    case 'transient':
      return mint(standIn, `${server?.url}/security/token?type=delegation&scope=all`, accepted);
    case 'unknown':
      return 'UnheardOfToken-00020';
    case 'jwt':
      return 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwbGV4LnR2In0.c2lnbmF0dXJl';
    case 'plexJWT':
      return device === undefined ? '' : plexJwt(device);
    case 'account':
    case undefined:
      return person.token;
  }
}

/** Has the person's own program make a PIN, with the device's key or without, and the person claim it if that is given. */
async function makePin(standIn: StandIn, given: Given, device: Device | undefined): Promise<Bindings> {
  if (given.pin === undefined) return {};
  const { person = 'alice', pin } = given;
  const headers = { 'X-Plex-Client-Identifier': standIn.people[person].clientIdentifier };
  const answer = await standIn.fetch(`https://plex.tv/api/v2/pins?strong=${String(pin.strong)}`, {
    method: 'POST',
    ...(pin.jwk && device
      ? { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ jwk: jwkOf(device) }) }
      : { headers }),
  });
  const [, id, code = ''] = /^<pin id="(\d+)" code="(\w+)"/m.exec(await answer.text()) ?? [];
  if (pin.claimed) standIn.control.claimPin({ code, person });
  return { 'pin.id': Number(id), 'pin.code': code };
}

/** Has the owner let go of Attic. */
async function unclaim({ standIn, bindings }: Stage): Promise<void> {
  const headers = { 'X-Plex-Token': standIn.people.alice.token };
  await standIn.fetch(`${bindings['Attic']}/myplex/account`, { method: 'DELETE', headers });
}

/** Has the person ask for a claim token. */
async function makeClaim(standIn: StandIn, token: string): Promise<Bindings> {
  const answer = await standIn.fetch('https://plex.tv/api/claim/token', { headers: { 'X-Plex-Token': token } });
  return { 'claim.token': /token="(.+?)"/.exec(await answer.text())?.[1] ?? '' };
}

async function mint(standIn: StandIn, url: string, token: string): Promise<string> {
  const answer = await standIn.fetch(url, { headers: { 'X-Plex-Token': token } });
  return /token="(.+?)"/.exec(await answer.text())?.[1] ?? '';
}

async function take(step: Step, transcript: Transcript, stage: Stage): Promise<void> {
  const { control } = stage.standIn;
  const { person = 'alice', server = 'Attic' } = transcript.given;
  if ('advanceHours' in step) control.advanceClock(step.advanceHours * HOUR);
  else if ('restart' in step) control.restartServer(server);
  else if ('unclaim' in step) await unclaim(stage);
  else if ('removeAccess' in step) control.removeAccess({ person, server });
  else if ('removeDevice' in step) {
    control.removeDevice({ person, clientIdentifier: stage.standIn.people[person].clientIdentifier });
  } else if ('fail' in step) control.failNext({ operation: transcript.operation, ...step.fail });
  else for (let time = 0; time < step.repeat; time += 1) await send(transcript, stage);
}

function send(transcript: Transcript, { standIn, bindings }: Stage): Promise<Response> {
  const { url, method, headers, body } = expectedRequest(transcript, bindings);
  return standIn.fetch(url, { method, headers: { ...headers }, body });
}

function headDifferences(response: Response, { response: said }: Transcript, bindings: Bindings): string[] {
  const status = response.status === said.status ? [] : [`status: ${response.status}, expected ${said.status}`];
  const headers = Object.entries(said.headers).flatMap(([name, value]) =>
    differences(response.headers.get(name), value, bindings).map((line) => line.replace('body', `header ${name}`)),
  );
  return [...status, ...headers];
}

function bodyDifferences(body: string, { response: said }: Transcript, bindings: Bindings): string[] {
  if (said.json !== undefined) return differences(parsed(body), said.json, bindings);
  if (said.holds !== undefined) {
    return said.holds.flatMap((part) => (body.includes(fillString(part, bindings)) ? [] : [`body: holds no ${part}`]));
  }
  return differences(body, (said.lines ?? []).join('\n'), bindings);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
