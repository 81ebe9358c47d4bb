import type { SeedInput, SeedPersonInput } from '@ticketstub/standin';

/** Alice and Finn of the built-in cast, with an account or a password of another kind. */
function seedOf(more: Pick<SeedPersonInput, 'account' | 'password'>): SeedInput {
  return {
    people: {
      alice: {
        id: 20_000_001,
        uuid: 'a11ce00000000001',
        username: 'alice-attic',
        title: 'alice-attic',
        email: 'alice@example.com',
        password: 'attic-lamp-41',
        clientIdentifier: 'ticketstub-alice-laptop',
        ...more,
      },
      finn: {
        id: 20_000_006,
        uuid: 'f144000000000006',
        username: 'finn-oak',
        title: 'finn-oak',
        email: 'finn@example.com',
        password: 'finn-oak-96',
        totpSecret: 'FINNSINVENTEDOAK',
        clientIdentifier: 'ticketstub-finn-desktop',
        ...more,
      },
    },
    servers: [],
  };
}

/** Every member of a service is there, as null if there is nothing to say. */
const services = [
  { identifier: 'epg', endpoint: 'http://127.0.0.1/services/epg', token: 'INVENTED', secret: null, status: 'online' },
  { identifier: 'graph', endpoint: 'http://127.0.0.1/services/graph', token: null, secret: null, status: 'online' },
];

/** Four settings of a profile are text. */
const profile = {
  autoSelectSubtitle: '1',
  defaultSubtitleAccessibility: '0',
  defaultSubtitleForced: '0',
  watchedIndicator: '1',
};

/** People whose accounts a version of plexjs can read. */
export const accountAsReadBy: Readonly<Record<'0.23.5' | '0.39.0', SeedInput>> = {
  '0.23.5': seedOf({ account: { services, profile } }),
  '0.39.0': seedOf({ account: { services } }),
};

/** People with passwords of letters that Latin-1 has, and of letters that it has not. */
export const passwordIn: Readonly<Record<'latin' | 'greek', SeedInput>> = {
  latin: seedOf({ password: 'crème-brûlée-41' }),
  greek: seedOf({ password: 'σοφίτα-λάμπα-41' }),
};
