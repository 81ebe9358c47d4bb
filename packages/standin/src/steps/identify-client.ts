import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Client, Deps, StandInEnv } from '../deps.js';
import { PlexHttpError } from '../errors.js';
import { headerText } from '../rules/header-text.js';
import { isStorable } from '../rules/storable.js';
import { fieldsOf, readBody } from './read-body.js';

type Step = ReturnType<typeof createMiddleware<StandInEnv>>;

/** The country of who has been given none. */
const DEFAULT_COUNTRY = 'GB';

function isKept(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && isStorable(value);
}

/**
 * Who sends a request that says these values of itself, from an IP address.
 *
 * @rule identity.unkept-values
 */
function clientOf({ db }: Deps, given: (name: string) => readonly unknown[], ip: string): Client {
  const valueOf = (name: string): string | undefined => given(name).find(isKept);
  const identifier = valueOf('X-Plex-Client-Identifier');
  const placed = identifier === undefined ? undefined : db.addresses.find(identifier);
  const address = placed ?? { ip, country: DEFAULT_COUNTRY };
  const device = valueOf('X-Plex-Device-Name') ?? valueOf('X-Plex-Device');
  return { identifier, token: valueOf('X-Plex-Token'), product: valueOf('X-Plex-Product'), device, address };
}

/** What a value is given as, outside the body: a header comes before the query. */
function givenBy(c: Context<StandInEnv>, name: string): (string | undefined)[] {
  const header = c.req.header(name);
  return [header === undefined ? undefined : headerText(header), c.req.query(name)];
}

/**
 * Reads who sends the request: each `X-Plex-*` value from its header, else from the query parameter of the same name.
 *
 * @rule identity.header-or-query
 */
export function identifyClient(deps: Deps): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    c.set(
      'client',
      clientOf(deps, (name) => givenBy(c, name), c.env.address),
    );
    await next();
  });
}

/**
 * Reads the body, and in it who sends the request, where neither headers nor query say so.
 *
 * @rule pin.identity-in-form
 * @rule pin.malformed
 * @rule pin.empty-json
 */
export function identifyByBody(deps: Deps): Step {
  return createMiddleware<StandInEnv>(async (c, next) => {
    const body = await readBody(c.req.raw);
    if (body === undefined) throw new PlexHttpError(413, 1004);
    const contentType = c.req.header('content-type');
    const sent = body === '' ? {} : fieldsOf(contentType, body);
    const said = sent === '' ? {} : sent;
    if (typeof said !== 'object' || said === null) throw new PlexHttpError(400, 1004);
    const fields = new Map<string, unknown>(Object.entries(said));
    const given = (name: string): unknown[] => [...givenBy(c, name), fields.get(name)];
    c.set('fields', fields);
    c.set('client', clientOf(deps, given, c.env.address));
    await next();
  });
}
