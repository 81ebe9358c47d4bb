import { errors, type PlexAPI } from '@ticketstub/sdk';
import type { StandIn } from '@ticketstub/standin';
import type { Section, Stage } from '../play.js';
import { JSON_OF_SERVER, PAGE_OF_SERVER, sourceOf, sourceRequest } from '../requests.js';
import { failureOf, type Refused } from '../show.js';

/** A mistake, and what each dialect makes of it. */
interface Mistake {
  readonly title: string;
  readonly tokenIn: (plex: StandIn) => string | undefined;
  readonly source: string | undefined;
  readonly observed: Refused & { readonly status: number };
  readonly documented: Refused & { readonly status: number };
}

const UNAUTHORIZED = {
  status: 401,
  as: errors.GetSourceConnectionInformationUnauthorized,
  code: 'UNAUTHORIZED',
} as const;
const BAD_REQUEST = { status: 400, as: errors.GetSourceConnectionInformationBadRequest, code: 'BAD_REQUEST' } as const;
const FORBIDDEN = { status: 403, as: errors.SDKError, code: 'FORBIDDEN' } as const;

const MISTAKES: readonly Mistake[] = [
  {
    title: 'A token nobody has issued',
    tokenIn: () => 'not-one-of-their-tokens',
    source: undefined,
    observed: UNAUTHORIZED,
    documented: { ...UNAUTHORIZED, says: '1001 User could not be authenticated' },
  },
  {
    title: "A friend's token",
    tokenIn: ({ people, servers }) => people.dana.serverTokens[servers[0]?.machineIdentifier ?? ''],
    source: undefined,
    observed: FORBIDDEN,
    documented: { ...UNAUTHORIZED, says: '1001 User could not be authenticated' },
  },
  {
    title: 'A source that is none',
    tokenIn: ({ people }) => people.alice.token,
    source: 'nonsense',
    observed: BAD_REQUEST,
    documented: { ...BAD_REQUEST, says: '1004 Bad request' },
  },
];

/** The same mistakes twice: the SDK's error is of one class wherever the status is the same, whatever the content type. */
export const twoDialects: Section = {
  title: "Two dialects: errors 'observed' in the field, and as 'documented'",
  async play(stage) {
    for (const mistake of MISTAKES) await makeMistake(mistake, stage);
  },
};

async function makeMistake(mistake: Mistake, { scene, step }: Stage): Promise<void> {
  const heading = { title: mistake.title, call: 'authentication.getSourceConnectionInformation' };
  await step(heading, async (show) => {
    for (const [dialect, plex, contentType] of [
      ['observed', scene.plex, PAGE_OF_SERVER],
      ['documented', scene.documented, JSON_OF_SERVER],
    ] as const) {
      const attic = plex.servers.find(({ name }) => name === scene.attic.name) ?? scene.attic;
      const source = mistake.source ?? sourceOf(attic);
      const caller: PlexAPI = scene.client({ accessToken: mistake.tokenIn(plex), serverURL: attic.url });
      const error = await failureOf(caller.authentication.getSourceConnectionInformation({ source }));
      const refused = mistake[dialect];
      show.exchange(sourceRequest(attic, source), `${refused.status} ${contentType}`, `'${dialect}'`);
      show.refusal(error, refused);
    }
  });
}
