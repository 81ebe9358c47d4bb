import { check } from '../wire/arguments.js';
import { DeadTokenError, type Operation } from './operation.js';

/** `DELETE /devices/{id}.xml` of plex.tv itself. https://github.com/pushingkarmaorg/python-plexapi */
export const removeDeviceOperation: Operation<number, object> = {
  name: 'removeDevice',
  target: 'site',
  repeatable: false,
  refusals: { 422: DeadTokenError },
  build(id) {
    check(Number.isSafeInteger(id) && id > 0, 'device.id', 'must be the number of a device');
    return { method: 'DELETE', path: `/devices/${id}.xml`, headers: { Accept: 'application/xml' } };
  },
  read: () => ({}),
};
