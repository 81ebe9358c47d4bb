import type { StandIn } from '@ticketstub/standin';
import { alice, nobody, returned, threw } from './outcomes.js';
import type { PlexjsWays } from './plexjs-ways.js';
import { type Outcome, person, type Scene, server, type Step } from './scene.js';

const atAttic =
  (token: (standIn: StandIn<string>) => string, more: Readonly<Record<string, string>> = {}): Step['given'] =>
  (standIn) => ({ token: token(standIn), server: server(standIn, 0).url, source: server(standIn, 0).source, ...more });

const dana = (standIn: StandIn<string>): string => Object.values(person(standIn, 'dana').serverTokens).at(0) ?? '';

const transient = 'GET /security/token';
const resources = 'GET /security/resources';
const drained = returned({ statusCode: 200, members: 'contentType', bodyUsed: true });

function bothCalls(): readonly Step[] {
  return [
    {
      asked: 'A transient token, as Alice',
      deed: 'getTransientToken',
      given: atAttic(alice),
      answers: [`${transient} 200`],
      comes: drained,
    },
    {
      asked: 'How to reach a source, as Alice',
      deed: 'getSourceConnectionInformation',
      given: atAttic(alice),
      answers: [`${resources} 200`],
      comes: drained,
    },
  ];
}

interface Refusals {
  readonly badToken: (call: string) => Outcome;
  readonly badInput: (call: string) => Outcome;
  readonly guest: readonly [status: number, comes: Outcome];
  readonly because?: string;
}

function refused(the: Refusals): readonly Step[] {
  const because = the.because === undefined ? {} : { because: the.because };
  const [guestStatus, guest] = the.guest;
  return [
    {
      asked: 'A transient token, with a token of nobody',
      deed: 'getTransientToken',
      given: atAttic(() => nobody),
      answers: [`${transient} 401`],
      comes: the.badToken('GetTransientToken'),
      ...because,
    },
    {
      asked: 'A transient token, without `scope`',
      deed: 'getTransientToken',
      given: atAttic(alice, { without: 'scope' }),
      answers: [`${transient} 400`],
      comes: the.badInput('GetTransientToken'),
      ...because,
    },
    {
      asked: 'How to reach a source, with a token of nobody',
      deed: 'getSourceConnectionInformation',
      given: atAttic(() => nobody),
      answers: [`${resources} 401`],
      comes: the.badToken('GetSourceConnectionInformation'),
      ...because,
    },
    {
      asked: 'How to reach a source, naming none',
      deed: 'getSourceConnectionInformation',
      given: atAttic(alice, { source: '' }),
      answers: [`${resources} 400`],
      comes: the.badInput('GetSourceConnectionInformation'),
      ...because,
    },
    {
      asked: 'How to reach a source, as Dana, who is no admin',
      deed: 'getSourceConnectionInformation',
      given: atAttic(dana),
      answers: [`${resources} ${guestStatus}`],
      comes: guest,
      ...because,
    },
  ];
}

/** The two calls to a media server, in both dialects of its refusals. */
export function mediaServers({ status }: PlexjsWays): readonly Scene[] {
  const unauthorized = (call: string): Outcome => threw(`${call}Unauthorized`, status(401), 1001);
  return [
    {
      title: "Media server that refuses as the reference page says (`errors: 'documented'`)",
      options: { errors: 'documented' },
      steps: [
        ...bothCalls(),
        ...refused({
          badToken: unauthorized,
          badInput: (call) => threw(`${call}BadRequest`, status(400), 1004),
          guest: [401, unauthorized('GetSourceConnectionInformation')],
        }),
        {
          asked: 'A transient token of a `scope` there is not',
          deed: 'getTransientToken',
          given: atAttic(alice, { scope: 'some' }),
          answers: [],
          comes: threw('SDKValidationError'),
        },
      ],
    },
    {
      title: 'Media server that refuses as recordings show (the default)',
      options: {},
      steps: [
        ...bothCalls(),
        ...refused({
          badToken: () => threw('SDKError', 401),
          badInput: () => threw('SDKError', 400),
          guest: [403, threw('SDKError', 403)],
          because: 'negotiate.media-server-errors-html',
        }),
      ],
    },
  ];
}
