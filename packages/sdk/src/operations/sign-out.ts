import type { Operation } from './operation.js';

/** `DELETE /users/signout` below the account base. Not repeated: the token is dead by then. https://github.com/pushingkarmaorg/python-plexapi */
export const signOutOperation: Operation<void, object> = {
  name: 'signOut',
  target: 'account',
  repeatable: false,
  build: () => ({ method: 'DELETE', path: '/users/signout' }),
  read: () => ({}),
};
