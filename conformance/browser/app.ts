import { type IncomingMessage, type Server, createServer } from 'node:http';
import { type Pin, PlexAPI } from '@ticketstub/sdk';
import type { StandIn } from '@ticketstub/standin';

/** A small web app that signs people in with the SDK, as one would be written for Plex. */
export interface App {
  /** On its page people begin; `/begin` begins at once, and `?forward=` says where Plex's page sends them afterwards. */
  readonly url: string;
  /** What its program is known by. */
  readonly clientID: string;
  /** A short code to type in, and where. */
  showCode(): Promise<{ code: string; url: string }>;
  /** What the sign-in that was begun last goes by. */
  lastPin(): Pin;
  /** What it asks Plex with. */
  readonly plex: PlexAPI;
  /** Whether the sign-in that was begun last is over, and how. */
  state(): string;
  close(): Promise<void>;
}

const page = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A small app</title></head><body>${body}</body></html>`;

const FRONT = page(`<h1>A small app</h1>
<a href="/begin">Sign in</a>
<button id="popup">Sign in, in a pop-up</button>
<p id="state"></p>
<p id="closed"></p>
<script>
document.getElementById('popup').onclick = () => {
  const popup = window.open('/begin', 'sign-in', 'width=480,height=720');
  // Blocked: go there instead.
  if (popup === null) return void (location.href = '/begin');
  setInterval(async () => {
    if (popup.closed) document.getElementById('closed').textContent = 'looks closed';
    document.getElementById('state').textContent = await (await fetch('/state')).text();
  }, 100);
};
</script>`);

const BACK = page(`<h1>Back in the app</h1>
<p id="state"></p>
<script>
setInterval(async () => {
  document.getElementById('state').textContent = await (await fetch('/state')).text();
}, 100);
</script>`);

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}

/** The address of Plex's page for a PIN; it leads back to the app, or to where the request says. */
function pageFor(plex: PlexAPI, pin: Pin, { url, headers: { host } }: IncomingMessage): string {
  const { searchParams } = new URL(url ?? '', `http://${host}`);
  const forwardURL = new URL(searchParams.get('forward') ?? '/back?state=of-the-app', `http://${host}`);
  return plex.pins.authAppURL(pin, { forwardURL, context: { platform: 'Web' } });
}

/** Opens the app on a host of its own, so that the pages of the stand-in are another site to it. */
export async function openApp(standIn: StandIn): Promise<App> {
  const clientID = 'a-small-app';
  const identity = { clientID, clientName: 'A small app', deviceName: 'Den' };
  const plex = new PlexAPI({ ...identity, endpoints: standIn.endpoints, clock: standIn.clock });
  const leaving = new AbortController();
  let state = 'nothing';
  let last: Pin | undefined;
  const begin = async (strong: boolean): Promise<Pin> => {
    const pin = await plex.pins.create({ strong });
    state = 'waiting';
    last = pin;
    const settle = async (): Promise<void> => {
      const outcome = await plex.pins.waitUntilClaimed(pin, {}, { signal: leaving.signal });
      state = outcome.state;
    };
    settle().catch(() => {
      state = 'given up';
    });
    return pin;
  };
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/state') response.end(state);
    else if (path === '/begin')
      void begin(true).then((pin) => response.writeHead(303, { location: pageFor(plex, pin, request) }).end());
    else response.setHeader('content-type', 'text/html; charset=utf-8').end(path === '/back' ? BACK : FRONT);
  });
  const url = await listening(server);
  return {
    url,
    clientID,
    plex,
    async showCode() {
      const pin = await begin(false);
      return { code: pin.code, url: plex.pins.linkURL(pin) };
    },
    lastPin() {
      if (last === undefined) throw new Error('no sign-in was begun');
      return last;
    },
    state: () => state,
    async close() {
      leaving.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
