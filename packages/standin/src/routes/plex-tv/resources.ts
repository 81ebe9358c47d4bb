import type { Context } from 'hono';
import type { Server } from '../../db/servers.js';
import type { Caller, Deps, StandInEnv } from '../../deps.js';
import { abilitiesOf } from '../../rules/devices.js';
import { type Wanted, isTold, standingOf } from '../../rules/resources.js';
import { writePlexTv } from '../../views/answers.js';
import { playerResource } from '../../views/devices.js';
import { type ServerResource, type ToldWay, resourcesXml, serverResource } from '../../views/resources.js';
import { addressOf } from '../../whereabouts.js';

/** Where each media server of the stand-in is, by its name. */
type Origins = ReadonlyMap<string, string>;

/**
 * The ways to a server that are told of; none leaves the loopback interface.
 *
 * @rule resources.loopback
 */
function toldWays({ ways }: Server, origins: Origins, wanted: Wanted): ToldWay[] {
  return ways.flatMap(({ to, local, relay }) => {
    const origin = /^https?:/.test(to) ? to : origins.get(to);
    const told = origin === undefined ? undefined : { origin, local, relay };
    return told !== undefined && isTold(told, wanted) ? [told] : [];
  });
}

/** Who asks, and what for. */
interface Asked {
  readonly caller: Caller;
  readonly ip: string;
  readonly wanted: Wanted;
  readonly origins: Origins;
}

/**
 * A server as who asks sees it; undefined when it is not for them.
 *
 * @rule resources.public-address
 */
function seen({ db, clock }: Deps, server: Server, asked: Asked): ServerResource | undefined {
  const { account, token } = asked.caller;
  const owner = db.accounts.byId(server.ownerId);
  const origin = asked.origins.get(server.name);
  if (owner === undefined || origin === undefined) return undefined;
  const share = db.serverTokens.findFor(server.machineIdentifier, account.id);
  const standing = standingOf(
    { accountId: account.id, inHome: account.home !== null, token: token.token },
    { ownerId: owner.id, ownerInHome: owner.home !== null, shareToken: share?.token },
  );
  if (standing === undefined) return undefined;
  const publicAddress = addressOf(origin).address;
  const publicAddressMatches = asked.ip === publicAddress;
  const ways = toldWays(server, asked.origins, asked.wanted);
  return { ...standing, server, owner, publicAddress, publicAddressMatches, ways, now: clock.now() };
}

/** The devices of who asks that provide something. */
function players({ db }: Deps, { caller, ip }: Asked): object[] {
  return db.devices.allOf(caller.account.id).flatMap((row) => {
    const said = db.programs.find(row.clientIdentifier);
    const publicAddress = db.addresses.find(row.clientIdentifier)?.ip ?? ip;
    const matches = publicAddress === ip;
    return abilitiesOf(said).length > 0 ? [playerResource({ row, said }, { publicAddress, matches })] : [];
  });
}

/**
 * Answers `GET /api/v2/resources`: the media servers that are somebody's own, or shared with them, and their players.
 *
 * @rule resources.needs-token
 * @rule resources.bare-list
 */
export function getResources(deps: Deps): (c: Context<StandInEnv>) => Response {
  const { db, whereabouts } = deps;
  return (c) => {
    const servers = db.servers.all();
    const origins = new Map(
      servers.map(({ name, machineIdentifier }) => [name, whereabouts.servers.get(machineIdentifier) ?? '']),
    );
    const flag = (name: string): boolean => c.req.query(name) === '1';
    const wanted = { https: flag('includeHttps'), relay: flag('includeRelay'), ipv6: flag('includeIPv6') };
    const asked = { caller: c.get('caller'), ip: c.get('client').address.ip, wanted, origins };
    const told = servers.flatMap((server) => seen(deps, server, asked) ?? []).map(serverResource);
    const resources = [...told, ...players(deps, asked)];
    return writePlexTv(c, 200, { json: () => JSON.stringify(resources), xml: () => resourcesXml(resources) });
  };
}
