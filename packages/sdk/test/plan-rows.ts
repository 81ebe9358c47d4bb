/**
 * What is planned, by hand from what is on record of Plex: which token works where, what ends it, what brings another. `for`
 * says where the token is to be used, and as whom if not as oneself; `known` what the session was told and saw besides. If
 * nothing is said there, resources and Home are known of today, and no server was ever shown a JWT.
 */

/** plex.tv takes what opens an account. A JWT goes first; the first one of a device would end that device's opaque token. */
export const atPlexTv = `
| who   | holds                          | key                 | for                | known                              | plan                                                        |
| ----- | ------------------------------ | ------------------- | ------------------ | ---------------------------------- | ----------------------------------------------------------- |
| Alice | account                        |                     | plex.tv            |                                    | use account                                                 |
| Alice | account of alice               |                     | plex.tv            | self unknown                       | use account of alice                                        |
| Alice | account expired                |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | account dead                   |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | account refused                |                     | plex.tv            |                                    | use account refused                                         |
| Alice | account once refused           |                     | plex.tv            |                                    | use account once refused                                    |
| Alice | account of eve                 |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | jwt                            | live                | plex.tv            |                                    | use jwt                                                     |
| Alice | jwt of alice                   | live                | plex.tv            | self unknown                       | use jwt of alice                                            |
| Alice | jwt refused                    | live                | plex.tv            |                                    | use jwt refused                                             |
| Alice | jwt                            |                     | plex.tv            |                                    | use jwt                                                     |
| Alice | jwt                            | ended               | plex.tv            |                                    | sign-in                                                     |
| Alice | jwt expired                    | live                | plex.tv            |                                    | renew                                                       |
| Alice | jwt dead                       | live                | plex.tv            |                                    | renew                                                       |
| Alice | jwt expired                    |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | jwt expired                    | ended               | plex.tv            |                                    | sign-in                                                     |
| Alice | home                           |                     | plex.tv            |                                    | use home                                                    |
| Alice | home expired                   |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | home dead                      |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | home refused                   |                     | plex.tv            |                                    | use home refused                                            |
| Alice | home bruno                     |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | server attic                   |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | server loft                    |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | transient attic                |                     | plex.tv            |                                    | sign-in                                                     |
| Alice | server loft                    | live                | plex.tv            |                                    | renew                                                       |
| Alice | account + home                 |                     | plex.tv            |                                    | use account                                                 |
| Alice | account + jwt                  | live                | plex.tv            |                                    | use jwt                                                     |
| Alice | account + jwt                  | ended               | plex.tv            |                                    | use account                                                 |
| Alice | account + jwt expired          | live                | plex.tv            |                                    | renew                                                       |
| Alice | account + jwt dead             | live                | plex.tv            |                                    | renew                                                       |
| Alice | account + jwt expired          | ended               | plex.tv            |                                    | use account                                                 |
| Alice | account dead + jwt             | live                | plex.tv            |                                    | use jwt                                                     |
| Alice | account dead + jwt expired     | ended               | plex.tv            |                                    | sign-in                                                     |
| Alice | home + jwt expired             | live                | plex.tv            |                                    | renew                                                       |
| Alice | account                        | unused              | plex.tv            |                                    | renew                                                       |
| Alice | account                        | unused, same device | plex.tv            |                                    | use account                                                 |
| Alice | account refused                | unused, same device | plex.tv            |                                    | use account refused                                         |
| Alice | account + jwt                  | unused, same device | plex.tv            |                                    | use jwt                                                     |
| Alice | account dead                   | unused, same device | plex.tv            |                                    | renew                                                       |
| Alice | account expired                | unused, same device | plex.tv            |                                    | renew                                                       |
| Alice | home                           | unused              | plex.tv            |                                    | use home                                                    |
| Alice | account dead + home            | unused, same device | plex.tv            |                                    | renew                                                       |
| Alice | home bruno                     | unused              | plex.tv            |                                    | renew                                                       |
| Alice | server attic                   | unused, same device | plex.tv            |                                    | renew                                                       |
| Alice |                                | live                | plex.tv            |                                    | renew                                                       |
| Alice |                                | unused              | plex.tv            |                                    | renew                                                       |
| Alice |                                | ended               | plex.tv            |                                    | sign-in                                                     |
| Alice |                                |                     | plex.tv            |                                    | sign-in                                                     |
| Bruno | account                        |                     | plex.tv            |                                    | use account                                                 |
| Carla | home                           |                     | plex.tv            |                                    | use home                                                    |
| Dana  | jwt expired                    | live                | plex.tv            |                                    | renew                                                       |
| Eve   | account                        |                     | plex.tv            | told never, home never             | use account                                                 |
`;

/** One's own server takes an opaque token of one's own, and JWTs only if it has been seen to; a Home switch rescues who has no other. */
export const atOwnServer = `
| who   | holds                               | key                 | for   | known                                  | plan                                       |
| ----- | ----------------------------------- | ------------------- | ----- | -------------------------------------- | ------------------------------------------ |
| Alice | account                             |                     | attic |                                        | use account                                |
| Alice | account                             |                     | attic | told just now                          | use account                                |
| Alice | account                             |                     | attic | told never                             | ask-resources with account                 |
| Alice | account                             |                     | attic | told a week ago                        | ask-resources with account                 |
| Alice | account                             |                     | attic | self unknown                           | use account                                |
| Alice | account                             |                     | attic | JWT taken today                        | use account                                |
| Alice | account                             | unused, same device | attic |                                        | use account                                |
| Alice | account                             | unused              | attic |                                        | use account                                |
| Alice | account expired                     |                     | attic |                                        | sign-in                                    |
| Alice | account dead                        |                     | attic |                                        | sign-in                                    |
| Alice | account dead                        | unused, same device | attic |                                        | renew                                      |
| Alice | account refused                     |                     | attic | told just now                          | none: refused                              |
| Alice | account refused                     |                     | attic | told of late                           | ask-resources with account refused         |
| Alice | account refused                     |                     | attic |                                        | ask-resources with account refused         |
| Alice | account refused                     |                     | attic | told never                             | ask-resources with account refused         |
| Alice | account once refused                |                     | attic |                                        | use account once refused                   |
| Alice | jwt                                 | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | jwt                                 | live                | attic | JWT refused today                      | switch to alice with jwt under key-device  |
| Alice | jwt                                 | live                | attic | JWT refused two days ago               | switch to alice with jwt under key-device  |
| Alice | jwt                                 | live                | attic | JWT taken today                        | use jwt                                    |
| Alice | jwt                                 | live                | attic | JWT taken two days ago                 | try-jwt with jwt                           |
| Alice | jwt                                 | live                | attic | JWT taken today, told never            | ask-resources with jwt                     |
| Alice | jwt                                 | live                | attic | JWT taken today, told a week ago       | ask-resources with jwt                     |
| Alice | jwt refused                         | live                | attic | JWT taken today                        | switch to alice with jwt refused under key-device |
| Alice | jwt                                 | live                | attic | home never                             | ask-home with jwt                          |
| Alice | jwt                                 | live                | attic | home a week ago                        | ask-home with jwt                          |
| Alice | jwt                                 | live                | attic | own PIN                                | ask-pin of alice                           |
| Alice | jwt                                 | live                | attic | own PIN, PIN                           | switch to alice with jwt under key-device  |
| Alice | jwt                                 | live                | attic | PIN                                    | switch to alice with jwt under key-device  |
| Alice | jwt                                 | live                | attic | self unknown                           | ask-account with jwt                       |
| Alice | jwt                                 | live                | attic | self unknown, home never               | ask-account with jwt                       |
| Alice | jwt of alice                        | live                | attic | self unknown                           | switch to alice with jwt of alice under key-device |
| Alice | jwt                                 | live                | attic | no device for switches                 | switch to alice with jwt under key-device  |
| Alice | jwt                                 |                     | attic |                                        | switch to alice with jwt under key-device  |
| Alice | jwt                                 | ended               | attic |                                        | sign-in                                    |
| Alice | jwt                                 | ended               | attic | JWT taken today                        | sign-in                                    |
| Alice | jwt expired                         | live                | attic |                                        | renew                                      |
| Alice | jwt expired                         | live                | attic | JWT taken today                        | renew                                      |
| Alice | jwt dead                            | live                | attic | JWT taken today                        | renew                                      |
| Alice | jwt expired                         |                     | attic |                                        | sign-in                                    |
| Alice | account + jwt                       | live                | attic |                                        | use account                                |
| Alice | account + jwt                       | live                | attic | JWT taken today                        | use account                                |
| Alice | account refused + jwt               | live                | attic | JWT taken today                        | use jwt                                    |
| Alice | account refused + jwt               | live                | attic | told just now                          | none: refused                              |
| Alice | account refused + jwt               | live                | attic |                                        | ask-resources with jwt                     |
| Alice | account once refused + jwt          | live                | attic | JWT taken today                        | use jwt                                    |
| Alice | account once refused + jwt          | live                | attic |                                        | use account once refused                   |
| Alice | account dead + jwt                  | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | account expired + jwt               | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | account dead + jwt                  | live                | attic | JWT taken two days ago                 | try-jwt with jwt                           |
| Alice | home                                |                     | attic |                                        | use home                                   |
| Alice | account + home                      |                     | attic |                                        | use account                                |
| Alice | account once refused + home         |                     | attic |                                        | use home                                   |
| Alice | home + jwt                          | live                | attic | JWT taken today                        | use home                                   |
| Alice | home + jwt expired                  | live                | attic |                                        | use home                                   |
| Alice | home dead + jwt                     | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | home expired + jwt                  | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | home refused + jwt                  | live                | attic | told just now                          | none: refused                              |
| Alice | home refused + jwt                  | live                | attic |                                        | ask-resources with jwt                     |
| Alice | home bruno + jwt                    | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | server attic                        |                     | attic |                                        | use server attic                           |
| Alice | server attic                        |                     | attic | told never                             | use server attic                           |
| Alice | server attic dead                   |                     | attic |                                        | use server attic dead                      |
| Alice | server attic once refused           |                     | attic |                                        | use server attic once refused              |
| Alice | account + server attic              |                     | attic |                                        | use server attic                           |
| Alice | account + server attic refused      |                     | attic |                                        | use account                                |
| Alice | account + server attic once refused |                     | attic |                                        | use account                                |
| Alice | account + server attic expired      |                     | attic |                                        | use account                                |
| Alice | server attic once refused + jwt     | live                | attic | JWT taken today                        | use jwt                                    |
| Alice | jwt + server attic refused          | live                | attic |                                        | switch to alice with jwt under key-device  |
| Alice | server attic refused                |                     | attic |                                        | sign-in                                    |
| Alice | server attic of bruno               |                     | attic |                                        | sign-in                                    |
| Alice | server loft                         |                     | attic |                                        | sign-in                                    |
| Alice | transient attic                     |                     | attic |                                        | use transient attic                        |
| Alice | transient attic + server attic      |                     | attic |                                        | use server attic                           |
| Alice | account + transient attic           |                     | attic |                                        | use transient attic                        |
| Alice | account + transient attic expired   |                     | attic |                                        | use account                                |
| Alice | account + transient attic refused   |                     | attic |                                        | use account                                |
| Alice | transient attic two days old        |                     | attic |                                        | sign-in                                    |
| Alice | transient loft                      |                     | attic |                                        | sign-in                                    |
| Alice |                                     | live                | attic |                                        | renew                                      |
| Alice |                                     | unused              | attic |                                        | renew                                      |
| Alice |                                     | ended               | attic |                                        | sign-in                                    |
| Alice |                                     |                     | attic |                                        | sign-in                                    |
| Alice |                                     |                     | attic | told never                             | sign-in                                    |
| Bruno | account                             |                     | shed  |                                        | use account                                |
`;
