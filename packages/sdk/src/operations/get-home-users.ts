import { type HomeUser, readHomeUsers } from '../wire/home-user.js';
import type { Operation } from './operation.js';

/** `GET /home/users` below the account base. https://www.plexopedia.com/plex-media-server/api-plextv/users/ */
export const getHomeUsersOperation: Operation<void, { users: HomeUser[] }> = {
  name: 'getHomeUsers',
  target: 'account',
  repeatable: true,
  build: () => ({ method: 'GET', path: '/home/users' }),
  read: (body) => ({ users: readHomeUsers(body) }),
};
