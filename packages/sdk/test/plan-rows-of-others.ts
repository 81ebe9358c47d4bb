/** Somebody else's server takes its own token of this person alone, which is in their resources; never what opens an account. */
export const atOthersServers = `
| who   | holds                              | key    | for    | known                               | plan                               |
| ----- | ---------------------------------- | ------ | ------ | ----------------------------------- | ---------------------------------- |
| Alice | account                            |        | loft   |                                     | ask-resources with account         |
| Alice | account                            |        | loft   | told never                          | ask-resources with account         |
| Alice | account                            |        | loft   | told a week ago                     | ask-resources with account         |
| Alice | account                            |        | loft   | told of late                        | none: refused                      |
| Alice | account                            |        | loft   | told just now                       | none: refused                      |
| Alice | account + server loft              |        | loft   |                                     | use server loft                    |
| Alice | account + server loft              |        | loft   | told never                          | use server loft                    |
| Alice | account + server loft              |        | loft   | told a week ago                     | use server loft                    |
| Alice | server loft                        |        | loft   |                                     | use server loft                    |
| Alice | server loft dead                   |        | loft   |                                     | use server loft dead               |
| Alice | server loft once refused           |        | loft   |                                     | use server loft once refused       |
| Alice | account + server loft refused      |        | loft   |                                     | ask-resources with account         |
| Alice | account + server loft refused      |        | loft   | told of late                        | ask-resources with account         |
| Alice | account + server loft refused      |        | loft   | told just now                       | none: refused                      |
| Alice | account + server loft of bruno refused |    | loft   | told of late                        | none: refused                      |
| Alice | account + server loft expired      |        | loft   |                                     | ask-resources with account         |
| Alice | account + server attic             |        | loft   |                                     | ask-resources with account         |
| Alice | account + transient attic          |        | loft   |                                     | ask-resources with account         |
| Alice | account + transient loft           |        | loft   |                                     | use transient loft                 |
| Alice | server loft refused + transient loft |      | loft   |                                     | use transient loft                 |
| Alice | server loft once refused + transient loft |  | loft  |                                     | use transient loft                 |
| Alice | server loft refused                |        | loft   |                                     | sign-in                            |
| Alice | jwt                                | live   | loft   |                                     | ask-resources with jwt             |
| Alice | jwt                                | live   | loft   | JWT taken today                     | ask-resources with jwt             |
| Alice | jwt                                | live   | loft   | JWT taken two days ago              | ask-resources with jwt             |
| Alice | jwt                                | live   | loft   | JWT taken today, told just now      | none: refused                      |
| Alice | jwt + server loft                  | live   | loft   | JWT taken today                     | use server loft                    |
| Alice | jwt expired                        | live   | loft   |                                     | renew                              |
| Alice | jwt expired + server loft          | live   | loft   |                                     | use server loft                    |
| Alice | jwt                                | ended  | loft   |                                     | sign-in                            |
| Alice | home                               |        | loft   |                                     | ask-resources with home            |
| Alice | account dead                       |        | loft   |                                     | sign-in                            |
| Alice | account dead + server loft         |        | loft   |                                     | use server loft                    |
| Alice | account                            | unused | loft   |                                     | renew                              |
| Alice | account                            | unused, same device | loft |                          | ask-resources with account         |
| Alice |                                    | live   | loft   |                                     | renew                              |
| Alice |                                    |        | loft   |                                     | sign-in                            |
| Alice | account                            |        | cellar |                                     | ask-resources with account         |
| Alice | account                            |        | cellar | told never                          | ask-resources with account         |
| Alice | account                            |        | cellar | told a week ago                     | ask-resources with account         |
| Alice | account                            |        | cellar | told of late                        | none: not-shared                   |
| Alice | account                            |        | cellar | told just now                       | none: not-shared                   |
| Alice | jwt                                | live   | cellar | JWT taken today, told just now      | none: not-shared                   |
| Alice | account + server cellar            |        | cellar |                                     | use server cellar                  |
| Alice | account + server cellar refused    |        | cellar | told just now                       | none: not-shared                   |
| Alice | account + server cellar refused    |        | cellar | told of late                        | ask-resources with account         |
| Alice | account + transient cellar         |        | cellar |                                     | use transient cellar               |
| Alice | account refused                    |        | cellar | told of late                        | ask-resources with account refused |
| Alice |                                    |        | cellar |                                     | sign-in                            |
| Bruno | account                            |        | attic  |                                     | ask-resources with account         |
| Bruno | account + server attic             |        | attic  |                                     | use server attic                   |
| Dana  | account                            |        | attic  |                                     | ask-resources with account         |
| Dana  | account + server attic             |        | attic  |                                     | use server attic                   |
| Dana  | jwt + server attic                 | live   | attic  | JWT taken today                     | use server attic                   |
| Dana  | account + server attic refused     |        | attic  | told just now                       | none: refused                      |
| Dana  | account                            |        | cellar | told just now                       | none: not-shared                   |
| Eve   | account                            |        | attic  |                                     | ask-resources with account         |
| Eve   | account                            |        | attic  | told just now                       | none: not-shared                   |
| Eve   | jwt                                | live   | attic  | JWT taken today, told just now      | none: not-shared                   |
| Carla | home + server attic                |        | attic  |                                     | use server attic                   |
| Carla | home                               |        | attic  |                                     | ask-resources with home            |
`;

/**
 * Somebody of the Home is got by a switch under a device that they have nothing else on, with their PIN if they have one;
 * then their own resources have the tokens of servers that are shared with them.
 */
export const asOthers = `
| who   | holds                              | key    | for              | known                                   | plan                                                |
| ----- | ---------------------------------- | ------ | ---------------- | --------------------------------------- | --------------------------------------------------- |
| Alice | account                            |        | plex.tv as bruno |                                         | switch to bruno with account under switcher         |
| Alice | account                            |        | plex.tv as bruno | no device for switches                  | switch to bruno with account under here             |
| Alice | account                            |        | plex.tv as bruno | home just now                           | switch to bruno with account under switcher         |
| Alice | account                            |        | plex.tv as bruno | home never                              | ask-home with account                               |
| Alice | account                            |        | plex.tv as bruno | home a week ago                         | ask-home with account                               |
| Alice | account                            |        | plex.tv as bruno | self unknown                            | ask-account with account                            |
| Alice | account + home bruno               |        | plex.tv as bruno |                                         | use home bruno                                      |
| Alice | account + home bruno               |        | plex.tv as bruno | home never                              | use home bruno                                      |
| Alice | home bruno                         |        | plex.tv as bruno |                                         | use home bruno                                      |
| Alice | account + home bruno dead          |        | plex.tv as bruno |                                         | switch to bruno with account under switcher         |
| Alice | account + home bruno expired       |        | plex.tv as bruno |                                         | switch to bruno with account under switcher         |
| Alice | account + home bruno refused       |        | plex.tv as bruno |                                         | use home bruno refused                              |
| Alice | account + home carla               |        | plex.tv as bruno |                                         | switch to bruno with account under switcher         |
| Alice | account + home                     |        | plex.tv as bruno |                                         | switch to bruno with account under switcher         |
| Alice | jwt                                | live   | plex.tv as bruno |                                         | switch to bruno with jwt under switcher             |
| Alice | jwt expired                        | live   | plex.tv as bruno |                                         | renew                                               |
| Alice | jwt expired + home bruno           | live   | plex.tv as bruno |                                         | use home bruno                                      |
| Alice | account                            | unused | plex.tv as bruno |                                         | renew                                               |
| Alice | account dead                       |        | plex.tv as bruno |                                         | sign-in                                             |
| Alice | account dead + home bruno          |        | plex.tv as bruno |                                         | use home bruno                                      |
| Alice |                                    |        | plex.tv as bruno |                                         | sign-in                                             |
| Alice | account                            |        | plex.tv as dana  |                                         | ask-home with account                               |
| Alice | account                            |        | plex.tv as dana  | home of late                            | none: not-in-home                                   |
| Alice | account                            |        | plex.tv as alice |                                         | use account                                         |
| Alice | account of alice                   |        | plex.tv as alice | self unknown                            | use account of alice                                |
| Alice | account                            |        | plex.tv as alice | self unknown                            | ask-account with account                            |
| Alice | account                            |        | plex.tv as carla |                                         | ask-pin of carla                                    |
| Alice | account                            |        | plex.tv as carla | PIN                                     | switch to carla with account under switcher         |
| Alice | jwt                                | live   | plex.tv as carla | PIN                                     | switch to carla with jwt under switcher             |
| Alice | account                            |        | plex.tv as carla | PIN, home never                         | ask-home with account                               |
| Alice | account                            |        | plex.tv as carla | home a week ago                         | ask-home with account                               |
| Alice | account + home carla               |        | plex.tv as carla |                                         | use home carla                                      |
| Alice | account + home carla dead          |        | plex.tv as carla |                                         | ask-pin of carla                                    |
| Alice | account + home carla dead          |        | plex.tv as carla | PIN                                     | switch to carla with account under switcher         |
| Alice | account dead                       |        | plex.tv as carla | PIN                                     | sign-in                                             |
| Alice | account                            |        | attic as alice   |                                         | use account                                         |
| Alice | account                            |        | attic as bruno   |                                         | switch to bruno with account under switcher         |
| Alice | account + home bruno               |        | attic as bruno   |                                         | ask-resources with home bruno                       |
| Alice | account + home bruno               |        | attic as bruno   | bruno told a week ago                   | ask-resources with home bruno                       |
| Alice | account + home bruno               |        | attic as bruno   | bruno told today                        | ask-resources with home bruno                       |
| Alice | account + home bruno               |        | attic as bruno   | bruno told just now                     | none: refused                                       |
| Alice | account                            |        | attic as bruno   | bruno told today                        | switch to bruno with account under switcher         |
| Alice | account + server attic of bruno    |        | attic as bruno   |                                         | use server attic of bruno                           |
| Alice | account + server attic             |        | attic as bruno   |                                         | switch to bruno with account under switcher         |
| Alice | home bruno + server attic of bruno refused |  | attic as bruno | bruno told today                        | ask-resources with home bruno                       |
| Alice | home bruno + server attic of bruno refused |  | attic as bruno | bruno told just now                     | none: refused                                       |
| Alice | home bruno + server attic refused  |        | attic as bruno   | bruno told of late                      | none: refused                                       |
| Alice | account + home bruno               |        | shed as bruno    | bruno told today                        | use home bruno                                      |
| Alice | account + home bruno               |        | shed as bruno    |                                         | ask-resources with home bruno                       |
| Alice | account + home bruno refused       |        | shed as bruno    | bruno told just now                     | none: refused                                       |
| Alice | account + home bruno refused       |        | shed as bruno    | bruno told today                        | ask-resources with home bruno refused               |
| Alice | account + home bruno dead          |        | shed as bruno    | bruno told today                        | switch to bruno with account under switcher         |
| Alice | jwt                                | live   | shed as bruno    | bruno told today, JWT taken today       | switch to bruno with jwt under switcher             |
| Alice | jwt                                | live   | shed as bruno    | bruno told today, JWT taken two days ago | switch to bruno with jwt under switcher            |
| Alice | account + home bruno               |        | cellar as bruno  | bruno told just now                     | none: not-shared                                    |
| Alice | account + home bruno               |        | loft as bruno    | bruno told just now                     | none: not-shared                                    |
| Alice | account + server loft              |        | loft as bruno    |                                         | switch to bruno with account under switcher         |
| Alice | account                            |        | attic as carla   |                                         | ask-pin of carla                                    |
| Alice | account                            |        | attic as carla   | PIN                                     | switch to carla with account under switcher         |
| Alice | account + home carla               |        | attic as carla   |                                         | ask-resources with home carla                       |
| Alice | account + home carla               |        | attic as carla   | carla told just now                     | none: refused                                       |
| Alice | home carla + server attic of carla |        | attic as carla   |                                         | use server attic of carla                           |
| Alice | server attic of carla              |        | attic as carla   |                                         | use server attic of carla                           |
| Alice | account dead                       |        | attic as carla   | PIN                                     | sign-in                                             |
| Alice | account                            |        | attic as dana    | home of late                            | none: not-in-home                                   |
| Bruno | account                            |        | plex.tv as alice |                                         | switch to alice with account under switcher         |
| Bruno | account                            |        | plex.tv as carla |                                         | ask-pin of carla                                    |
| Carla | home                               |        | plex.tv as alice |                                         | switch to alice with home under switcher            |
| Carla | home                               |        | plex.tv as carla |                                         | use home                                            |
| Dana  | account                            |        | plex.tv as alice | home of late                            | none: not-in-home                                   |
| Dana  | account                            |        | attic as alice   | home of late                            | none: not-in-home                                   |
| Eve   | account                            |        | attic as alice   | home of late                            | none: not-in-home                                   |
| Eve   | account                            |        | attic as alice   |                                         | ask-home with account                               |
`;
