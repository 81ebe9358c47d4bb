import type { Context } from 'hono';
import { removeDevice } from '../../acts/remove-device.js';
import type { DeviceRow } from '../../db/devices.js';
import type { Server } from '../../db/servers.js';
import type { Deps, StandInEnv } from '../../deps.js';
import { PlexHttpError } from '../../errors.js';
import { writePlexTv } from '../../views/answers.js';
import { deviceJson, serverJson } from '../../views/devices.js';
import { writeXml } from '../../views/xml.js';
import { addressOf } from '../../whereabouts.js';

/**
 * The token a device is listed with: only who asks is shown theirs, and no JWT.
 *
 * @rule devices.token-own
 */
function tokenFor(c: Context<StandInEnv>, { clientIdentifier }: DeviceRow): string {
  const { token } = c.get('caller');
  return token.kind !== 'jwt' && token.clientIdentifier === clientIdentifier ? token.token : '';
}

function programs({ db }: Deps, c: Context<StandInEnv>): object[] {
  const { account } = c.get('caller');
  const { ip: publicAddress } = c.get('client').address;
  return db.devices.allOf(account.id).map((row) => {
    const said = db.programs.find(row.clientIdentifier);
    const ip = db.addresses.find(row.clientIdentifier)?.ip ?? publicAddress;
    return deviceJson({ row, said, token: tokenFor(c, row), publicAddress: ip });
  });
}

function servers({ db, whereabouts, clock }: Deps, c: Context<StandInEnv>): object[] {
  const { id, joinedAt } = c.get('caller').account;
  const all = db.servers.all();
  const originOf = ({ machineIdentifier }: Server): string => whereabouts.servers.get(machineIdentifier) ?? '';
  const origins = new Map(all.map((server) => [server.name, originOf(server)]));
  return all
    .filter(({ ownerId }) => ownerId === id)
    .map((server) =>
      serverJson({
        server,
        publicAddress: addressOf(originOf(server)).address,
        origins: server.ways.filter(({ relay }) => !relay).map(({ to }) => origins.get(to) ?? to),
        createdAt: joinedAt * 1000,
        now: clock.now(),
      }),
    );
}

/**
 * Answers `GET /devices.xml` and `.json`: every device that was signed in to the account and has not been removed since.
 *
 * @rule devices.container
 * @rule devices.json
 * @rule devices.needs-token
 * @rule devices.sign-out-stays
 */
export function getDevices(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const listed = [...programs(deps, c), ...servers(deps, c)];
    const container = { publicAddress: c.get('client').address.ip, size: listed.length, Device: listed };
    const json = (): string => JSON.stringify({ MediaContainer: container });
    return writePlexTv(c, 200, { json, xml: () => writeXml('MediaContainer', container, 'bare') });
  };
}

/**
 * Answers `DELETE /devices/{id}.xml`: the device leaves the list, and its tokens end.
 *
 * @rule devices.removed-200
 * @rule devices.unknown-404
 */
export function deleteDevice(deps: Deps): (c: Context<StandInEnv>) => Response {
  return (c) => {
    const { account } = c.get('caller');
    const device = deps.db.devices.find(account.id, Number(c.req.param('id')?.replace(/\..+$/, '')));
    if (device === undefined) throw new PlexHttpError(404, 1002);
    removeDevice(deps, device);
    return new Response(null, { status: 200 });
  };
}
