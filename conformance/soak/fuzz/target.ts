import { type CastName, type StandIn, startStandIn } from '@ticketstub/standin';
import type { Bindings } from '../../transcripts/placeholders.js';
import { codeOf, stepAt } from '../histories/codes.js';
import type { Given, Place } from './draft.js';
import type { Secrets } from './judge.js';

/** A stand-in that is shot at, and what its test knows of it. */
export interface Target {
  /** Where everybody is. */
  readonly origins: Readonly<Record<Place, string>>;
  readonly people: StandIn['people'];
  readonly machines: Readonly<Record<string, string>>;
  /** Everything it has printed since it was ready. */
  printed(): string;
}

/** What was made in a stand-in before it is shot at. */
export interface Prepared {
  readonly target: Target;
  readonly transient: string;
  /** A token that may sign out. */
  readonly spare: string;
  readonly pin: { readonly id: number; readonly code: string };
}

const MINUTE = 60_000;
const CLIENT = 'fuzz-client';
const WITNESS = 'fuzz-witness';
/** A JWT that nobody has signed. */
const UNSIGNED = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJwbGV4LnR2In0.c2lnbmF0dXJl';

/** What stands on a started stand-in, listening. */
export function targetOf(standIn: StandIn, printed: () => string): Target {
  const server = (name: string): StandIn['servers'][number] | undefined =>
    standIn.servers.find((one) => one.name === name);
  return {
    origins: { 'plex.tv': standIn.url, Attic: server('Attic')?.url ?? '', Cellar: server('Cellar')?.url ?? '' },
    people: standIn.people,
    machines: Object.fromEntries(standIn.servers.map(({ name, machineIdentifier }) => [name, machineIdentifier])),
    printed,
  };
}

/** The cast of a database file, as its tests know it: the process that is shot at has put it there. */
export async function castOf(database: string): Promise<Pick<Target, 'people' | 'machines'>> {
  await using standIn = await startStandIn({ database, listen: false });
  return targetOf(standIn, () => '');
}

interface Question {
  readonly method?: string;
  readonly token?: string;
  readonly client?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: object;
}

/** Asks as a well-behaved program does. */
export async function ask(url: string, question: Question = {}): Promise<{ status: number; text: string }> {
  const { token, client, form, json } = question;
  const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
  const headers = {
    accept: 'application/json',
    ...(token !== undefined && { 'x-plex-token': token }),
    ...(client !== undefined && { 'x-plex-client-identifier': client }),
    ...(json !== undefined && { 'content-type': 'application/json' }),
  };
  const method = question.method ?? (body === undefined ? 'GET' : 'POST');
  const response = await fetch(url, { method, headers, body: body ?? null });
  return { status: response.status, text: await response.text() };
}

/** Puts a stand-in back to its seed, and into it what the shots speak of. */
export async function prepare(target: Target): Promise<Prepared> {
  const { 'plex.tv': plexTv, Attic } = target.origins;
  await ask(`${plexTv}/_standin/reset`, { json: {} });
  const elsewhere = { clientIdentifier: WITNESS, ip: '203.0.113.99', country: 'SE' };
  await ask(`${plexTv}/_standin/set-address`, { json: elsewhere });
  const { alice } = target.people;
  const minted = await ask(`${Attic}/security/token?type=delegation&scope=all`, { token: alice.token });
  const pinned = await ask(`${plexTv}/api/v2/pins?strong=true`, { method: 'POST', client: CLIENT });
  const [, id = '0'] = /"id":(\d+)/.exec(pinned.text) ?? [];
  const code = member(pinned.text, 'code');
  return {
    target,
    transient: member(minted.text, 'token'),
    spare: await signIn(target, 'bruno', 'fuzz-spare'),
    pin: { id: Number(id), code },
  };
}

async function signIn({ origins, people }: Target, name: CastName, client: string): Promise<string> {
  const { email: login, password } = people[name];
  const url = `${origins['plex.tv']}/api/v2/users/signin`;
  return member((await ask(url, { client, form: { login, password } })).text, 'authToken');
}

function member(text: string, name: string): string {
  return new RegExp(`"${name}":"(.+?)"`).exec(text)?.[1] ?? '';
}

/** What the placeholders of a request stand for. */
export function bindingsOf(prepared: Prepared, given: Given): Bindings {
  const { origins, people, machines } = prepared.target;
  const { username, email, password, id, uuid, totpSecret } = people[given.person ?? 'alice'];
  const places = (['Attic', 'Cellar'] as const).flatMap((name): [string, string | number][] => [
    [name, origins[name]],
    [`${name}.machineIdentifier`, machines[name] ?? ''],
    [`${name}.port`, new URL(origins[name]).port],
  ]);
  return {
    ...Object.fromEntries(places),
    username,
    email,
    password,
    id,
    uuid,
    login: email,
    basic: Buffer.from(`${email}:${password}`).toString('base64'),
    code: totpSecret === undefined ? '123456' : codeOf(totpSecret, stepAt(Date.now())),
    token: tokenOf(prepared, given),
    clientIdentifier: CLIENT,
    account: `${origins['plex.tv']}/api/v2`,
    origin: origins['plex.tv'],
    plexTv: origins['plex.tv'],
    'pin.id': prepared.pin.id,
    'pin.code': prepared.pin.code,
    'jwk.kid': 'a-key-id',
    'jwk.x': '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    deviceJWT: UNSIGNED,
    'claim.token': 'claim-OfNobodyAtAll_00021',
  };
}

function tokenOf({ target, transient, spare }: Prepared, { person = 'alice', token, server = 'Attic' }: Given): string {
  switch (token) {
    case 'spare':
      return spare;
    case 'transient':
      return transient;
    case 'server':
      return target.people[person].serverTokens[target.machines[server] ?? ''] ?? 'no token of anybody';
    case 'unknown':
      return 'UnheardOfToken-00020';
    case 'jwt':
    case 'plexJWT':
      return UNSIGNED;
    case 'account':
    case undefined:
      return target.people[person].token;
  }
}

/** What nobody may be told. */
export function secretsOf({ target, transient, spare }: Prepared): Secrets {
  const people = Object.values(target.people);
  const tokens = people.flatMap(({ token, serverTokens }) => [token, ...Object.values(serverTokens)]);
  const passwords = people.flatMap(({ password, totpSecret = '' }) => [password, totpSecret]);
  return { tokens: [...tokens, transient, spare], passwords: passwords.filter((secret) => secret !== '') };
}

/** What is not as it was before the shots; everything is, when they were refused. */
export async function damage(prepared: Prepared): Promise<string[]> {
  const { target, transient } = prepared;
  const { origins, people, machines } = target;
  const plexTv = origins['plex.tv'];
  const doors = Object.entries(people).flatMap(([name, { token, serverTokens }]) => [
    { what: `${name} at plex.tv`, url: `${plexTv}/api/v2/user`, token },
    ...(['Attic', 'Cellar'] as const).flatMap((server) => {
      const own = serverTokens[machines[server] ?? ''];
      return own === undefined ? [] : [{ what: `${name} at ${server}`, url: `${origins[server]}/`, token: own }];
    }),
  ]);
  doors.push({ what: 'a transient token', url: `${origins.Attic}/`, token: transient });
  const opened = await Promise.all(doors.map(async ({ url, token }) => (await ask(url, { token })).status));
  const shut = doors.filter((_, index) => opened[index] !== 200).map(({ what }) => `${what} is let in no more`);
  const welcome = (await signIn(target, 'alice', WITNESS)) === '' ? ['alice cannot sign in'] : [];
  const [, now = '0'] = /"now":(\d+)/.exec((await ask(`${plexTv}/_standin/clock`)).text) ?? [];
  const late = Math.abs(Number(now) - Date.now()) > MINUTE ? ['the clock was moved'] : [];
  return [...shut, ...welcome, ...late];
}
