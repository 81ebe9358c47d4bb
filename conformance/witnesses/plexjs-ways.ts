import type { StandIn } from '@ticketstub/standin';
import { threw } from './outcomes.js';
import type { Outcome } from './scene.js';

/** What one version of plexjs makes of the same answers. */
export interface PlexjsWays {
  readonly version: '0.23.5' | '0.39.0';
  /** The base address of the account calls: the older one needs the slash at its end. */
  readonly account: (standIn: StandIn<string>) => string;
  /** Whether its errors carry a status beside the class. */
  readonly status: (status: number) => number | undefined;
  /** What it makes of an answer that its schema does not allow, without and with a sign-in. */
  readonly rejected: (status: number) => Outcome;
  /** Whether its sign-in reads the accounts that are on record. */
  readonly signsIn: boolean;
  /** What its schema demands of an account that no recording has. */
  readonly demands: string;
  /** Why it cannot read the PINs that are on record; undefined when it can. */
  readonly pinsUnread?: string;
}

/** The two versions of plexjs, and where they differ. */
export const plexjsWays: readonly PlexjsWays[] = [
  {
    version: '0.23.5',
    account: ({ url }) => `${url}/api/v2/`,
    status: () => undefined,
    rejected: () => threw('SDKValidationError'),
    signsIn: false,
    demands: 'a `secret` in every service and text for four settings of the profile',
    pinsUnread:
      'This version takes 200 alone for a new PIN, and wants a number for a postal code. Recordings have 201, and text.',
  },
  {
    version: '0.39.0',
    account: ({ url }) => `${url}/api/v2`,
    status: (status) => status,
    rejected: (status) => threw('ResponseValidationError', status),
    signsIn: true,
    demands: 'a `token` and a `secret`, be it null, in every service that `/user` names',
  },
];
