import { textOf } from '../answer.js';
import { type PlexDevice, readDevices } from '../wire/device.js';
import { DeadTokenError, type Operation } from './operation.js';

/** `GET /devices.xml` of plex.tv itself; XML is the only form on record. https://github.com/pushingkarmaorg/python-plexapi */
export const getDevicesOperation: Operation<undefined, { devices: PlexDevice[] }> = {
  name: 'getDevices',
  target: 'site',
  repeatable: true,
  refusals: { 422: DeadTokenError },
  build: () => ({ method: 'GET', path: '/devices.xml', headers: { Accept: 'application/xml' } }),
  read: (_, answer) => ({ devices: readDevices(textOf(answer)) }),
};
